"""A delegation's own people, as its desk keeps them."""

import datetime
import functools

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache

from correspondence.services.links import networks_of
from networks import tasks
from networks.correcting import correct_and_change
from networks.designating import CannotDesignate
from networks.models import Designation, Membership, SignInCode, User
from networks.services import public_version
from tests.correspondence.reminding import switched_on
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    NetworkFactory,
    PresidencyFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/en/delegations/HN/officers/"
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def focal_point(honduras):
    return DesignationFactory(person__name="Flor Punto", delegation=honduras, role="focal_point").person


@pytest.fixture
def network():
    return NetworkFactory(slug="consular-protection", short_en="Consular Protection", short_es="Protección Consular")


@pytest.fixture
def luz(honduras, network):
    """Luz, liaison officer of Honduras for one network."""
    return DesignationFactory(
        person__name="Luz Paz",
        person__email="luz@example.org",
        delegation=honduras,
        network=network,
        institution="Foreign Ministry",
        phone="+504 1",
        copy_to="office@example.org",
        note="Note 12/2019",
    )


@pytest.fixture
def invited(monkeypatch):
    """The designations whose invitation was handed to the worker."""
    keys = []
    monkeypatch.setattr(tasks.send_invitation, "delay_on_commit", keys.append)
    return keys


def designated(**fields):
    return {
        "name": "Rosa Ríos",
        "email": "rosa@example.org",
        "language": "es",
        "role": "liaison_officer",
        "network": "",
        "starts_on": TODAY.isoformat(),
        **fields,
    }


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


# Who comes in


def pages(one):
    return [PAGE, f"{PAGE}add/", *(f"{PAGE}{one.pk}/{verb}" for verb in ("", "end/", "hand-over/", "invite/"))]


def statuses(client, one):
    *readable, invite = pages(one)
    return [client.get(page).status_code for page in readable] + [client.post(invite).status_code]


def posted(client, one):
    """What every verb answers to a form that is filled in as it should be."""
    forms = [
        (f"{PAGE}add/", designated()),
        (f"{PAGE}{one.pk}/", {"post": "Consul"}),
        (f"{PAGE}{one.pk}/end/", {"ends_on": TODAY.isoformat()}),
        (f"{PAGE}{one.pk}/hand-over/", designated(from_day=TODAY.isoformat(), confirm="1")),
        (f"{PAGE}{one.pk}/invite/", {}),
    ]
    return [client.post(page, form).status_code for page, form in forms]


@pytest.mark.parametrize("who", ["focal_point", "staff"])
def test_those_who_keep_the_people(client, luz, request, invited, who):
    client.force_login(request.getfixturevalue(who))
    assert statuses(client, luz) == [200, 200, 200, 200, 200, 302]


def test_a_liaison_officer_reads_the_list_and_nothing_else(client, officer, luz, invited):
    client.force_login(officer)
    assert statuses(client, luz) == [200, 404, 404, 404, 404, 404]
    before = Designation.history.count()
    assert posted(client, luz) == [404] * 5
    assert (Designation.history.count(), invited) == (before, [])
    page = client.get(PAGE).content.decode()
    assert "luz@example.org" in page
    assert [verb for verb in ("Designate a person", "Hand over", ">Change", ">End", ">Invite") if verb in page] == []


@pytest.mark.parametrize("role", ["focal_point", "liaison_officer", "chair", "observer"])
def test_another_delegation_s_people_find_nothing(client, mexico, luz, role, invited):
    PresidencyFactory(delegation=mexico, starts_on=TODAY)
    client.force_login(DesignationFactory(delegation=mexico, role=role).person)
    assert statuses(client, luz) == [404] * 6
    before = Designation.history.count()
    assert posted(client, luz) == [404] * 5
    assert (Designation.history.count(), invited) == (before, [])


def test_nobody_reaches_another_delegation_s_people_by_way_of_the_own_desk(client, focal_point, mexico, invited):
    theirs = DesignationFactory(delegation=mexico)
    client.force_login(focal_point)
    before = Designation.history.count()
    assert posted(client, theirs)[1:] == [404] * 4
    assert (Designation.history.count(), invited) == (before + 1, [])


