"""A delegation's people: designated, changed, ended, taken back, handed over; whom the mails and the links follow."""

import datetime
import functools

import pytest
from django.core import mail as outgoing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.models import SignedLink
from correspondence.services import links
from correspondence.services.recipients import addresses
from networks import designating, inviting, policies, tasks
from networks.models import Conference, Designation, Membership, Role, User
from networks.standing import Place, Standing, standing_of
from tests.at_once import at_once
from tests.factories import (
    DelegationFactory,
    DesignationFactory,
    MailFactory,
    MemberFactory,
    NetworkFactory,
    PresidencyFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 5, 20)
NOON = datetime.datetime(2026, 5, 20, 18, tzinfo=datetime.UTC)
A_DAY = datetime.timedelta(days=1)
REFUSED = designating.CannotDesignate


@pytest.fixture(autouse=True)
def the_day(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def honduras():
    return MemberFactory(code="HN", name_en="Honduras", name_es="Honduras")


@pytest.fixture
def network():
    return NetworkFactory(slug="consular-protection")


@pytest.fixture
def staff():
    return StaffFactory(name="A Clerk")


@pytest.fixture
def designate(honduras, network, staff):
    """Designates Luz Paz as liaison officer of Honduras for a network from today on, but for what a test names."""
    return functools.partial(
        designating.designate,
        delegation=honduras,
        role=Role.LIAISON_OFFICER,
        network=network,
        email="luz@example.org",
        name="Luz Paz",
        language="es",
        starts_on=ON,
        by=staff,
    )


@pytest.fixture
def ana(honduras, network):
    """Ana, liaison officer of Honduras for a network since long ago."""
    return DesignationFactory(
        person__name="Ana Prueba",
        person__email="ana@example.org",
        delegation=honduras,
        network=network,
        institution="Foreign Ministry",
    )


def terms():
    rows = Designation.objects.order_by("starts_on", "pk")
    return list(rows.values_list("person__name", "role", "network__slug", "starts_on", "ends_on"))


def story(row):
    """The history of a row, the first edit first: what happened, by whom, why."""
    rows = row.history.order_by("history_id")
    return list(rows.values_list("history_type", "history_user__name", "history_change_reason"))


# What a designation makes of a person


def test_a_chair_is_one_while_the_delegation_holds_the_presidency(honduras):
    PresidencyFactory(delegation=DelegationFactory(code="MX"), starts_on=ON + A_DAY)
    PresidencyFactory(delegation=honduras, starts_on=ON - A_DAY, ends_on=ON)
    chair = DesignationFactory(delegation=honduras, role=Role.CHAIR).person
    days = [ON + number * A_DAY for number in (-2, -1, 0, 1)]
    with CaptureQueriesContext(connection) as asked:
        found = [standing_of(chair, on=day) for day in days]
    holds = Standing(places=(Place(honduras.pk, None, "chair", of_a_member=True),))
    assert (found, holds.chaired, len(asked)) == ([Standing(), holds, holds, Standing()], {None}, 4)


def test_a_chair_of_a_country_without_the_presidency_is_none_and_one_of_an_office_is(honduras):
    of = {"HN": honduras, "PPT": DelegationFactory(code="PPT", kind="office")}
    PresidencyFactory(delegation=DelegationFactory(code="MX"), starts_on=ON)
    chairs = {
        code: DesignationFactory(delegation=delegation, role=Role.CHAIR).person for code, delegation in of.items()
    }
    assert {code: standing_of(chair, on=ON).chaired for code, chair in chairs.items()} == {"HN": set(), "PPT": {None}}


def test_whoever_is_an_officer_besides_stays_one(honduras, network):
    officer = DesignationFactory(delegation=honduras, network=network)
    DesignationFactory(delegation=honduras, role=Role.CHAIR, person=officer.person)
    assert standing_of(officer.person, on=ON).places == (
        Place(honduras.pk, network.pk, "liaison_officer", of_a_member=True),
    )


@pytest.mark.parametrize("standing", ["observer", "partner", None])
def test_a_delegation_that_is_no_member_has_nobody_of_the_conference(standing):
    delegation = DelegationFactory(code="IOM", kind="organisation")
    if standing:
        Membership.objects.create(delegation=delegation, standing=standing, starts_on=datetime.date(2000, 1, 1))
    found = {role: standing_of(DesignationFactory(delegation=delegation, role=role).person, on=ON) for role in Role}
    assert {role: who.is_of_the_conference for role, who in found.items()} == dict.fromkeys(Role, False)


# Designating


def test_a_chair_is_designated_from_a_day_of_the_presidency(designate, honduras):
    PresidencyFactory(delegation=honduras, starts_on=ON + A_DAY, ends_on=ON + A_DAY)
    for day in (ON, ON + 2 * A_DAY):
        with pytest.raises(REFUSED, match=r"on .* May 2026 Honduras does not hold the presidency"):
            designate(role=Role.CHAIR, starts_on=day)
    made = designate(role=Role.CHAIR, starts_on=ON + A_DAY)
    office = designate(role=Role.CHAIR, delegation=DelegationFactory(code="PPT", kind="office"))
    assert list(Designation.objects.order_by("pk")) == [made, office]
    with pytest.raises(REFUSED, match="on 22 May 2026 Honduras does not hold the presidency"):
        designating.hand_over(
            designation_id=made.pk,
            from_day=ON + 2 * A_DAY,
            email="ana@example.org",
            name="Ana Prueba",
            language="es",
            by=StaffFactory(),
            on=ON,
        )


def test_whoever_is_new_is_made_a_person_without_an_account_s_rights(designate, honduras, network):
    made = designate(
        email=" Luz@Example.org ",
        reason="Note 12/2026",
        post="Consul",
        institution="Foreign Ministry",
        phone="+504 1",
        copy_to="office@example.org",
        note="Note 12/2026",
        acting=True,
    )
    person = User.objects.get(email="luz@example.org")
    rights = (person.is_staff, person.is_superuser, person.is_active, person.has_usable_password())
    assert (person.name, person.language, rights) == ("Luz Paz", "es", (False, False, True, False))
    assert {name: getattr(made, name) for name in designating.DETAILS} == {
        "acting": True,
        "post": "Consul",
        "institution": "Foreign Ministry",
        "phone": "+504 1",
        "copy_to": "office@example.org",
        "note": "Note 12/2026",
    }
    assert terms() == [("Luz Paz", "liaison_officer", "consular-protection", ON, None)]
    assert (story(person), story(made)) == ([("+", "A Clerk", "")], [("+", "A Clerk", "Note 12/2026")])
    assert standing_of(person, on=ON) == Standing(
        places=(Place(honduras.pk, network.pk, "liaison_officer", of_a_member=True),)
    )


def test_whoever_is_on_record_with_the_address_stays_as_on_record(designate):
    known = UserFactory(email="luz@example.org", name="Luz María Paz", language="en", is_staff=True)
    assert designate().person == known
    known.refresh_from_db()
    assert (known.name, known.language, known.is_staff, User.objects.filter(email="luz@example.org").count()) == (
        "Luz María Paz",
        "en",
        True,
        1,
    )


def test_whoever_is_deactivated_is_not_designated(designate):
    UserFactory(email="luz@example.org", is_active=False)
    with pytest.raises(REFUSED, match="not active any more"):
        designate()
    assert terms() == []


@pytest.mark.parametrize("missing", [{"name": " "}, {"email": ""}])
def test_nobody_is_designated_without_name_and_address(designate, missing):
    with pytest.raises(REFUSED, match="name and e-mail address"):
        designate(**missing)
    assert (terms(), User.objects.filter(name="Luz Paz").exists()) == ([], False)


@pytest.mark.parametrize(
    ("first", "last"),
    [(ON, None), (ON - A_DAY, ON), (ON + A_DAY, ON + 2 * A_DAY), (ON + 400 * A_DAY, None)],
)
def test_the_same_person_twice_for_the_same_network_and_time_is_refused(designate, first, last):
    designate()
    with pytest.raises(REFUSED, match=r"Luz Paz is designated already: liaison officer, .*, since 20 May 2026"):
        designate(starts_on=first, ends_on=last)
    assert len(terms()) == 1


def test_before_and_after_that_time_it_is_not(designate):
    designate(starts_on=ON, ends_on=ON + 9 * A_DAY)
    designate(starts_on=ON + 10 * A_DAY)
    designate(starts_on=ON - 5 * A_DAY, ends_on=ON - A_DAY)
    with pytest.raises(REFUSED, match=r"from 20 May 2026 to 29 May 2026"):
        designate(starts_on=ON + 9 * A_DAY, ends_on=ON + 9 * A_DAY)
    assert [row[3:] for row in terms()] == [
        (ON - 5 * A_DAY, ON - A_DAY),
        (ON, ON + 9 * A_DAY),
        (ON + 10 * A_DAY, None),
    ]


def test_a_network_has_several_persons_of_several_institutions_acting_ones_beside_them(designate):
    designate(institution="Foreign Ministry")
    designate(email="rosa@example.org", name="Rosa Ríos", institution="Institute of Migration")
    designate(email="eva@example.org", name="Eva Sol", institution="Institute of Migration", acting=True)
    assert sorted(one.email for one in addresses(on=ON).designated) == [
        "eva@example.org",
        "luz@example.org",
        "rosa@example.org",
    ]


def test_one_person_stands_for_all_networks_for_one_and_in_two_roles(designate):
    designate()
    designate(network=None)
    designate(role=Role.FOCAL_POINT)
    designate(network=NetworkFactory(slug="trafficking"))
    designate(delegation=MemberFactory(code="MX"))
    assert len(terms()) == 5


def test_a_designation_does_not_end_before_it_begins(designate):
    with pytest.raises(REFUSED, match="It begins on 20 May 2026"):
        designate(ends_on=ON - A_DAY)
    assert (terms(), User.objects.filter(email="luz@example.org").exists()) == ([], False)


def test_no_other_field_is_written_by_the_way(designate):
    with pytest.raises(TypeError, match="is_staff"):
        designate(is_staff=True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_delegations_name_the_same_new_person_in_the_same_moment(designate):
    both = [functools.partial(designate, delegation=MemberFactory(code=code)) for code in ("GT", "MX")]
    outcomes = at_once(*both)
    assert {one.person for one in outcomes} == {User.objects.get(email="luz@example.org")}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_designate_the_same_person_in_the_same_moment_one_is_told(designate):
    outcomes = at_once(designate, designate)
    assert sorted(type(one).__name__ for one in outcomes) == ["CannotDesignate", "Designation"]
    assert len(terms()) == 1


# Changing, ending, taking back


def test_a_change_is_one_row_of_history_and_none_where_nothing_changed(ana, staff):
    before = ana.history.count()
    change = functools.partial(
        designating.change_designation,
        designation_id=ana.pk,
        by=staff,
        on=ON,
        post="Consul General",
        reason="Note 3",
    )
    for _twice in range(2):
        change()
    ana.refresh_from_db()
    assert (ana.post, ana.institution, story(ana)[before:]) == (
        "Consul General",
        "Foreign Ministry",
        [("~", "A Clerk", "Note 3")],
    )


def test_a_designation_ends_on_a_day_that_day_included(ana, staff):
    designating.end_designation(designation_id=ana.pk, ends_on=ON, by=staff, on=ON, reason="Posted elsewhere")
    assert [one.name for one in addresses(on=ON).designated] == ["Ana Prueba"]
    assert addresses(on=ON + A_DAY).designated == []
    assert story(ana)[-1] == ("~", "A Clerk", "Posted elsewhere")


def test_an_end_that_has_not_come_can_be_put_off(ana, staff):
    for last in (ON + A_DAY, None):
        designating.end_designation(designation_id=ana.pk, ends_on=last, by=staff, on=ON)
    ana.refresh_from_db()
    assert ana.ends_on is None


def test_an_end_is_not_put_off_into_another_designation_of_the_same_person(ana, designate, staff):
    designating.end_designation(designation_id=ana.pk, ends_on=ON, by=staff, on=ON)
    designate(email="ana@example.org", starts_on=ON + 10 * A_DAY)
    with pytest.raises(REFUSED, match="designated already"):
        designating.end_designation(designation_id=ana.pk, ends_on=None, by=staff, on=ON)


@pytest.mark.parametrize(
    "verb",
    [
        functools.partial(designating.change_designation, post="Consul"),
        functools.partial(designating.end_designation, ends_on=None),
        functools.partial(designating.hand_over, from_day=ON, email="luz@example.org", name="Luz Paz", language="es"),
    ],
)
def test_what_has_ended_stays_as_it_was(ana, staff, verb):
    Designation.objects.filter(pk=ana.pk).update(ends_on=ON - A_DAY)
    with pytest.raises(REFUSED, match="ended on 19 May 2026"):
        verb(designation_id=ana.pk, by=staff, on=ON)
    assert len(terms()) == 1


@pytest.mark.parametrize("begun", [-A_DAY, 0 * A_DAY, A_DAY])
def test_one_made_by_mistake_is_taken_back_and_its_history_stays(designate, staff, begun):
    made = designate(starts_on=ON + begun)
    gone = designating.take_back(designation_id=made.pk, by=staff, on=ON, reason=" Another person was meant ")
    assert terms() == []
    kept = Designation.history.filter(person__name="Luz Paz").order_by("history_id")
    assert list(kept.values_list("history_type", "history_change_reason")) == [
        ("+", ""),
        ("-", "Another person was meant"),
    ]
    assert (gone, gone.history_user) == (kept.last(), staff)


def test_one_is_taken_back_for_a_reason_and_not_once_it_has_ended(designate, staff):
    made = designate(starts_on=ON - 9 * A_DAY)
    with pytest.raises(REFUSED, match="say why it is taken back"):
        designating.take_back(designation_id=made.pk, by=staff, on=ON, reason=" ")
    Designation.objects.filter(pk=made.pk).update(ends_on=ON - A_DAY)
    with pytest.raises(REFUSED, match="ended on 19 May 2026"):
        designating.take_back(designation_id=made.pk, by=staff, on=ON, reason="Another person was meant")
    assert len(terms()) == 1


# Handing over


@pytest.fixture
def hand_over(ana, staff):
    return functools.partial(
        designating.hand_over,
        designation_id=ana.pk,
        from_day=ON,
        email="luz@example.org",
        name="Luz Paz",
        language="es",
        by=staff,
        on=ON,
    )


def test_a_handover_is_one_step(hand_over, ana, honduras, network):
    after = hand_over(reason="Note 7/2026", note="Note 7/2026", post="Consul", institution="Foreign Ministry")
    assert terms() == [
        ("Ana Prueba", "liaison_officer", "consular-protection", ana.starts_on, ON - A_DAY),
        ("Luz Paz", "liaison_officer", "consular-protection", ON, None),
    ]
    assert (after.delegation, after.network, after.post, after.note) == (honduras, network, "Consul", "Note 7/2026")
    assert [story(ana)[-1], *story(after)] == [
        ("~", "A Clerk", "Note 7/2026"),
        ("+", "A Clerk", "Note 7/2026"),
    ]


def test_looking_at_a_handover_keeps_nothing_of_it(hand_over, ana):
    before = terms(), Designation.history.count(), User.objects.count()
    look = functools.partial(designating.look_at_handover, **hand_over.keywords)
    successor = look(post="Consul")
    assert (successor.person.name, successor.starts_on, successor.post) == ("Luz Paz", ON, "Consul")
    with pytest.raises(REFUSED, match="another person"):
        look(email="ana@example.org")
    assert (terms(), Designation.history.count(), User.objects.count()) == before


def test_reminders_follow_from_the_day_on_and_not_before(hand_over, honduras, network):
    hand_over(from_day=ON + 3 * A_DAY)
    told = {day: [*addresses(on=day).recipients] for day in (ON, ON + 2 * A_DAY, ON + 3 * A_DAY)}
    assert told == {
        ON: ["ana@example.org"],
        ON + 2 * A_DAY: ["ana@example.org"],
        ON + 3 * A_DAY: ["luz@example.org"],
    }
    successor = addresses(on=ON + 3 * A_DAY).recipients["luz@example.org"]
    assert (successor.language, successor.scopes) == ("es", {(honduras.pk, network.pk)})


def test_the_predecessor_s_key_opens_nothing_from_the_day_on_and_the_successor_has_an_own_one(hand_over, honduras):
    def link_of(address):
        mail = MailFactory(recipient=address)
        return links.links_for([(mail, honduras.pk)], now=NOON, valid_days=45)[mail.pk, honduras.pk]

    hers, next_day = link_of("ana@example.org"), NOON + A_DAY
    hand_over(from_day=ON + A_DAY)
    assert links.open_link(links.token_of(hers), now=NOON) == hers
    with pytest.raises(links.LinkRefused):
        links.open_link(links.token_of(hers), now=next_day)
    theirs = link_of("luz@example.org")
    with pytest.raises(links.LinkRefused):
        links.open_link(links.token_of(theirs), now=NOON)
    assert links.open_link(links.token_of(theirs), now=next_day) == theirs
    # Nothing was revoked: the designations of the day decide.
    assert SignedLink.objects.filter(revoked_at=None).count() == 2


def test_an_earlier_end_of_the_predecessor_stays(hand_over, ana):
    Designation.objects.filter(pk=ana.pk).update(ends_on=ON)
    hand_over(from_day=ON + 9 * A_DAY)
    assert [row[4] for row in terms()] == [ON, None]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"email": "ana@example.org"}, "another person"),
        ({"from_day": datetime.date(2020, 1, 1)}, "must come after that day"),
        ({"name": ""}, "name and e-mail address"),
    ],
)
def test_a_handover_that_is_refused_changes_nothing(hand_over, ana, words, why):
    before = terms()
    with pytest.raises(REFUSED, match=why):
        hand_over(**words)
    assert (terms(), story(ana)) == (before, [("+", None, None)])


