"""What passes with the presidency: on an agreement's page and timeline, on the pages of both countries."""

import datetime
import re

import pytest
import time_machine

from actions.services import following
from networks.models import Presidency
from networks.services import save_recorded
from tests.factories import DelegationFactory, MemberFactory, PresidencyFactory
from tests.register.conftest import action_of, draft, file
from tests.register.test_agreement_page import page_of, rows_of, words_of

BY_2027 = {"deadline_kind": "date", "deadline_on": datetime.date(2027, 1, 31)}


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def countries(conference):
    return {
        code: MemberFactory(code=code, name_en=en, name_es=es)
        for code, en, es in [
            ("DO", "Dominican Republic", "República Dominicana"),
            ("HN", "Honduras", "Honduras"),
            ("SV", "El Salvador", "El Salvador"),
        ]
    }


@pytest.fixture
def office():
    return DelegationFactory(
        code="PPT", kind="office", name_en="Presidency Pro-Témpore", name_es="Presidencia Pro-Témpore"
    )


@pytest.fixture
def terms(countries):
    """Honduras in 2024, El Salvador in 2025, the Dominican Republic since 2026."""
    days = {"HN": ("2024-01-01", "2024-12-31"), "SV": ("2025-01-01", "2025-12-31"), "DO": ("2026-01-01", None)}
    with time_machine.travel(datetime.datetime(2024, 1, 2, 16, tzinfo=datetime.UTC), tick=False):
        return {
            code: PresidencyFactory(delegation=countries[code], starts_on=day(first), ends_on=last and day(last))
            for code, (first, last) in days.items()
        }


@pytest.fixture
def record(staff, office, terms):
    """CP/2024-06, published. 1 is the presidency's, as 2 (closed in 2025) and 3 (in 2024); 4 is Honduras's own."""
    report = draft(on=day("2024-06-10"), present=[terms["HN"].delegation])
    whats = {"1": "Send the paper", "2": "Call a meeting", "3": "Thank the hosts"}
    actions = {
        label: action_of(
            report, office, label=label, position=int(label) * 1024, what_en=what, what_es=f"{what} (es)", **BY_2027
        )
        for label, what in whats.items()
    }
    action_of(report, terms["HN"].delegation, label="4", position=4096, **BY_2027)
    file(report, staff)
    for label, on in (("2", "2025-02-03"), ("3", "2024-12-31")):
        share = actions[label].commitments.get()
        following.change_status(commitment_id=share.pk, status="fulfilled", by=staff, on=day(on))
    return report


def section_of(page, name):
    found = re.search(rf'<section class="section(?: stack)?" aria-labelledby="{name}">(.*?)</section>', page, re.S)
    return [words_of(row) for row in re.findall(r"<li>(.*?)</li>", found[1], re.S)] if found else None


def timeline_of(client, address):
    """The entries of the history that tell of handovers."""
    page = page_of(client, address)
    entries = re.findall(r"<li>\s*(<p><b><time.*?)</li>", page, re.S)
    return [words for words in map(words_of, entries) if "presiden" in words]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (
            "1",
            "Presidency Pro-Témpore held by Dominican Republic; by El Salvador until 31 December 2025; "
            "by Honduras until 31 December 2024 Pending",
        ),
        (
            "2",
            "Presidency Pro-Témpore held by El Salvador on 3 February 2025; by Honduras until 31 December 2024 "
            "Fulfilled 3 Feb 2025",
        ),
        ("3", "Presidency Pro-Témpore held by Honduras on 31 December 2024 Fulfilled 31 Dec 2024"),
        ("4", "Honduras Pending"),
    ],
)
def test_a_share_of_the_presidency_says_who_holds_it(label, said, client, record):
    assert rows_of(page_of(client, f"/en/agreements/CP/2024-06/{label}/")) == [said]


def test_a_share_of_the_presidency_in_spanish(client, record):
    assert rows_of(page_of(client, "/es/agreements/CP/2024-06/1/")) == [
        "Presidencia Pro-Témpore a cargo de República Dominicana; de El Salvador hasta el 31 de diciembre de 2025; "
        "de Honduras hasta el 31 de diciembre de 2024 Pendiente"
    ]


