"""What stands in the way of a mail, in plain words for the secretariat."""

import dataclasses

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from networks.dates import day as day_in_words
from networks.models import Delegation, Network, Role

from ..models import MailSettings
from .matters import NETWORK, Bearers, ladders, reminded_of
from .presidency import Presidency
from .recipients import LANGUAGES, UNDELIVERABLE, addresses, is_address


class ConcernKind(models.TextChoices):
    NO_MAILBOX = "no_mailbox", gettext_lazy("The secretariat's mailbox is not set")
    NO_LADDER = "no_ladder", gettext_lazy("A network without steps")
    NOBODY = "nobody", gettext_lazy("Nobody to write to")
    NO_PRESIDENCY = "no_presidency", gettext_lazy("Nobody to write to for the presidency")
    NO_ADDRESS = "no_address", gettext_lazy("No e-mail address")
    NO_LANGUAGE = "no_language", gettext_lazy("No language")
    INVALID = "invalid", gettext_lazy("An address that cannot be right")
    CLOSED = "closed", gettext_lazy("An address that gets no digests")
    TOO_EARLY = "too_early", gettext_lazy("A deadline before its meeting")


@dataclasses.dataclass(frozen=True)
class Concern:
    """words: a whole sentence in the language now active. The keys say what a page may link to."""

    kind: ConcernKind
    words: str
    delegation_id: int | None = None
    network_id: int | None = None
    person_id: int | None = None
    commitment_id: int | None = None


def concerns(*, on):
    """What the secretariat should know of on the day `on`, in the order of ConcernKind; eleven queries at most.

    Only of networks whose mails are switched on, and of persons designated on that day.
    """
    of_networks = ladders()
    bearers = Bearers(on=on)
    written_to = addresses(on=on)
    open_ones = reminded_of(networks=list(of_networks), bearers=bearers)
    delegations = {one.pk: str(one) for one in Delegation.objects.all()}
    networks = {one.pk: str(one) for one in Network.objects.all()}
    arrangements = MailSettings.objects.filter(pk=1).first() or MailSettings()
    presidency = Presidency(bearers=bearers, written_to=written_to) if arrangements.escalates else None
    return [
        *_about_settings(arrangements, of_networks, networks),
        *_about_cells(open_ones, bearers, written_to, delegations, networks),
        *_about_the_presidency(presidency, of_networks, networks),
        *_about_persons(written_to, delegations),
        *_about_deadlines(open_ones, delegations),
    ]


def numbers_of(commitments):
    """(delegation, network, how many) of each delegation and network, as rows."""
    of_each = commitments.values_list("delegation_id", f"{NETWORK}_id").order_by("delegation_id", f"{NETWORK}_id")
    return of_each.annotate(Count("pk"))


def unheard(numbers, *, bearers, written_to):
    """[(delegation, network, how many)] of those that bear something open and followed and have nobody to write to.

    numbers: what is open and followed, as `numbers_of` gives it.
    """
    found = {}
    for delegation, network, number in numbers:
        bearer = bearers.of(delegation)
        if not written_to.reach((bearer, network), (delegation, network)):
            found[bearer, network] = found.get((bearer, network), 0) + number
    return [(delegation, network, number) for (delegation, network), number in found.items()]


def _about_settings(arrangements, of_networks, networks):
    if of_networks and not arrangements.secretariat_address:
        words = _("Nothing is sent to anybody: the mail settings do not say which mailbox the secretariat has.")
        yield Concern(ConcernKind.NO_MAILBOX, words)
    for network, ladder in of_networks.items():
        if not ladder.steps:
            words = _("The mails of %(network)s are switched on, but its ladder has no step: nobody is reminded.")
            yield Concern(ConcernKind.NO_LADDER, words % {"network": networks[network]}, network_id=network)


def _about_cells(open_ones, bearers, written_to, delegations, networks):
    found = unheard(numbers_of(open_ones), bearers=bearers, written_to=written_to)
    for delegation, network, number in sorted(found, key=lambda one: (delegations[one[0]], networks[one[1]])):
        words = ngettext(
            "%(delegation)s has %(number)s commitment pending in %(network)s, and nobody to write to.",
            "%(delegation)s has %(number)s commitments pending in %(network)s, and nobody to write to.",
            number,
        ) % {"delegation": delegations[delegation], "network": networks[network], "number": number}
        yield Concern(ConcernKind.NOBODY, words, delegation_id=delegation, network_id=network)


def _about_the_presidency(presidency, of_networks, networks):
    for network in of_networks:
        if presidency is not None and not presidency.of(network):
            words = _(
                "For %(network)s the Presidency Pro-Témpore has nobody to write to: what it is to be told of stands in "
                "the mail to the Technical Secretariat."
            )
            yield Concern(ConcernKind.NO_PRESIDENCY, words % {"network": networks[network]}, network_id=network)


def _about_persons(written_to, delegations):
    said = {}
    for one in written_to.designated:
        if not one.is_active or one.role == Role.CHAIR:
            continue
        values = {"name": one.name, "delegation": delegations[one.delegation_id]}
        for kind, words in _of_designation(one, written_to.closed):
            # Designated for several networks, a person is named once.
            said.setdefault(
                (one.person_id, words),
                Concern(kind, words % values, delegation_id=one.delegation_id, person_id=one.person_id),
            )
    order = list(ConcernKind)
    return sorted(said.values(), key=lambda concern: (order.index(concern.kind), concern.words))


def _of_designation(one, closed):
    own, copy = (one.email or "").lower(), one.copy_to.lower()
    if not own:
        yield ConcernKind.NO_ADDRESS, _("%(name)s (%(delegation)s) has no e-mail address.")
    if one.language not in LANGUAGES:
        yield (
            ConcernKind.NO_LANGUAGE,
            _("It is not known in which language to write to %(name)s (%(delegation)s); until it is, in English."),
        )
    for address in filter(None, (own, copy)):
        escaped = address.replace("%", "%%")
        if not is_address(address):
            words = _("“%(address)s” of %(name)s (%(delegation)s) cannot be an e-mail address.")
            yield ConcernKind.INVALID, words.replace("%(address)s", escaped)
        elif address in closed:
            words = (
                _("Mails to %(address)s of %(name)s (%(delegation)s) cannot be delivered.")
                if closed[address] == UNDELIVERABLE
                else _("%(name)s (%(delegation)s) has unsubscribed %(address)s from the digests.")
            )
            yield ConcernKind.CLOSED, words.replace("%(address)s", escaped)


def _about_deadlines(open_ones, delegations):
    agreed_on = "action__agreement__agreed_on"
    rows = open_ones.filter(Q(due_on__lt=F(agreed_on))).order_by("action__agreement__reference", "pk")
    for pk, delegation, reference, due_on, agreed in rows.values_list(
        "pk", "delegation_id", "action__agreement__reference", "due_on", agreed_on
    ):
        words = _("%(reference)s, %(delegation)s: the deadline, %(due)s, is before its meeting, %(agreed)s.") % {
            "reference": reference,
            "delegation": delegations[delegation],
            "due": day_in_words(due_on),
            "agreed": day_in_words(agreed),
        }
        yield Concern(ConcernKind.TOO_EARLY, words, delegation_id=delegation, commitment_id=pk)
