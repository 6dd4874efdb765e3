"""To which addresses a day's mails go, and for what: its digests, and what is written to a delegation besides."""

import dataclasses
import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop

from networks.models import Designation, Role, User

from ..models import Addressee, Rhythm
from .working_days import monday_of

UNSUBSCRIBED, UNDELIVERABLE = "unsubscribed", "undeliverable"
# Kept with the mail as it is here; pages show it in the reader's language.
STANDS_NO_MORE = gettext_noop("Meanwhile this address stands for the delegation no more.")
LANGUAGES = frozenset(dict(settings.LANGUAGES))


class Designated(NamedTuple):
    """A designation on the day, as far as mail is concerned."""

    person_id: int
    name: str
    is_active: bool
    email: str | None
    language: str
    delegation_id: int
    network_id: int | None
    role: str
    copy_to: str

    @property
    def is_written_to(self):
        """A chair belongs to no delegation by that alone."""
        return self.is_active and self.role != Role.CHAIR


@dataclasses.dataclass(slots=True)
class Recipient:
    """An address and all it stands for. scopes: pairs of a delegation and a network, None for all networks."""

    address: str
    person_id: int | None
    language: str
    rhythm: str = Rhythm.DAILY
    scopes: set[tuple[int, int | None]] = dataclasses.field(default_factory=set)

    def covers(self, delegation_id, network_id):
        return (delegation_id, None) in self.scopes or (delegation_id, network_id) in self.scopes


@dataclasses.dataclass
class Addresses:
    """Who is written to on a day. designated: every designation of that day, whether or not a mail can follow.

    recipients: by address, those alone to whom digests go. without_digests: those who unsubscribed from them; what is
    no digest goes to them, too. closed: of the addresses to which no digests go, why not.
    """

    designated: list[Designated]
    recipients: dict[str, Recipient]
    without_digests: dict[str, Recipient]
    closed: dict[str, str]

    def besides_digests(self):
        """By address, those to whom a question, a reminder by hand, or a copy goes: whoever takes mail at all."""
        return self.recipients | self.without_digests

    def designates(self, *cells):
        """Whether anybody is designated for one of these pairs, whether or not a mail can follow."""
        return any(
            one.is_written_to and (one.delegation_id, one.network_id) in {(delegation, None), (delegation, network)}
            for one in self.designated
            for delegation, network in cells
        )

    def reach(self, *cells):
        """Whether digests go to anybody for one of these pairs of a delegation and a network."""
        return any(
            (delegation, None) in self._scopes or (delegation, network) in self._scopes for delegation, network in cells
        )

    def __post_init__(self):
        self._scopes = {scope for one in self.recipients.values() for scope in one.scopes}


def addresses(*, on):
    """Those designated on the day `on`, the acting ones and copies included; three queries.

    The same address by several ways is one recipient with all it stands for.
    """
    designated = designations(on=on)
    known = {
        address: (person, language)
        for address, person, language in User.objects.filter(
            email__in=Designation.objects.exclude(copy_to="").values(lower=Lower("copy_to"))
        ).values_list("email", "pk", "language")
    }
    choices = Addressee.objects.values_list("address", "rhythm", "weekly_since", "unsubscribed_at", "undeliverable_at")
    chosen = {address: choice for address, *choice in choices}
    recipients, without_digests, closed = {}, {}, {}
    for one in designated:
        if not one.is_written_to:
            continue
        own, copy = (one.email or "").lower(), one.copy_to.lower()
        ways = ((own, one.person_id, one.language), (copy, *known.get(copy, (None, one.language))))
        for address, person_id, speaks in ways:
            if not address or not is_address(address):
                continue
            rhythm, weekly_since, unsubscribed_at, undeliverable_at = chosen.get(address, (Rhythm.DAILY, *[None] * 3))
            if weekly_since and weekly_since >= monday_of(on):
                # The digest of this week went out before, and said nothing of what falls due before the next.
                rhythm = Rhythm.DAILY
            if undeliverable_at:
                closed[address] = UNDELIVERABLE
                continue
            if unsubscribed_at:
                closed[address] = UNSUBSCRIBED
            language = speaks if speaks in LANGUAGES else settings.LANGUAGE_CODE
            alike = without_digests if unsubscribed_at else recipients
            recipient = alike.setdefault(address, Recipient(address, person_id, language, rhythm))
            recipient.scopes.add((one.delegation_id, one.network_id))
    return Addresses(designated, recipients, without_digests, closed)


def stand_for(these, *, on):
    """For which delegations these addresses stand on the day `on`, as pairs {(address, delegation)}; one query."""
    these = set(these)
    wanted = Q(person__email__in=these) | Q(copy__in=these)
    rows = Designation.objects.annotate(copy=Lower("copy_to")).filter(
        Q(ends_on=None) | Q(ends_on__gte=on), wanted, starts_on__lte=on, person__is_active=True
    )
    found = rows.exclude(role=Role.CHAIR).order_by().values_list("person__email", "copy", "delegation_id")
    return {(address, delegation) for *ways, delegation in found for address in ways if address in these}


def designations(*, on: datetime.date) -> list[Designated]:
    rows = (
        Designation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
        .order_by("pk")
        .values_list(
            "person_id",
            "person__name",
            "person__is_active",
            "person__email",
            "person__language",
            "delegation_id",
            "network_id",
            "role",
            "copy_to",
        )
    )
    return [Designated(*row) for row in rows]


def is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