def test_it_is_handed_over_once_to_one_person(hand_over, designate, ana):
    """A second window, or a colleague, that still shows the form is told who takes over already."""
    hand_over(from_day=ON + 8 * A_DAY)
    before = terms()
    second = functools.partial(hand_over, email="otra@example.org", name="Otra Persona")
    why = (
        "The designation of Ana Prueba ends on 27 May 2026, and from 28 May 2026 Luz Paz is designated already. "
        "Should somebody else be designated besides, please designate a further person."
    )
    for from_day in (ON + 8 * A_DAY, ON + 3 * A_DAY, ON + 20 * A_DAY):
        with pytest.raises(REFUSED) as refused:
            second(from_day=from_day)
        assert str(refused.value) == why
    with pytest.raises(REFUSED, match="Luz Paz is designated already: liaison officer"):
        hand_over(from_day=ON + 8 * A_DAY)
    assert terms() == before


@pytest.mark.parametrize("other", [{"network": None}, {"role": Role.FOCAL_POINT}, {"starts_on": ON}])
def test_whoever_is_designated_besides_takes_nothing_over(hand_over, designate, ana, other):
    Designation.objects.filter(pk=ana.pk).update(ends_on=ON + A_DAY)
    designate(**{"starts_on": ON + 2 * A_DAY, "email": "otra@example.org"} | other)
    assert hand_over(from_day=ON + 2 * A_DAY).person.name == "Luz Paz"


