"""The register finds what its filters ask for, and shows a visitor no more than the conference opens."""

import datetime
import re

import pytest

from actions.models import Agreement, Commitment
from actions.services import following
from networks.services import public_change
from register import services
from tests.factories import AgreementFactory, DelegationFactory, MemberFactory, NetworkFactory, PresidencyFactory
from tests.register.conftest import TODAY, action_of, draft, file

NEAR, FAR, PAST = (TODAY + datetime.timedelta(days) for days in (20, 90, -5))


@pytest.fixture
def record(staff, conference):
    """Two bodies, five agreements: each of another status, verb and year."""
    honduras, mexico, iom = MemberFactory(code="HN"), MemberFactory(code="MX"), DelegationFactory(code="IOM")
    DelegationFactory(code="PPT", kind="office")
    consular = draft(present=[honduras, mexico])
    AgreementFactory(report=consular, label="1", position=1, kind="thank", text_en="To thank.", text_es="Agradecer.")
    passed = AgreementFactory(report=consular, label="2", position=2, kind="agree", text_en="Panamá sends it.")
    action_of(consular, honduras, agreement=passed, deadline_kind="date", deadline_on=PAST)
    action_of(consular, mexico, agreement=passed, position=2, deadline_kind="date", deadline_on=FAR)
    soon = AgreementFactory(report=consular, label="3", position=3, kind="request")
    action_of(consular, mexico, agreement=soon, deadline_kind="date", deadline_on=NEAR)
    file(consular, staff)
    smuggling = draft("TT", slug="smuggling", on=datetime.date(2025, 6, 1), present=[honduras])
    AgreementFactory(report=smuggling, label="1", position=1, kind="take_note", text_en="To take note.")
    waiting = AgreementFactory(report=smuggling, label="2", position=2, kind="offer")
    action_of(
        smuggling,
        iom,
        agreement=waiting,
        force="offered",
        deadline_kind="event",
        deadline_body=NetworkFactory(slug="vice-ministerial"),  # of which no meeting is planned
    )
    file(smuggling, staff)
    return {"CP": consular, "TT": smuggling}


def found(client, query):
    """The references the register lists, in its order."""
    page = client.get(f"/en/agreements/?{query}").content.decode()
    return re.findall(r'<a class="ref" href="[^"]+">([^<]+)</a>', page)


def shown_count(page):
    return re.search(r'<p role="status"><b>([\d,]+)</b>', page)[1]


EVERY = ["CP/2026-03/1", "CP/2026-03/2", "CP/2026-03/3", "TT/2025-06/1", "TT/2025-06/2"]
FOUND = {
    "": EVERY,
    "body=smuggling": ["TT/2025-06/1", "TT/2025-06/2"],
    "body=smuggling&body=consular-protection&verb=thank&verb=offer": ["CP/2026-03/1", "TT/2025-06/2"],
    "status=date_passed": ["CP/2026-03/2"],
    "status=due_soon": ["CP/2026-03/3"],
    "status=waiting": ["TT/2025-06/2"],
    "status=none": ["CP/2026-03/1", "TT/2025-06/1"],
    "status=none&status=due_soon": ["CP/2026-03/1", "CP/2026-03/3", "TT/2025-06/1"],
    "status=fulfilled": [],
    "delegation=MX": ["CP/2026-03/2", "CP/2026-03/3"],
    "delegation=MX&status=date_passed": [],
    "delegation=HN&status=date_passed": ["CP/2026-03/2"],
    "delegation=HN&status=none": [],
    "delegation=HN&delegation=IOM": ["CP/2026-03/2", "TT/2025-06/2"],
    "year=2025": ["TT/2025-06/1", "TT/2025-06/2"],
    "year=2025&year=2026&verb=request": ["CP/2026-03/3"],
    "words=panama": ["CP/2026-03/2"],
    "words=PANAMÁ+sends": ["CP/2026-03/2"],
    "words=sends+panamá": ["CP/2026-03/2"],
    "words=%22sends+panamá%22": [],
    "words=agradecer": ["CP/2026-03/1"],
    "order=deadline": ["CP/2026-03/2", "CP/2026-03/3", "CP/2026-03/1", "TT/2025-06/1", "TT/2025-06/2"],
    "order=deadline&delegation=MX": ["CP/2026-03/3", "CP/2026-03/2"],
    "status=unheard_of&delegation=XX&year=never&year=0&page=none": EVERY,
}


def test_filters(client, record):
    assert {query: found(client, query) for query in FOUND} == FOUND


