"""What a code and a time zone can be."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# A code is part of addresses and references.
is_code = RegexValidator(
    r"\A[A-Z0-9]+(-[A-Z0-9]+)*\Z", _("A code has capital letters (A to Z) and digits, and hyphens between them.")
)


def names_one(code):
    """Refuse as a delegation's code the words that stand for many in what a report asks of them."""
    if code.upper() in ("MEMBERS", "INTERESTED", "ALL", "NETWORK"):
        raise ValidationError(_("This word stands for many delegations: please choose another code."))


def known_time_zone(value):
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(value)s” is not a known time zone."), params={"value": value})