def test_who_is_designated_there_already_cannot_take_over(hand_over, designate):
    designate()
    before = terms()
    with pytest.raises(REFUSED, match="Luz Paz is designated already"):
        hand_over()
    assert terms() == before


# Who may


def standing(*roles, delegation=1):
    return Standing(places=tuple(Place(delegation, None, role) for role in roles))


@pytest.mark.parametrize(
    ("who", "of_a_member", "of_an_observer"),
    [
        (
            Standing(is_staff=True),
            ("liaison_officer", "focal_point", "chair", "observer", "secretariat"),
            ("observer", "liaison_officer", "focal_point", "chair", "secretariat"),
        ),
        (standing(Role.FOCAL_POINT), ("liaison_officer",), ("observer", "liaison_officer")),
        (standing(Role.FOCAL_POINT, delegation=2), (), ()),
        (standing(Role.LIAISON_OFFICER, Role.CHAIR, Role.OBSERVER, Role.SECRETARIAT), (), ()),
        (Standing(), (), ()),
    ],
)
def test_whom_one_designates(who, of_a_member, of_an_observer):
    delegation = DelegationFactory.build(pk=1)
    kept = [policies.roles_to_keep(who, delegation, observes=observes) for observes in (False, True)]
    assert kept == [of_a_member, of_an_observer]