def test_who_is_designated_no_more_and_visitors(client, honduras, luz):
    former = DesignationFactory(delegation=honduras, role="focal_point", ends_on=TODAY - A_DAY).person
    client.force_login(former)
    assert statuses(client, luz) == [404] * 6
    client.logout()
    assert statuses(client, luz) == [302] * 6
    assert client.get(PAGE).url == f"/en/sign-in/?next={PAGE.replace('/', '%2F')}"


def test_a_focal_point_is_designated_by_staff_alone(client, focal_point, staff, honduras, invited):
    own = focal_point.designations.get()
    client.force_login(focal_point)
    assert posted(client, own)[1:] == [404] * 4
    answer = client.post(f"{PAGE}add/", designated(role="focal_point", email="other@example.org"))
    assert list(answer.context["form"].errors) == ["role"]
    client.force_login(staff)
    client.post(f"{PAGE}add/", designated(role="focal_point", email="other@example.org"))
    assert Designation.objects.get(person__email="other@example.org").role == "focal_point"


def test_the_roles_on_offer(client, focal_point, staff):
    peru = DelegationFactory(code="PE")
    Membership.objects.create(delegation=peru, standing="observer", starts_on=datetime.date(2000, 1, 1))
    theirs = DesignationFactory(delegation=peru, role="focal_point").person

    def offered(person, code):
        client.force_login(person)
        form = client.get(f"/en/delegations/{code}/officers/add/").context["form"]
        return [role for role, _label in form.fields["role"].choices]

    assert offered(focal_point, "HN") == ["liaison_officer"]
    assert offered(theirs, "PE") == ["observer", "liaison_officer"]
    assert offered(staff, "PE") == ["observer", "liaison_officer", "focal_point", "chair", "secretariat"]
    assert offered(staff, "HN") == ["liaison_officer", "focal_point", "chair", "observer", "secretariat"]


# The list


def test_the_list_has_today_s_those_to_come_and_those_before_by_network(client, officer, luz, honduras, network):
    coming = DesignationFactory(delegation=honduras, network=network, starts_on=TODAY + A_DAY)
    past = [DesignationFactory(delegation=honduras, network=network, ends_on=TODAY - days * A_DAY) for days in (90, 1)]
    acting = DesignationFactory(delegation=honduras, network=network, acting=True, ends_on=TODAY)
    client.force_login(officer)
    people = client.get(PAGE).context["people"]
    assert [(part.network, part.now, part.coming, part.past) for part in people] == [
        (None, [officer.designations.get()], [], []),
        (network, [luz, acting], [coming], [past[1], past[0]]),
    ]


def test_what_stands_beside_a_name(client, officer, luz):
    client.force_login(officer)
    page = client.get(PAGE).content.decode()
    for words in (
        "Luz Paz",
        "Foreign Ministry",
        "luz@example.org",
        "+504 1",
        "copy to office@example.org",
        "by Note 12/2019",
        "from 1 Jan 2020",
    ):
        assert words in page, words


def test_an_empty_list_says_what_to_do(client, staff, honduras):
    client.force_login(staff)
    page = client.get(PAGE).content.decode()
    assert "Nobody is designated yet." in page
    assert 'href="/en/delegations/HN/officers/add/"' in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_database_as_often_for_many(client, focal_point, honduras, rows):
    for number in range(rows):
        network = NetworkFactory(slug=f"network-{number}", position=number)
        for days in (-1, 0, 1):
            DesignationFactory(delegation=honduras, network=network, ends_on=TODAY + days * A_DAY)
    client.force_login(focal_point)
    assert queries_of(client, PAGE) == 6


def test_the_list_in_spanish(client, officer, luz):
    client.force_login(officer)
    page = client.get(PAGE.replace("/en/", "/es/")).content.decode()
    for words in ("Personas designadas de Honduras", "Vigente", "copia a office@example.org", "desde el 1 ene 2020"):
        assert words in page, words


# The verbs