def test_the_share_that_was_asked_for_speaks_for_its_agreement(client, record):
    def said(query):
        page = client.get(f"/en/agreements/?{query}").content.decode()
        return re.findall(r'<span class="status is-\w+">([^<]+)</span>', page)

    words = {
        "words=panama": ["Date passed 5 days ago"],
        "delegation=MX&words=panama": ["Pending"],
        "status=open": ["Pending"],
        "status=open&status=date_passed": ["Date passed 5 days ago"],
    }
    assert {query: said(query) for query in words} == words


def test_a_meeting(client, record):
    assert found(client, f"meeting={record['TT'].meeting_id}") == ["TT/2025-06/1", "TT/2025-06/2"]


def test_a_reference_typed_as_words_leads_to_its_agreement(client, record):
    answer = client.get("/en/agreements/?words=cp/2026-03/2")
    assert (answer.status_code, answer["Location"]) == (302, "/en/agreements/CP/2026-03/2/")
    in_place = client.get("/en/agreements/?words=cp/2026-03/2", headers={"HX-Request": "true"})
    assert (in_place.status_code, in_place["HX-Redirect"]) == (200, "/en/agreements/CP/2026-03/2/")


def test_a_country_answers_for_the_presidency_it_holds(client, staff, conference):
    honduras, panama = MemberFactory(code="HN"), MemberFactory(code="PA")
    office = DelegationFactory(code="PPT", kind="office")
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2025, 1, 1), ends_on=datetime.date(2025, 12, 31))
    PresidencyFactory(delegation=panama, starts_on=datetime.date(2026, 1, 1))
    report = draft(on=datetime.date(2025, 11, 3))
    still_open = action_of(report, office, label="1", position=1)
    closed = action_of(report, office, label="2", position=2)
    file(report, staff)
    following.change_status(
        commitment_id=closed.commitments.get().pk, status="fulfilled", by=staff, on=datetime.date(2025, 12, 1)
    )
    assert still_open.commitments.get().status == "open"
    assert {code: found(client, f"delegation={code}") for code in ("HN", "PA", "PPT")} == {
        "HN": ["CP/2025-11/2"],
        "PA": ["CP/2025-11/1"],
        "PPT": ["CP/2025-11/1", "CP/2025-11/2"],
    }
    page = client.get("/en/agreements/").content.decode()
    assert numbers_of(page, "delegation") == {"HN": "1", "PA": "1", "PPT": "2"}


def numbers_of(page, facet):
    """{value: count} of a facet, as the page shows them."""
    pattern = rf'name="{facet}" value="([^"]+)"[^>]*> <span>[^<]*</span> <i>([\d,]+)</i>'
    return dict(re.findall(pattern, page))


def test_facets_count_what_each_value_would_leave(client, record):
    page = client.get("/en/agreements/?body=consular-protection&delegation=MX").content.decode()
    assert {facet: numbers_of(page, facet) for facet in ("body", "delegation", "status", "verb", "year")} == {
        "body": {"consular-protection": "2"},
        "delegation": {"HN": "1", "MX": "2"},
        "status": {"due_soon": "1", "open": "1"},
        "verb": {"agree": "1", "request": "1"},
        "year": {"2026": "2"},
    }


def test_every_filter_that_is_on_has_a_chip_that_drops_it_alone(client, record):
    page = client.get("/en/agreements/?delegation=MX&status=due_soon&words=send").content.decode()
    assert re.findall(r'<a class="drop" href="([^"]+)"', page) == [
        "/en/agreements/?delegation=MX&amp;words=send",
        "/en/agreements/?status=due_soon&amp;words=send",
        "/en/agreements/?delegation=MX&amp;status=due_soon",
    ]


def test_a_meeting_that_is_chosen_has_its_name_where_the_other_filters_leave_nothing_of_it(client, record):
    page = client.get(f"/en/agreements/?meeting={record['TT'].meeting_id}&words=nowhere").content.decode()
    assert re.findall(r'<a class="drop"[^>]+>([^<]+)</a>', page) == ["TT · Tegucigalpa, 1 Jun 2025", "“nowhere”"]


def test_signing_in_leads_back_to_what_was_found(client, record):
    def way_in(**headers):
        page = client.get("/en/agreements/?delegation=MX&words=a+guide", headers=headers).content.decode()
        return re.search(r'id="sign-in" href="([^"]+)"', page)[1]

    led = "/en/sign-in/?next=/en/agreements/%3Fdelegation%3DMX%26words%3Da%2Bguide"
    assert (way_in(), way_in(**{"HX-Request": "true"})) == (led, led)


def test_what_is_asked_for_twice_is_one_entry_in_the_browsers_history(client, record):
    there = {"HX-Request": "true", "HX-Current-URL": "http://testserver/en/agreements/?words=guide"}
    again = client.get("/en/agreements/?words=guide", headers=there)
    other = client.get("/en/agreements/?words=list", headers=there)
    assert (again["HX-Push-Url"], other["HX-Push-Url"]) == ("false", "/en/agreements/?words=list")