@pytest.mark.parametrize(
    ("standing", "ends_on", "expected"),
    [("member", None, False), ("observer", None, True), ("partner", None, True), ("observer", ON - A_DAY, False)],
)
def test_what_observes(standing, ends_on, expected):
    delegation = DelegationFactory(code="PE")
    Membership.objects.create(
        delegation=delegation, standing=standing, starts_on=datetime.date(2000, 1, 1), ends_on=ends_on
    )
    assert designating.observes(delegation, on=ON) is expected


# The invitation


def test_an_invitation_says_who_designated_for_what_and_where_to_sign_in(designate, settings):
    settings.SITE_URL = "https://minutes.example.org"
    focal_point = UserFactory(name="Ana Prueba")
    made = designate(by=focal_point, network=None, language="en")
    tasks.send_invitation(made.pk)
    (sent,) = outgoing.outbox
    assert (sent.to, sent.subject) == (["luz@example.org"], "RCM: your designation for Honduras")
    assert sent.body == (
        "Dear Luz Paz,\n\n"
        "Ana Prueba has designated you for Honduras: liaison officer, all networks, from 20 May 2026. "
        "RCM Minutes is the record of what was agreed, and of what follows from it.\n\n"
        "There you find the pending matters of the delegation and can inform of progress. Please sign in here:\n\n"
        "https://minutes.example.org/en/sign-in/\n\n"
        "On that page, please enter this address, luz@example.org. A code will then be sent to it, with which you sign "
        "in; no password is needed.\n\n"
        "Should this designation not be right, please tell whoever made it, or the Technical Secretariat.\n\n"
        "With our highest consideration,\nTechnical Secretariat\nRegional Conference on Migration\n"
    )