def test_where_no_presidency_is_on_record(client, record, terms, staff):
    terms["DO"].starts_on = day("2026-05-01")
    save_recorded(terms["DO"], by=staff)
    assert rows_of(page_of(client, "/en/agreements/CP/2024-06/1/")) == [
        "Presidency Pro-Témpore no presidency on record; held by El Salvador until 31 December 2025; "
        "held by Honduras until 31 December 2024 Pending"
    ]
    assert "No presidency is on record today." in page_of(client, "/en/delegations/PPT/")
    assert section_of(page_of(client, "/en/delegations/SV/"), "passed-on") == [
        "CP/2024-06/1 Send the paper no presidency on record held until 31 December 2025 Undertaken, each for itself "
        "Consular Protection, 10 Jun 2024 Pending 31 Jan 2027"
    ]
    client.force_login(staff)
    assert [words.split(" Recorded")[0] for words in timeline_of(client, "/en/agreements/CP/2024-06/1/")] == [
        "1 January 2026: the presidency of El Salvador had ended; no presidency on record",
        "1 January 2025: the presidency passed from Honduras to El Salvador",
    ]
    with time_machine.travel(datetime.datetime(2026, 6, 1, 15, tzinfo=datetime.UTC), tick=False):
        client.force_login(staff)
        assert [words.split(" Recorded")[0] for words in timeline_of(client, "/en/agreements/CP/2024-06/1/")][:1] == [
            "1 May 2026: Dominican Republic took up the presidency; none was on record before"
        ]
        share = section_of(page_of(client, "/en/delegations/DO/"), "s-open")
    assert "with the presidency since 1 May 2026" in share[0]


def test_a_handover_stands_on_the_timeline_with_the_day_it_was_so_and_when_that_was_recorded(
    client, record, terms, staff
):
    terms["HN"].ends_on = day("2024-11-30")
    save_recorded(terms["HN"], by=staff, reason="Handed over in November")
    terms["SV"].starts_on = day("2024-12-01")
    save_recorded(terms["SV"], by=staff, reason="As the note says")
    assert timeline_of(client, "/en/agreements/CP/2024-06/1/") == []
    client.force_login(staff)
    changed = f"Recorded on 20 Mar 2026, 09:00 · {staff} ·"
    first = "Recorded on 2 Jan 2024, 10:00 · –"
    assert timeline_of(client, "/en/agreements/CP/2024-06/1/") == [
        f"1 January 2026: the presidency passed from El Salvador to Dominican Republic {first}",
        f"1 December 2024: the presidency passed from Honduras to El Salvador {changed} As the note says",
    ]
    assert timeline_of(client, "/en/agreements/CP/2024-06/2/") == [
        f"1 December 2024: the presidency passed from Honduras to El Salvador {changed} As the note says"
    ]
    assert timeline_of(client, "/en/agreements/CP/2024-06/4/") == []
    assert timeline_of(client, "/es/agreements/CP/2024-06/2/") == [
        "1 de diciembre de 2024: la presidencia pasó de Honduras a El Salvador "
        f"Consta desde el 20 mar 2026, 09:00 · {staff} · As the note says"
    ]


def test_a_correction_of_something_else_leaves_when_a_handover_was_recorded(client, record, terms, staff):
    terms["DO"].ends_on = day("2026-12-31")
    save_recorded(terms["DO"], by=staff, reason="Its year ends")
    client.force_login(staff)
    assert timeline_of(client, "/en/agreements/CP/2024-06/1/")[:1] == [
        "1 January 2026: the presidency passed from El Salvador to Dominican Republic Recorded on 2 Jan 2024, 10:00 · –"
    ]


def test_the_country_that_holds_the_presidency_reads_from_whom_it_came(client, record):
    at_the_desk = "Undertaken, each for itself Consular Protection, 10 Jun 2024 Pending 31 Jan 2027"
    assert section_of(page_of(client, "/en/delegations/DO/"), "s-open") == [
        "CP/2024-06/1 Send the paper as Presidency Pro-Témpore passed from El Salvador on 1 January 2026 " + at_the_desk
    ]
    assert section_of(page_of(client, "/es/delegations/DO/"), "s-open")[0].startswith(
        "CP/2024-06/1 Send the paper (es) como Presidencia Pro-Témpore recibido de El Salvador el 1 de enero de 2026"
    )
    assert section_of(page_of(client, "/en/delegations/DO/"), "passed-on") is None


def test_what_a_country_agreed_to_in_its_own_term_came_from_nobody(client, record, office, staff):
    report = draft(on=day("2026-02-03"))
    action_of(report, office, label="1", what_en="Invite everybody")
    file(report, staff)
    assert section_of(page_of(client, "/en/delegations/DO/"), "s-open")[1] == (
        "CP/2026-02/1 Invite everybody as Presidency Pro-Témpore Undertaken, each for itself Consular Protection, "
        "3 Feb 2026 Pending"
    )


