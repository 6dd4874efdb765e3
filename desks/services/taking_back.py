"""A designation made by mistake is taken back while nothing hangs on it; otherwise it can be ended."""

import datetime
import zoneinfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Commitment, ProgressReport, Remark
from actions.models.commitments import PRESIDENCY
from correspondence.models import Mail, MailKind, MailState, Mention
from networks import designating
from networks.models import Designation, Role
from networks.services import conference

NETWORK = "action__agreement__report__meeting__network"
NEVER_ARRIVED = (MailState.WITHDRAWN, MailState.REFUSED, MailState.RETURNED)


def take_back(*, designation_id, by, on, reason):
    """Take back a designation on which nothing hangs. Gives what its history keeps of that.

    Raises networks.designating.CannotDesignate, which says what hangs on it.
    """
    with transaction.atomic():
        if hanging := hanging_on(designating.lock_designation(designation_id), on=on):
            raise designating.CannotDesignate(
                _("It can be ended, but not taken back: %(what)s.") % {"what": "; ".join(hanging)}
            )
        return designating.take_back(designation_id=designation_id, by=by, on=on, reason=reason)


def hanging_on(designation, *, on):
    """What hangs on a designation on the day `on`, in words; [] if it can be taken back.

    The mails that it brought the person, or the address that gets a copy; what the person has put on record for the
    delegation since it began. What another of the person's designations covers as well hangs on that one.
    """
    counted = {
        _mails: len(_mailed(designation, on=on)),
        **({} if designation.person.is_staff else _put_on_record(designation, on=on)),
    }
    return [words(number) % {"number": number} for words, number in counted.items() if number]


def _mailed(designation, *, on):
    """The keys of the mails that went out because of the designation, or are about to; a chair's brings none."""
    if designation.role == Role.CHAIR:
        return set()
    told_of = Mention.objects.filter(Q(delegation=designation.delegation_id) | Q(mail__kind=MailKind.PRESIDENCY))
    if designation.network_id:
        told_of = told_of.filter(**{f"commitment__{NETWORK}": designation.network_id})
    own = {address.lower() for address in (designation.person.email, designation.copy_to) if address}
    written_to = [
        address
        for address in own
        if not _covered(designation, Q(person__email=address) | Q(copy_to__iexact=address), on=on)
    ]
    mails = Mail.objects.filter(recipient__in=written_to, day__gte=designation.starts_on, pk__in=told_of.values("mail"))
    return set(mails.exclude(state__in=NEVER_ARRIVED).values_list("pk", flat=True))


def _put_on_record(designation, *, on):
    """{the words for it: how many}, of what the person has done for the delegation since the designation began."""
    person, delegation = designation.person, designation.delegation
    since = datetime.datetime.combine(
        designation.starts_on, datetime.time.min, zoneinfo.ZoneInfo(conference().time_zone)
    )
    by_person = {"history_user": person, "history_date__gte": since}
    done = {}
    if designation.role == Role.FOCAL_POINT:
        kept = Designation.history.filter(**by_person, delegation=delegation).exclude(id=designation.pk)
        done[_designations] = _number_of(kept.values_list("id", flat=True))
    if _covered(designation, Q(person=person), on=on):
        return done
    own = Commitment.objects.filter(Q(delegation=delegation) | Q(delegation__code=PRESIDENCY))
    if designation.network_id:
        own = own.filter(**{NETWORK: designation.network_id})
    written = ProgressReport.history.filter(**by_person, delegation=delegation).values("id")
    by_link = Q(author_address__iexact=person.email or "", made_at__gte=since) & ~Q(author_address="")
    reports = ProgressReport.objects.filter(Q(pk__in=written) | by_link, delegation=delegation)
    said = Remark.objects.filter(by=person, at__gte=since, commitment__in=own)
    changed = Commitment.history.filter(**by_person, id__in=own.values("pk"))
    return done | {
        _reports: _number_of(reports.filter(answers__commitment__in=own).values_list("pk", flat=True)),
        _answers: said.count(),
        _commitments: _number_of(changed.values_list("id", flat=True)),
    }


def _covered(designation, theirs, *, on):
    """Whether another designation of the delegation, one of `theirs`, reaches as far as this one, all along."""
    others = designation.delegation.designations.exclude(pk=designation.pk).exclude(role=Role.CHAIR)
    return others.filter(
        theirs,
        Q(network=None) | Q(network=designation.network_id),
        Q(ends_on=None) | Q(ends_on__gte=designation.ends_on or on),
        starts_on__lte=designation.starts_on,
    ).exists()


def _number_of(keys):
    return len(set(keys))


def _mails(number):
    return ngettext("%(number)s mail went out because of it", "%(number)s mails went out because of it", number)


def _reports(number):
    return ngettext(
        "this person wrote or confirmed %(number)s report of progress",
        "this person wrote or confirmed %(number)s reports of progress",
        number,
    )


def _answers(number):
    return ngettext(
        "this person gave %(number)s answer to the Technical Secretariat",
        "this person gave %(number)s answers to the Technical Secretariat",
        number,
    )


def _commitments(number):
    return ngettext(
        "this person changed what stands of %(number)s commitment",
        "this person changed what stands of %(number)s commitments",
        number,
    )


def _designations(number):
    return ngettext(
        "this person made or changed %(number)s designation",
        "this person made or changed %(number)s designations",
        number,
    )