def test_for_a_day_to_come_it_says_from_what_day_on_one_signs_in(designate, settings):
    settings.SITE_URL = "https://minutes.example.org"
    by = UserFactory(name="Ana Prueba")
    made = designate(by=by, network=None, language="en", starts_on=datetime.date(2026, 6, 1))
    assert inviting.invite(designation_id=made.pk, on=datetime.date(2026, 5, 31)) is True
    (sent,) = outgoing.outbox
    assert sent.body == (
        "Dear Luz Paz,\n\n"
        "Ana Prueba has designated you for Honduras: liaison officer, all networks, from 1 June 2026. "
        "RCM Minutes is the record of what was agreed, and of what follows from it.\n\n"
        "From that day on you find there the pending matters of the delegation and can inform of progress. Please sign "
        "in then, on 1 June 2026 or later, here:\n\n"
        "https://minutes.example.org/en/sign-in/\n\n"
        "On that page, please enter this address, luz@example.org. A code will then be sent to it, with which you sign "
        "in; no password is needed. Before that day no code is sent.\n\n"
        "Should this designation not be right, please tell whoever made it, or the Technical Secretariat.\n\n"
        "With our highest consideration,\nTechnical Secretariat\nRegional Conference on Migration\n"
    )


def test_whoever_is_let_in_already_is_not_told_to_wait(designate):
    designate(network=None, language="en")
    made = designate(starts_on=ON + A_DAY)
    inviting.invite(designation_id=made.pk, on=ON)
    assert "Please sign in here:" in outgoing.outbox[0].body