def test_a_focal_point_designates_and_invites(client, focal_point, honduras, network, invited):
    client.force_login(focal_point)
    before = public_version()
    answer = client.post(
        f"{PAGE}add/",
        designated(network=network.pk, ends_on="2026-12-31", acting="on", note="Note 9/2026", invite="on"),
    )
    made = Designation.objects.get(person__email="rosa@example.org")
    assert (answer.status_code, answer.url, told(answer)) == (
        302,
        PAGE,
        ["Rosa Ríos is designated.", "An invitation goes out to rosa@example.org."],
    )
    assert (made.delegation, made.network, made.role, made.starts_on, made.ends_on, made.acting, made.note) == (
        honduras,
        network,
        "liaison_officer",
        TODAY,
        datetime.date(2026, 12, 31),
        True,
        "Note 9/2026",
    )
    last = made.history.first()
    assert (last.history_user, last.history_change_reason, invited) == (focal_point, "Note 9/2026", [made.pk])
    # Persons stand on no public page.
    assert public_version() == before


def test_nobody_is_invited_who_is_not_to_be(client, focal_point, invited):
    client.force_login(focal_point)
    client.post(f"{PAGE}add/", designated())
    assert (User.objects.filter(email="rosa@example.org").count(), invited) == (1, [])


def test_a_refusal_says_why_on_the_form(client, focal_point, luz, network, invited):
    client.force_login(focal_point)
    answer = client.post(f"{PAGE}add/", designated(email="luz@example.org", network=network.pk, invite="on"))
    assert answer.context["form"].non_field_errors() == [
        "Luz Paz is designated already: liaison officer, Consular Protection, since 1 January 2020."
    ]
    assert (luz.person.designations.count(), invited) == (1, [])


def test_details_change(client, focal_point, luz):
    client.force_login(focal_point)
    form = client.get(f"{PAGE}{luz.pk}/").context["form"]
    assert form["copy_to"].value() == "office@example.org"
    whom = {"name": "Luz Paz", "email": "luz@example.org"}
    answer = client.post(f"{PAGE}{luz.pk}/", whom | {"post": "Consul", "institution": "Consulate", "acting": "on"})
    luz.refresh_from_db()
    assert (answer.status_code, luz.post, luz.institution, luz.acting, luz.copy_to) == (
        302,
        "Consul",
        "Consulate",
        True,
        "",
    )


def correct(client, designation, **fields):
    person = {"name": "Luz Páez", "email": "Luz.Paez@Example.org"}
    return client.post(f"{PAGE}{designation.pk}/", person | {"post": "Consul"} | fields)


def test_a_name_and_an_address_written_wrongly_are_corrected(client, focal_point, luz):
    person = luz.person
    sent = SignInCode.objects.create(person=person, digest="x", made_at=NOON)
    client.force_login(focal_point)
    form = client.get(f"{PAGE}{luz.pk}/").context["form"]
    assert [form[name].value() for name in ("name", "email")] == ["Luz Paz", "luz@example.org"]
    assert correct(client, luz, note="Note 3").url == PAGE
    person.refresh_from_db()
    luz.refresh_from_db()
    assert (person.name, person.email, luz.post) == ("Luz Páez", "luz.paez@example.org", "Consul")
    entry = person.history.first()
    assert (entry.history_user, entry.history_change_reason) == (focal_point, "Note 3")
    assert not SignInCode.objects.filter(pk=sent.pk).exists()
    assert networks_of("luz@example.org", luz.delegation, on=TODAY) == frozenset()
    # What was mailed to the right address in the meantime opens the desk.
    assert networks_of("luz.paez@example.org", luz.delegation, on=TODAY) == {luz.network_id}


def _signed_in(person, other):
    person.last_login = NOON
    person.save()


def _known_elsewhere(person, other):
    DesignationFactory(person=person, delegation=other, ends_on=TODAY - A_DAY)


def _staff(person, other):
    person.is_staff = True
    person.save()


@pytest.mark.parametrize("known", [_signed_in, _known_elsewhere, _staff])
def test_of_whom_more_is_known_the_secretariat_corrects_name_and_address(client, focal_point, luz, mexico, known):
    known(luz.person, mexico)
    client.force_login(focal_point)
    assert "email" not in client.get(f"{PAGE}{luz.pk}/").context["form"].fields
    correct(client, luz)
    luz.refresh_from_db()
    assert (User.objects.get(pk=luz.person_id).email, luz.post) == ("luz@example.org", "Consul")
    words = {"name": "Luz Páez", "email": "paez@example.org", "by": focal_point, "on": TODAY}
    with pytest.raises(CannotDesignate, match="The Technical Secretariat corrects"):
        correct_and_change(designation_id=luz.pk, **words)


