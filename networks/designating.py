"""The verbs for a delegation's people: designating them, changing, ending and taking that back, handing over.

Who made, changed or ended one, when and why, is its history; that a role was given or ended is noted besides. Open
matters, reminders and links belong to the delegation and follow the designations of the day; nothing is moved.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from . import dates
from .auditing import note_role
from .models import Delegation, DelegationKind, Designation, Role, Standing, User
from .policies import keeps_the_record
from .services import delete_recorded, save_recorded
from .terms import A_DAY

DETAILS = ("acting", "post", "institution", "phone", "copy_to", "note")
# What makes somebody the chair of a presidency.
CHAIRED = ("role", "delegation_id", "starts_on")


class CannotDesignate(Exception):
    """The designation cannot be made or changed like this; the message may be shown to the user."""


def observes(delegation, *, on):
    """Whether the delegation is an observer or a partner on the day `on`, and no Member Country."""
    in_force = delegation.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    return in_force.exclude(standing=Standing.MEMBER).exists()


def designate(*, delegation, role, network, email, name, language, starts_on, ends_on=None, by, reason="", **details):
    """Designate a person for a delegation: the one with this e-mail, or else a new one. Gives the Designation.

    network: None for all networks. ends_on: the last day, None until further notice. details: any of `DETAILS`.
    Of a person on record the name and the language stay as they are; one whom this delegation has never designated is
    designated by staff alone. A chair is designated from a day on which the delegation holds the presidency. It gives
    an account no right but what the designation itself makes of the person. Raises CannotDesignate.
    """
    with transaction.atomic():
        _lock(Delegation.objects.filter(pk=delegation.pk))
        designation = Designation(
            person=_person(delegation, email=email, name=name, language=language, by=by),
            delegation=delegation,
            role=role,
            network=network,
            starts_on=starts_on,
            ends_on=ends_on,
            **_known(details),
        )
        _refuse_a_chair_without_presidency(designation)
        _keep(designation, by=by, reason=reason)
        note_role(designation, by=by)
        return designation


def change_designation(*, designation_id, by, on, reason="", **details):
    """Change what is said of a designation that has not ended. details: any of `DETAILS`. Raises CannotDesignate.

    What is as it was leaves no trace in the history.
    """
    with transaction.atomic():
        designation = lock_designation(designation_id)
        _refuse_the_past(designation, on=on)
        before = {name: getattr(designation, name) for name in DETAILS}
        for name, value in _known(details).items():
            setattr(designation, name, value)
        if before != {name: getattr(designation, name) for name in DETAILS}:
            save_recorded(designation, by=by, reason=reason)
        return designation


def write_designation(*, designation, by, on, reason=""):
    """Save a designation, new or changed, as staff wrote it out in full. Raises CannotDesignate.

    One that had ended before the day `on` stays as it was. A chair begins on a day as for `designate`.
    """
    with transaction.atomic():
        _lock(Delegation.objects.filter(pk=designation.delegation_id))
        stands = None if designation._state.adding else lock_designation(designation.pk)
        if stands is not None:
            _refuse_the_past(stands, on=on)
        if stands is None or any(getattr(stands, name) != getattr(designation, name) for name in CHAIRED):
            _refuse_a_chair_without_presidency(designation)
        return _keep(designation, by=by, reason=reason)


def end_designation(*, designation_id, ends_on, by, on, reason=""):
    """Let a designation last until the day `ends_on`, that day included; None: until further notice.

    One that has ended stays as it was. Raises CannotDesignate.
    """
    with transaction.atomic():
        designation = lock_designation(designation_id)
        _refuse_the_past(designation, on=on)
        designation.ends_on = ends_on
        _keep(designation, by=by, reason=reason)
        note_role(designation, by=by, ended=ends_on is not None)
        return designation


def take_back(*, designation_id, by, on, reason):
    """Take back a designation made by mistake, as if it had never been. Gives the last row of its history, which stays.

    Whether anything hangs on it the room asks that knows: `desks.services.taking_back`. Raises CannotDesignate.
    """
    with transaction.atomic():
        designation = lock_designation(designation_id)
        _refuse_the_past(designation, on=on)
        if not reason.strip():
            raise CannotDesignate(_("Please say why it is taken back; the reason stays in the history."))
        note_role(designation, by=by, ended=True)
        delete_recorded(designation, by=by, reason=reason.strip())
        return Designation.history.filter(id=designation_id).latest()


def hand_over(*, designation_id, from_day, email, name, language, by, on, reason="", **details):
    """Let another person take over a designation from the day `from_day`. Gives the successor's Designation.

    The successor, the person with this e-mail or else a new one, has the same role for the same network, until further
    notice; details: any of `DETAILS`, of the successor. Effects: the predecessor's designation ends on the day before,
    unless it ends earlier. One whose successor is designated already is not handed over again. Raises CannotDesignate.
    """
    with transaction.atomic():
        before = lock_designation(designation_id)
        _refuse_the_past(before, on=on)
        if from_day <= before.starts_on:
            raise CannotDesignate(
                _("%(person)s has been designated from %(day)s: the handover must come after that day.")
                % {"person": before.person, "day": dates.long_day(before.starts_on)}
            )
        successor = _person(before.delegation, email=email, name=name, language=language, by=by)
        if successor == before.person:
            raise CannotDesignate(_("Please name another person than the one who hands over."))
        _refuse_a_second_successor(before, successor)
        last_day = from_day - A_DAY
        if before.ends_on is None or before.ends_on > last_day:
            before.ends_on = last_day
            save_recorded(before, by=by, reason=reason)
            note_role(before, by=by, ended=True)
        designation = Designation(
            person=successor,
            delegation=before.delegation,
            role=before.role,
            network=before.network,
            starts_on=from_day,
            **_known(details),
        )
        _refuse_a_chair_without_presidency(designation)
        _keep(designation, by=by, reason=reason)
        note_role(designation, by=by)
        return designation


def look_at_handover(**words):
    """What `hand_over` would give; nothing of it is kept. Raises CannotDesignate as that does."""
    with transaction.atomic():
        designation = hand_over(**words)
        transaction.set_rollback(True)
        return designation


def _lock(delegations):
    # Whatever concerns a delegation's people queues at its row; those who only refer to it do not wait.
    return delegations.select_for_update(of=("self",), no_key=True).get()


def lock_designation(designation_id):
    """The Designation, with its delegation locked: whoever changes that delegation's people waits. In a transaction."""
    _lock(Delegation.objects.filter(designations=designation_id))
    return Designation.objects.select_related("person", "delegation", "network").get(pk=designation_id)