def test_a_chair_is_invited_while_the_delegation_holds_the_presidency(designate, honduras):
    term = PresidencyFactory(delegation=honduras, starts_on=ON, ends_on=ON + A_DAY)
    made = designate(role=Role.CHAIR)
    assert [inviting.invite(designation_id=made.pk, on=ON + number * A_DAY) for number in (1, 2)] == [True, False]
    with pytest.raises(inviting.CannotInvite, match="only while the delegation holds the presidency"):
        inviting.take_up_invitation(made, on=term.ends_on + A_DAY)


def test_it_is_in_the_person_s_language_and_names_no_clerk(designate):
    Conference.objects.create(
        pk=1, name_en="A conference", name_es="Una conferencia", short_en="AC", short_es="UC", is_sample=True
    )
    tasks.send_invitation(designate().pk)
    (sent,) = outgoing.outbox
    assert sent.subject == "[Muestra] UC: su designación por Honduras"
    assert "La Secretaría Técnica" in sent.body
    assert "/es/sign-in/" in sent.body
    assert "A Clerk" not in sent.body


def test_whoever_is_designated_no_more_is_not_invited(designate):
    made = designate(ends_on=ON)
    assert inviting.invite(designation_id=made.pk, on=ON + A_DAY) is False
    with pytest.raises(inviting.CannotInvite, match="has ended"):
        inviting.take_up_invitation(made, on=ON + A_DAY)
    assert outgoing.outbox == []


