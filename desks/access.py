"""Who comes to a delegation's desk: its own people and staff, signed in, or whoever holds the link of a mail."""

import dataclasses
import datetime
import functools

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from actions.models import Commitment
from actions.models.commitments import PRESIDENCY
from correspondence.models import SignedLink
from correspondence.services.arranging import mail_settings
from correspondence.views.linked import linked
from networks.access import not_let_in
from networks.models import Delegation, Network
from networks.services import conference, presidency_holder, today
from networks.standing import OFFICERS, VISITOR, Standing, standing_on_request


@dataclasses.dataclass(frozen=True)
class Desk:
    """Whose desk it is, on which day of the conference, who sits at it, and how they came.

    link, token: the mailed link by which they came, None and "" for who is signed in.
    """

    delegation: Delegation
    on: datetime.date
    standing: Standing = VISITOR
    link: SignedLink | None = None
    token: str = ""

    def address(self, page, *args):
        """Where a page of this desk is, by the way they came. page: the name of its URL for who is signed in."""
        if self.link:
            name = "pending" if page == "delegation-pending" else f"{page}-by-link"
            return reverse(name, args=[self.token, *args])
        return reverse(page, args=[self.delegation.code, *args])

    def informs_in(self, network):
        """Whether they inform of the delegation's progress in that network; staff do on its behalf.

        By a link, as far as its address is designated.
        """
        if self.link:
            return bool(self.link.networks & {None, network.pk})
        if self.standing.is_staff:
            return True
        return self.standing.speaks_for(self.delegation.pk, network.pk)

    @property
    def is_officers(self):
        """Whether a designated officer of the delegation, or staff, is signed in."""
        return self.standing.is_staff or any(
            place.delegation_id == self.delegation.pk and place.role in OFFICERS for place in self.standing.places
        )

    def context(self, networks=None):
        """What every page of the desk needs."""
        networks = Network.objects.all() if networks is None else networks
        return {
            "section": "pending",
            "desk": self,
            "delegation": self.delegation,
            "on": self.on,
            "informs_in": {network.pk for network in networks if self.informs_in(network)},
            "inform_address": self.address("inform"),
            "pending_address": self.address("delegation-pending"),
            "secretariat_address": mail_settings().secretariat_address if self.link else "",
        }


def day_of(request):
    """The conference's day; its settings are read once a request, for the rest of the page too."""
    request.conference = getattr(request, "conference", None) or conference()
    return today(now=timezone.now(), settings_row=request.conference)


def at_the_desk(view):
    """Let in a delegation's people, and staff; the view gets (request, desk, …) in the place of the code.

    Another delegation's people find nothing here, as little as if there were no such delegation.
    """

    @functools.wraps(view)
    @never_cache
    def guarded(request, code, *args, **kwargs):
        on = day_of(request)
        standing = standing_on_request(request, on=on)
        delegation = Delegation.objects.filter(code=code).first()
        if delegation is None or not (standing.is_staff or standing.belongs_to(delegation)):
            return not_let_in(request)
        return view(request, Desk(delegation, on, standing), *args, **kwargs)

    return guarded


def at_the_holders(view):
    """Lead staff from the presidency's desk to that of whoever bears it: what is asked and entered stands there alone.

    For a view within `at_the_desk`; its pk, where it has one, is a commitment's.
    """

    @functools.wraps(view)
    def guarded(request, desk, pk=None):
        if desk.standing.is_staff and desk.delegation.code == PRESIDENCY:
            bearer = _bearer(desk, pk)
            if bearer and bearer != desk.delegation:
                match = request.resolver_match
                there = match.kwargs | {"code": bearer.code}
                return redirect(reverse(match.view_name, kwargs=there, query=request.GET))
        return view(request, desk, *(() if pk is None else (pk,)))

    return guarded


def _bearer(desk, pk):
    if pk is None:
        return presidency_holder(on=desk.on)
    bearer = Commitment.objects.with_bearer(on=desk.on).filter(pk=pk).values("bearer")
    return Delegation.objects.filter(pk__in=bearer).first()


def by_link(page, sent=None):
    """Let in whoever holds a mailed link that is good, and note its use; the view gets (request, desk, …)."""

    def guard(view):
        @linked(page, sent)
        def guarded(request, link, token, *args, **kwargs):
            desk = Desk(link.delegation, day_of(request), link=link, token=token)
            return view(request, desk, *args, **kwargs)

        return guarded

    return guard
