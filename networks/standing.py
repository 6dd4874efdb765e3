"""What a person is on a day: staff, an officer of a delegation, a chair, an observer, or a visitor like everybody."""

import dataclasses
import datetime

from django.db.models import Exists, OuterRef, Q

from .models import DelegationKind, Membership, Presidency, Role
from .models import Standing as MembershipStanding


@dataclasses.dataclass(frozen=True)
class Place:
    """A designation in force. network_id: None for all networks.

    of_a_member: its delegation is a Member Country that day, or an office of the conference.
    """

    delegation_id: int
    network_id: int | None
    role: str
    of_a_member: bool = False


# Whom a delegation has inform, answer and join for it.
OFFICERS = (Role.LIAISON_OFFICER, Role.FOCAL_POINT)


@dataclasses.dataclass(frozen=True)
class Standing:
    """`places`: what the designations of the day make a person; none are left of one who may not sign in any more."""

    is_staff: bool = False
    is_administrator: bool = False
    places: tuple[Place, ...] = ()

    @property
    def is_of_the_conference(self):
        """Whether what is for the members, and what is adopted, but not published, is for this person.

        So it is for those who speak for a Member Country or chair, never for a delegation that observes, whatever the
        designation is called.
        """
        return self.is_staff or any(_is_a_members(place) for place in self.places)

    @property
    def chaired(self):
        """The keys of the networks that this person chairs; None among them for all."""
        return frozenset(place.network_id for place in self.places if place.role == Role.CHAIR and _is_a_members(place))

    @property
    def is_designated(self):
        return bool(self.places)

    @property
    def delegations(self):
        """The keys of the delegations this person belongs to, whatever the role; a chair to none by that alone."""
        return frozenset(place.delegation_id for place in self.places if place.role != Role.CHAIR)

    def belongs_to(self, delegation):
        return delegation.pk in self.delegations

    def keeps_officers_of(self, delegation):
        """Whether this person is the delegation's national focal point, for all networks or one."""
        return any(place.delegation_id == delegation.pk and place.role == Role.FOCAL_POINT for place in self.places)

    def covers(self, delegation_id, network_id):
        """Whether this person belongs to the delegation for that network."""
        return any(
            place.delegation_id == delegation_id and place.role != Role.CHAIR and place.network_id in (None, network_id)
            for place in self.places
        )

    def speaks_for(self, delegation_id, network_id):
        """Whether this person informs and answers for the delegation in that network: observers do for their own."""
        return any(
            place.delegation_id == delegation_id
            and place.role in (*OFFICERS, Role.OBSERVER)
            and place.network_id in (None, network_id)
            for place in self.places
        )


def _is_a_members(place):
    return place.role != Role.OBSERVER and place.of_a_member


VISITOR = Standing()
OF_AN_OFFICE = Q(delegation__kind=DelegationKind.OFFICE)


def counting(*, on):
    """Q for designations: those that make anything of a person on the day `on`, if they are in force that day.

    A chair is the presidency's: that counts only while the delegation holds it, or is an office of the conference.
    """
    held = Presidency.objects.on(on).filter(delegation=OuterRef("delegation"))
    return ~Q(role=Role.CHAIR) | OF_AN_OFFICE | Exists(held)


def standing_of(user, *, on):
    """The Standing of `user` on the conference's day `on`; at most one query, none for a visitor or for staff.

    Staff see and enter everything as staff: what they are designated for besides is not asked.
    """
    if not user.is_authenticated or not user.is_active:
        return VISITOR
    if user.is_staff:
        return Standing(is_staff=True, is_administrator=user.is_superuser)
    in_force = user.designations.filter(counting(on=on), Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    memberships = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    own = memberships.filter(delegation=OuterRef("delegation"), standing=MembershipStanding.MEMBER)
    in_force = in_force.order_by("pk").annotate(of_a_member=Q(Exists(own)) | OF_AN_OFFICE)
    rows = in_force.values_list("delegation_id", "network_id", "role", "of_a_member")
    return Standing(places=tuple(Place(*row) for row in rows))


def standing_on_request(request, *, on: datetime.date) -> Standing:
    """The standing of whoever sends the request, asked for once."""
    if not hasattr(request, "standing"):
        request.standing = standing_of(request.user, on=on)
    return request.standing