def test_a_button_pressed_twice_sends_one_mail(designate):
    made, other = designate(), designate(network=None)
    inviting.take_up_invitation(made, on=ON)
    inviting.take_up_invitation(other, on=ON)
    with pytest.raises(inviting.CannotInvite, match="a moment ago"):
        inviting.take_up_invitation(made, on=ON)


def test_a_mail_server_that_is_away_is_asked_again_and_no_address_reaches_the_log(designate, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionRefusedError("luz@example.org")

    monkeypatch.setattr(inviting, "invite", away)
    monkeypatch.setattr(tasks.send_invitation, "max_retries", 0)
    with pytest.raises(tasks.NotSent, match=r"^ConnectionRefusedError$") as raised:
        tasks.send_invitation(designate().pk)
    assert raised.value.__cause__ is None


def test_of_one_that_was_taken_back_meanwhile_nobody_is_invited(designate, staff):
    made = designate()
    key = made.pk
    designating.take_back(designation_id=key, by=staff, on=ON, reason="Another person was meant")
    tasks.send_invitation(key)
    assert outgoing.outbox == []


def test_whoever_was_designated_by_mistake_is_told_that_it_was_taken_back(designate, staff):
    made = designate(starts_on=ON - A_DAY)
    gone = designating.take_back(designation_id=made.pk, by=staff, on=ON, reason="Another person was meant")
    tasks.send_word_of_taking_back(gone.history_id)
    mail = outgoing.outbox[0]
    assert (mail.to, mail.subject) == (["luz@example.org"], "CRM: se retiró su designación por Honduras")
    assert mail.body.split("\n\n")[1] == (
        "Se le designó por error por Honduras: funcionario de enlace, consular-protection (es), a partir del 19 de "
        "mayo de 2026. Esa designación se retiró, como si no se hubiera hecho. No hace falta que usted haga nada; si "
        "recibió un correo que se la anunciaba, no lo tome en cuenta."
    )
    User.objects.filter(pk=gone.person_id).update(email=None)
    assert inviting.tell_it_is_taken_back(history_id=gone.history_id) is False