def test_htmx_is_given_the_results_alone_and_the_address_to_send_round(client, record):
    answer = client.get("/en/agreements/?words=&status=due_soon&order=", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert (answer["HX-Push-Url"], "HX-Request" in answer["Vary"], "<html" in page, "<header" in page) == (
        "/en/agreements/?status=due_soon",
        True,
        False,
        False,
    )
    assert re.findall(r'id="([\w-]+)"[^>]* hx-swap-oob="true"', page) == [
        "number-on",
        "switch",
        "sign-in",
        "facet-status",
        "facet-body",
        "facet-delegation",
        "facet-year",
        "facet-verb",
        "facet-meeting",
    ]


def test_counts_are_exact_to_a_thousand(client, record, monkeypatch):
    monkeypatch.setattr("register.services.COUNTED_TO", 4)
    page = client.get("/en/agreements/").content.decode()
    assert "More than" in page
    assert shown_count(client.get("/en/agreements/?verb=agree").content.decode()) == "1"


def test_pages_follow_one_another(client, record, monkeypatch):
    monkeypatch.setattr("register.services.ROWS_A_PAGE", 2)
    for order in ("", "&order=deadline"):
        pages = [found(client, f"page={page}{order}") for page in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [2, 2, 1, 1]
        assert pages[3] == pages[2]
        assert sorted(one for page in pages[:3] for one in page) == [
            "CP/2026-03/1",
            "CP/2026-03/2",
            "CP/2026-03/3",
            "TT/2025-06/1",
            "TT/2025-06/2",
        ]


def test_what_is_found_nowhere_says_what_to_do_next(client, record):
    page = client.get("/en/agreements/?words=nowhere").content.decode()
    assert "No agreement fits all of these filters." in page
    assert 'href="/en/agreements/">Show all agreements</a>' in page


class TestWithoutFollowUp:
    """The conference keeps the follow-up to those signed in."""

    @pytest.fixture(autouse=True)
    def closed(self, record, conference):
        conference.public_follow_up = False
        conference.save()

    def test_a_visitor_cannot_ask_for_a_status(self, client, record):
        everything = found(client, "")
        assert found(client, "status=date_passed") == everything
        assert found(client, "status=none&order=deadline") == everything

    def test_no_page_tells_a_visitor_a_status_or_a_share(self, client, record):
        pages = [
            "",
            "agreements/",
            "agreements/?status=due_soon",
            "agreements/CP/2026-03/2/",
            "networks/",
            "networks/consular-protection/",
            f"meetings/{record['CP'].meeting_id}/",
            "delegations/HN/",
            "reports/CP/2026-03/",
        ]
        for address in pages:
            page = client.get(f"/en/{address}").content.decode()
            told = [
                word
                for word in (
                    "status is-",
                    "Date passed",
                    "Pending",
                    "Due soon",
                    "fulfilled",
                    'class="who"',
                    'name="status"',
                )
                if word in page
            ]
            assert (address, told) == (address, [])

    def test_those_signed_in_see_it(self, client, record, staff):
        client.force_login(staff)
        assert found(client, "status=date_passed") == ["CP/2026-03/2"]


def test_what_is_not_published_is_for_those_signed_in_and_marked(client, staff, conference):
    report = draft()
    AgreementFactory(report=report)
    file(report, staff, publish=False)
    addresses = ["/en/agreements/CP/2026-03/1/", "/en/reports/CP/2026-03/", f"/en/meetings/{report.meeting_id}/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert found(client, "") == []
    client.force_login(staff)
    pages = [client.get(address).content.decode() for address in addresses]
    assert ["Adopted, not published" in page for page in pages] == [True, True, True]
    assert found(client, "") == ["CP/2026-03/1"]


def test_drafts_are_on_no_page(client, staff, conference):
    AgreementFactory(report=draft(), text_en="Nothing is decided yet.")
    client.force_login(staff)
    assert found(client, "") == []
    assert (Agreement.objects.count(), Commitment.objects.count()) == (1, 0)


def _removed(agreements):
    agreements.delete()


def _back_in_a_draft(agreements):
    agreements.update(reference=None, label="", agreed_on=None)


@pytest.mark.parametrize("gone", [_removed, _back_in_a_draft])
def test_what_is_gone_between_being_found_and_being_read_is_left_out(gone, client, record, monkeypatch):
    find = services.find

    def found_and_gone(*arguments, **options):
        page = find(*arguments, **options)
        with public_change():
            gone(Agreement.objects.filter(reference="CP/2026-03/1"))
        return page

    monkeypatch.setattr(services, "find", found_and_gone)
    assert found(client, "") == ["CP/2026-03/2", "CP/2026-03/3", "TT/2025-06/1", "TT/2025-06/2"]