def test_staff_correct_those_who_have_signed_in_too(client, staff, luz):
    _signed_in(luz.person, None)
    client.force_login(staff)
    assert correct(client, luz).url == PAGE
    assert User.objects.get(pk=luz.person_id).email == "luz.paez@example.org"


def test_an_address_of_somebody_else_is_refused_without_a_name(client, focal_point, luz, mexico):
    DesignationFactory(delegation=mexico, person__name="Eva Prueba", person__email="eva@example.org")
    client.force_login(focal_point)
    answer = correct(client, luz, email="eva@example.org")
    words = "Somebody else is on record with this address. Please write to the Technical Secretariat."
    assert (answer.context["form"].non_field_errors(), "Eva Prueba" in answer.content.decode()) == ([words], False)
    luz.refresh_from_db()
    assert (User.objects.get(pk=luz.person_id).email, luz.post) == ("luz@example.org", "")


def test_a_designation_ends(client, focal_point, luz):
    client.force_login(focal_point)
    client.post(f"{PAGE}{luz.pk}/end/", {"ends_on": "2026-06-30", "reason": "Posted elsewhere"})
    luz.refresh_from_db()
    assert (luz.ends_on, luz.history.first().history_change_reason) == (
        datetime.date(2026, 6, 30),
        "Posted elsewhere",
    )
    answer = client.post(f"{PAGE}{luz.pk}/end/", {"ends_on": "2019-12-31"})
    assert answer.context["form"].non_field_errors() == ["It begins on 1 January 2020 and cannot end before that."]


def test_an_invitation_goes_out_once_in_a_while(client, focal_point, luz, invited):
    client.force_login(focal_point)
    first, second = (client.post(f"{PAGE}{luz.pk}/invite/") for _twice in range(2))
    assert (told(first), told(second)[-1]) == (
        ["An invitation goes out to luz@example.org."],
        "An invitation went out a moment ago; please wait a quarter of an hour.",
    )
    assert (invited, client.get(f"{PAGE}{luz.pk}/invite/").status_code) == ([luz.pk], 405)


# Handing over


def matters(honduras, network):
    """Two pending in the network, one of them with a date, one that is done, one in another network."""
    place = {"action__agreement__report__meeting__network": network, "delegation": honduras}
    CommitmentFactory(due_on=TODAY + 9 * A_DAY, **place)
    CommitmentFactory(**place)
    CommitmentFactory(status="fulfilled", closed_on=TODAY, **place)
    CommitmentFactory(
        delegation=honduras, action__agreement__report__meeting__network=NetworkFactory(slug="trafficking")
    )


@pytest.mark.parametrize(("mails_on", "reminded"), [(True, 2), (False, 0)])
def test_a_handover_shows_first_what_it_will_do(client, focal_point, luz, honduras, network, mails_on, reminded):
    matters(honduras, network)
    if mails_on:
        switched_on()
    for valid_days, address in ((45, "luz@example.org"), (-1, "luz@example.org"), (45, "other@example.org")):
        until = NOON + valid_days * A_DAY
        honduras.links.create(address=address, issued_at=NOON - 9 * A_DAY, expires_at=until)
    client.force_login(focal_point)
    form = designated(from_day="2026-06-01", invite="on")
    answer = client.post(f"{PAGE}{luz.pk}/hand-over/", form)
    passing = answer.context["passing"]
    assert (passing.matters, passing.reminded, passing.links) == (2, reminded, 1)
    page = answer.content.decode()
    assert "From 1 June 2026, Rosa Ríos (rosa@example.org) stands in the place of Luz Paz." in page
    assert '<input type="hidden" name="email" value="rosa@example.org"' in page
    luz.refresh_from_db()
    assert (luz.ends_on, User.objects.filter(email="rosa@example.org").exists()) == (None, False)


def test_links_stay_good_for_whoever_stands_for_the_delegation_in_another_way(client, focal_point, luz, honduras):
    DesignationFactory(person=luz.person, delegation=honduras, network=NetworkFactory(slug="trafficking"))
    honduras.links.create(address="luz@example.org", issued_at=NOON, expires_at=NOON + A_DAY)
    client.force_login(focal_point)
    answer = client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day="2026-06-01"))
    assert answer.context["passing"].links == 0