def test_the_country_that_held_the_presidency_reads_where_it_went(client, record):
    meta = "Undertaken, each for itself Consular Protection, 10 Jun 2024"
    pending = f"CP/2024-06/1 Send the paper held by Dominican Republic passed to %s on %s {meta} Pending 31 Jan 2027"
    called = f"CP/2024-06/2 Call a meeting held by El Salvador on 3 February 2025 passed to %s on %s {meta} Fulfilled"
    called += " 3 Feb 2025"
    given = ("El Salvador", "1 January 2025")
    assert section_of(page_of(client, "/en/delegations/HN/"), "passed-on") == [pending % given, called % given]
    assert section_of(page_of(client, "/en/delegations/SV/"), "passed-on") == [
        pending % ("Dominican Republic", "1 January 2026")
    ]
    page = page_of(client, "/es/delegations/SV/")
    assert "Entregado con la presidencia" in page
    assert section_of(page, "passed-on")[0].startswith(
        "CP/2024-06/1 Send the paper (es) a cargo de República Dominicana entregado a República Dominicana "
        "el 1 de enero de 2026"
    )


def test_what_a_country_holds_again_stands_among_its_own(client, record, countries, terms, staff):
    terms["DO"].delegation = countries["HN"]
    save_recorded(terms["DO"], by=staff)
    page = page_of(client, "/en/delegations/HN/")
    assert [row.split(" Undertaken")[0] for row in section_of(page, "s-open")] == [
        "CP/2024-06/1 Send the paper as Presidency Pro-Témpore passed from El Salvador on 1 January 2026",
        "CP/2024-06/4 Honduras will send the paper",
    ]
    assert [row.split(" held")[0] for row in section_of(page, "passed-on")] == ["CP/2024-06/2 Call a meeting"]


def test_visitors_read_nothing_of_it_where_the_follow_up_is_not_open(client, record, conference, staff):
    conference.public_follow_up = False
    save_recorded(conference, by=staff)
    page = page_of(client, "/en/delegations/HN/")
    assert (section_of(page, "passed-on"), "Pending" in page) == (None, False)
    assert "held by" not in page_of(client, "/en/agreements/CP/2024-06/1/")
    client.force_login(staff)
    assert len(section_of(page_of(client, "/en/delegations/HN/"), "passed-on")) == 2


def test_visitors_read_nothing_of_what_is_not_published(client, office, terms, staff):
    report = draft(on=day("2024-06-10"))
    action_of(report, office, label="1")
    file(report, staff, publish=False)
    assert section_of(page_of(client, "/en/delegations/HN/"), "passed-on") is None
    client.force_login(staff)
    assert len(section_of(page_of(client, "/en/delegations/HN/"), "passed-on")) == 1


def test_a_past_report_whose_outcome_is_not_recorded_was_passed_on_to_nobody(client, office, terms, staff):
    report = draft(on=day("2024-06-10"))
    action_of(report, office, label="1")
    file(report, staff, followed=False)
    assert section_of(page_of(client, "/en/delegations/HN/"), "passed-on") is None
    assert rows_of(page_of(client, "/en/agreements/CP/2024-06/1/")) == [
        "Presidency Pro-Témpore held by Honduras on 10 June 2024 Outcome not recorded"
    ]


def test_a_long_list_leads_to_the_register(client, office, terms, staff):
    report = draft(on=day("2024-06-10"))
    for number in range(1, 22):
        action_of(report, office, label=str(number), position=number)
    file(report, staff)
    page = page_of(client, "/en/delegations/SV/")
    assert len(section_of(page, "passed-on")) == 20
    assert '<a href="/en/agreements/?delegation=PPT">Everything that falls to the presidency</a>' in page


def test_on_the_day_itself_the_pages_change_by_themselves(client, record):
    """Nothing is written at midnight: the day is part of what a page is kept under."""
    new_year = datetime.datetime(2026, 1, 1, 6, tzinfo=datetime.UTC)
    held = {}
    for name, now in (("before", new_year - datetime.timedelta(minutes=1)), ("after", new_year)):
        with time_machine.travel(now, tick=False):
            held[name] = {
                code: "Send the paper" in page_of(client, f"/en/delegations/{code}/") for code in ("DO", "SV")
            }
            held[name]["as presidency"] = "passed from" in page_of(client, "/en/delegations/DO/")
    assert held == {
        "before": {"DO": False, "SV": True, "as presidency": False},
        "after": {"DO": True, "SV": True, "as presidency": True},
    }
    assert Presidency.objects.count() == 3
