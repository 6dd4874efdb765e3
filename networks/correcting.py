"""Correcting how a designated person is written: the name, and the address to which mails go."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from . import policies
from .designating import CannotDesignate, change_designation
from .models import Designation, SignInCode, User
from .services import save_recorded
from .standing import standing_of


def may_correct(person, delegation, *, by, on):
    """Whether `by`, who keeps the delegation's people, may correct a person's name and address."""
    elsewhere = Designation.objects.filter(person=person).exclude(delegation=delegation).exists()
    return policies.may_correct_person(by, standing_of(by, on=on), person, delegation, known_elsewhere=elsewhere)


def correct_and_change(*, designation_id, name, email, by, on, reason="", **details):
    """Correct whom a designation names and change what is said of it, in one step. Gives the Designation.

    details: as `change_designation` has them. email: "" for none. Effects: codes mailed to the old address sign nobody
    in any more; mailed links follow the address by themselves. Raises CannotDesignate.
    """
    email, name = email.strip().lower() or None, name.strip()
    with transaction.atomic():
        person = User.objects.select_for_update(of=("self",), no_key=True).get(designations=designation_id)
        if (person.name, person.email) != (name, email):
            delegation = Designation.objects.select_related("delegation").get(pk=designation_id).delegation
            if not may_correct(person, delegation, by=by, on=on):
                raise CannotDesignate(
                    _("The Technical Secretariat corrects the name and address of this person. Please write to it.")
                )
            _write(person, name, email, by=by, reason=reason)
        return change_designation(designation_id=designation_id, by=by, on=on, reason=reason, **details)


def _write(person, name, email, *, by, reason):
    if not name:
        raise CannotDesignate(_("Please give the person's name."))
    if person.email != email:
        SignInCode.objects.filter(person=person, used_at=None).delete()
    person.name, person.email = name, email
    try:
        with transaction.atomic():
            save_recorded(person, by=by, reason=reason)
    except IntegrityError as taken:
        raise CannotDesignate(
            _("Somebody else is on record with this address. Please write to the Technical Secretariat.")
        ) from taken