def test_then_it_is_done_in_one_step(client, focal_point, luz, network, invited):
    client.force_login(focal_point)
    form = designated(from_day="2026-06-01", note="Note 9/2026", acting="False", invite="on")
    answer = client.post(f"{PAGE}{luz.pk}/hand-over/", {**form, "confirm": "1"})
    luz.refresh_from_db()
    after = Designation.objects.get(person__email="rosa@example.org")
    assert (luz.ends_on, after.starts_on, after.ends_on, after.network, after.role, after.acting, after.note) == (
        datetime.date(2026, 5, 31),
        datetime.date(2026, 6, 1),
        None,
        network,
        "liaison_officer",
        False,
        "Note 9/2026",
    )
    assert (answer.url, invited, told(answer)) == (
        PAGE,
        [after.pk],
        ["Luz Paz hands over to Rosa Ríos.", "An invitation goes out to rosa@example.org."],
    )


def test_the_hidden_form_does_what_the_visible_one_said(client, focal_point, luz):
    """What the page in between carries on is what was typed, a box that was left empty included."""
    client.force_login(focal_point)
    shown = client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day="2026-06-01", post="Consul"))
    form = shown.context["form"]
    carried = {name: form[name].value() for name in form.fields}
    client.post(f"{PAGE}{luz.pk}/hand-over/", {**{k: str(v or "") for k, v in carried.items()}, "confirm": "1"})
    after = Designation.objects.get(person__email="rosa@example.org")
    assert (after.post, after.acting) == ("Consul", False)


def test_the_form_comes_back_with_what_was_typed(client, focal_point, luz):
    client.force_login(focal_point)
    answer = client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day="2026-06-01", back="1"))
    assert answer.context["form"]["name"].value() == "Rosa Ríos"
    luz.refresh_from_db()
    assert luz.ends_on is None


@pytest.mark.parametrize("step", [{}, {"confirm": "1"}])
def test_a_handover_that_is_refused_says_why(client, focal_point, luz, step):
    client.force_login(focal_point)
    form = designated(email="luz@example.org", from_day=TODAY.isoformat(), **step)
    answer = client.post(f"{PAGE}{luz.pk}/hand-over/", form)
    assert answer.context["form"].non_field_errors() == ["Please name another person than the one who hands over."]


def test_a_handover_that_a_colleague_has_entered_meanwhile_is_not_shown_as_if_it_were_free(client, focal_point, luz):
    client.force_login(focal_point)
    client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day="2026-06-01", confirm="1"))
    other = designated(email="other@example.org", name="Otra Persona", from_day="2026-06-01")
    refusal = [
        "The designation of Luz Paz ends on 31 May 2026, and from 1 June 2026 Rosa Ríos is designated already. Should "
        "somebody else be designated besides, please designate a further person."
    ]
    for step in ({}, {"confirm": "1"}):
        answer = client.post(f"{PAGE}{luz.pk}/hand-over/", {**other, **step})
        assert answer.context["form"].non_field_errors() == refusal
    assert not User.objects.filter(email="other@example.org").exists()


def test_a_successor_on_record_is_shown_under_the_name_on_record(client, focal_point, luz):
    rosa = {"person__email": "rosa@example.org", "person__name": "Rosa María Ríos"}
    DesignationFactory(delegation=luz.delegation, ends_on=TODAY - A_DAY, **rosa)
    client.force_login(focal_point)
    answer = client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day="2026-06-01"))
    assert "From 1 June 2026, Rosa María Ríos (rosa@example.org) stands" in answer.content.decode()


def test_after_it_the_successor_enters_and_the_predecessor_does_not(client, focal_point, luz, invited):
    client.force_login(focal_point)
    client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day=TODAY.isoformat(), confirm="1"))
    client.force_login(User.objects.get(email="rosa@example.org"))
    assert client.get("/en/delegations/HN/pending/").status_code == 200
    client.force_login(luz.person)
    assert client.get("/en/delegations/HN/pending/").status_code == 404