def _known(details):
    if unknown := details.keys() - set(DETAILS):
        raise TypeError(f"A designation has no {', '.join(sorted(unknown))}.")
    return details


def _person(delegation, *, email, name, language, by):
    """The person with this e-mail, or a new one who has no password and no account's rights.

    Whoever a delegation has never designated is designated for it by staff alone: it learns nothing of them here.
    """
    email, name = email.strip().lower(), name.strip()
    if not email or not name:
        raise CannotDesignate(_("Please give the person's name and e-mail address."))
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User(email=email, name=name, language=language)
        person.set_unusable_password()
        try:
            with transaction.atomic():
                return save_recorded(person, by=by)
        except IntegrityError:
            # Another delegation has named the same person at this moment.
            person = User.objects.get(email=email)
    # Its history knows those whose designation was taken back, too.
    known_here = Designation.history.filter(person=person.pk, delegation=delegation.pk).exists()
    if not (known_here or keeps_the_record(by) or by.is_system):
        raise CannotDesignate(
            _(
                "This address is on record already, though not for your delegation. "
                "Please ask the Technical Secretariat to designate the person."
            )
        )
    if not person.is_active:
        raise CannotDesignate(
            _("The person with this address is not active any more. Please write to the Technical Secretariat.")
        )
    return person


def has_ended(designation, *, on):
    return designation.ends_on is not None and designation.ends_on < on


def _refuse_the_past(designation, *, on):
    if has_ended(designation, on=on):
        raise CannotDesignate(
            _("This designation ended on %(day)s and stays as it was.") % {"day": dates.long_day(designation.ends_on)}
        )


def _refuse_a_chair_without_presidency(designation):
    delegation, day = designation.delegation, designation.starts_on
    if designation.role != Role.CHAIR or delegation.kind == DelegationKind.OFFICE:
        return
    if not delegation.presidencies.on(day).exists():
        raise CannotDesignate(
            _(
                "Chairs are the presidency's people, and on %(day)s %(delegation)s does not hold the presidency. "
                "Please give a day on which it does; the back office has who holds it when."
            )
            % {"day": dates.long_day(day), "delegation": delegation}
        )


def _refuse_a_second_successor(before, successor):
    """Of a handover that was entered already, in another window or by a colleague, whoever comes second is told.

    The same person again is told by `_keep`.
    """
    if before.ends_on is None:
        return
    others = Designation.objects.filter(
        delegation=before.delegation, role=before.role, network=before.network, starts_on__gt=before.ends_on
    ).exclude(person=successor)
    if next_one := others.select_related("person").order_by("starts_on", "pk").first():
        values = {
            "predecessor": before.person,
            "last": dates.long_day(before.ends_on),
            "successor": next_one.person,
            "first": dates.long_day(next_one.starts_on),
        }
        raise CannotDesignate(
            _(
                "The designation of %(predecessor)s ends on %(last)s, and from %(first)s %(successor)s is designated "
                "already. Should somebody else be designated besides, please designate a further person."
            )
            % values
        )


def _keep(designation, *, by, reason):
    """Save a designation whose days are in order, and which says nothing a second time."""
    starts_on, ends_on = designation.starts_on, designation.ends_on
    if ends_on is not None and ends_on < starts_on:
        raise CannotDesignate(
            _("It begins on %(day)s and cannot end before that.") % {"day": dates.long_day(starts_on)}
        )
    same = Designation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on),
        person=designation.person,
        role=designation.role,
        delegation=designation.delegation,
        network=designation.network,
    ).exclude(pk=designation.pk)
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    if found := same.order_by("starts_on").first():
        raise CannotDesignate(_twice(found))
    return save_recorded(designation, by=by, reason=reason)


def _twice(found):
    values = {
        "person": found.person,
        "role": found.get_role_display(),
        "network": found.network or _("all networks"),
        "first": dates.long_day(found.starts_on),
    }
    if found.ends_on is None:
        return _("%(person)s is designated already: %(role)s, %(network)s, since %(first)s.") % values
    values["last"] = dates.long_day(found.ends_on)
    return _("%(person)s is designated already: %(role)s, %(network)s, from %(first)s to %(last)s.") % values