def test_the_past_keeps_its_names(client, focal_point, luz, honduras):
    """What the predecessor wrote stays under the own name, whoever follows."""
    report = honduras.progress_reports.create(text="Done.", language="en", on=TODAY, made_at=NOON, author=luz.person)
    client.force_login(focal_point)
    client.post(f"{PAGE}{luz.pk}/hand-over/", designated(from_day=TODAY.isoformat(), confirm="1"))
    report.refresh_from_db()
    assert report.written_by == "Luz Paz"
    people = client.get(PAGE).context["people"]
    assert [one.person.name for part in people for one in part.past] == ["Luz Paz"]


def test_staff_designate_for_anyone(client, staff, mexico, invited):
    client.force_login(staff)
    client.post("/en/delegations/MX/officers/add/", designated(role="secretariat"))
    assert Designation.objects.get().delegation == mexico
    assert User.objects.get(email="rosa@example.org").is_staff is False


def test_a_chair_is_designated_for_the_presidency_and_counts_no_more_when_it_has_passed_on(
    client, staff, honduras, invited
):
    client.force_login(staff)
    add = functools.partial(client.post, f"{PAGE}add/", designated(role="chair", invite="on"))
    assert add().context["form"].non_field_errors() == [
        "Chairs are the presidency's people, and on 20 May 2026 Honduras does not hold the presidency. Please give a "
        "day on which it does; the back office has who holds it when."
    ]
    term = PresidencyFactory(delegation=honduras, starts_on=TODAY)
    assert told(add()) == ["Rosa Ríos is designated.", "An invitation goes out to rosa@example.org."]
    rosa = Designation.objects.get()
    words = "Not in force", "A chair counts only while the delegation holds the presidency."
    assert [text in client.get(PAGE).content.decode() for text in words] == [False, False]
    term.delete()
    PresidencyFactory(delegation=DelegationFactory(code="CR"), starts_on=TODAY)
    assert [text in client.get(PAGE).content.decode() for text in words] == [True, True]
    cache.clear()
    assert told(client.post(f"{PAGE}{rosa.pk}/invite/"))[-1:] == [
        "Chairs are invited, and let in, only while the delegation holds the presidency."
    ]
    assert invited == [rosa.pk]


# Whom it may be

REFUSAL = (
    "This address is on record already, though not for your delegation. "
    "Please ask the Technical Secretariat to designate the person."
)


def test_a_focal_point_does_not_learn_whose_an_address_elsewhere_is(client, focal_point, staff, mexico, luz, invited):
    DesignationFactory(person__name="Eva Otra", person__email="eva@example.org", delegation=mexico)
    eva = designated(email="eva@example.org", name="Somebody")
    forms = [
        (f"{PAGE}add/", eva),
        (f"{PAGE}{luz.pk}/hand-over/", {**eva, "from_day": (TODAY + A_DAY).isoformat()}),
        (f"{PAGE}{luz.pk}/hand-over/", {**eva, "from_day": (TODAY + A_DAY).isoformat(), "confirm": "1"}),
    ]
    client.force_login(focal_point)
    for page, sent in forms:
        answer = client.post(page, sent)
        assert (answer.context["form"].non_field_errors(), "Eva Otra" in answer.content.decode()) == ([REFUSAL], False)
    assert (Designation.objects.filter(person__name="Eva Otra").count(), invited) == (1, [])
    client.force_login(staff)
    assert client.post(f"{PAGE}add/", eva).status_code == 302
    # From then on she is one of its people, whom the focal point designates as well.
    client.force_login(focal_point)
    yesterday = dict.fromkeys(("starts_on", "ends_on"), (TODAY - A_DAY).isoformat())
    assert client.post(f"{PAGE}add/", eva | yesterday).status_code == 302


def test_whom_a_focal_point_has_taken_back_can_be_designated_again(client, focal_point, invited):
    client.force_login(focal_point)
    for _twice in range(2):
        assert client.post(f"{PAGE}add/", designated()).status_code == 302
        made = Designation.objects.get(person__email="rosa@example.org")
        client.post(f"{PAGE}{made.pk}/end/", {"take_back": "1", "why": "Another was meant"})
    assert Designation.objects.filter(person__email="rosa@example.org").count() == 0
