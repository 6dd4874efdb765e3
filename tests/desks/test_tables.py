"""A delegation's desk as a file: what stands in it, who gets it, and the filters that a person keeps."""

import csv
import datetime
import io

import docx
import openpyxl
import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import translation

from actions.services.following import change_status
from desks.models import NamedFilter
from desks.services.matrix_out import Asked, matrix_table
from tests.actions.informants import begin, by_account, send
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    ChairFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    NetworkFactory,
    PresidencyFactory,
    RemarkFactory,
    UserFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
KINDS = ["pending-xlsx", "pending-csv", "pending-docx"]
HEADINGS = ["Point", "What", "Responsible", "Date", "Status", "Progress", "Remarks"]


def a_share(delegation, reference, *, slug="consular-protection", due_on=None, what="Honduras will send the paper"):
    agreement = FrozenFactory(reference=reference, report__meeting__network=NetworkFactory(slug=slug))
    action = ActionFactory(agreement=agreement, confirmed=True, what_en=what)
    return CommitmentFactory(action=action, delegation=delegation, due_on=due_on, news_on=TODAY)


def midnight(*day):
    return datetime.datetime.combine(datetime.date(*day), datetime.time())


def rows_of(client, address, language="en"):
    with translation.override(language):
        answer = client.get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def test_all_that_is_on_the_desk_is_in_the_file(desk, honduras, mexico, officer):
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1))
    passed = a_share(honduras, "CP/2026-03/1", due_on=TODAY - datetime.timedelta(10))
    CommitmentFactory(action=passed.action, delegation=mexico, status="in_progress", news_on=TODAY)
    send(begin(passed, informant=by_account(officer), text="Half of it."), by=officer)
    begin(passed, informant=by_account(officer), text="All of it.")
    RemarkFactory(commitment=passed, text="When?", at=NOON)

    def under(point, **fields):
        agreement = FrozenFactory(report=passed.action.agreement.report, label=point, reference=f"CP/2026-03/{point}")
        return ActionFactory(agreement=agreement, confirmed=True, **fields)

    event = {"deadline_kind": "event", "deadline_body": NetworkFactory(slug="rcgm")}
    CommitmentFactory(delegation=honduras, action=under("2", **event, condition_en="should it be held"), news_on=TODAY)
    CommitmentFactory(
        delegation=DelegationFactory(code="PPT", kind="office"),
        action=under("3", deadline_kind="date", deadline_on=datetime.date(2026, 6, 1)),
        due_on=datetime.date(2026, 8, 1),
        extended_to=datetime.date(2026, 8, 1),
        news_on=TODAY,
    )
    ActionOwnerFactory(action=under("4"), audience="INTERESTED")
    paper = "Honduras will send the paper"
    assert rows_of(desk, reverse("pending-xlsx", args=["HN"])) == [
        HEADINGS,
        [
            "CP/2026-03/1",
            paper,
            "Honduras",
            midnight(2026, 5, 10),
            "Date passed",
            "20 Mar 2026 (draft, not sent): All of it.",
            "The Technical Secretariat asks: When?\nOthers who have informed: 1 of 1.",
        ],
        [
            "CP/2026-03/3",
            paper,
            "Presidency Pro-Témpore",
            midnight(2026, 8, 1),
            "Pending",
            None,
            "Agreed for 1 Jun 2026; the new date stands beside it.",
        ],
        [
            "CP/2026-03/2",
            paper,
            "Honduras",
            "waits until the next meeting is planned (Rcgm)",
            "Waiting for a meeting",
            None,
            "should it be held",
        ],
        ["CP/2026-03/4", paper, "interested Member Countries", None, "open call", None, None],
    ]


@pytest.mark.parametrize(
    ("outcome", "ended"),
    [("All five are printed.", "20 May 2026: fulfilled. All five are printed."), ("", "20 May 2026: fulfilled")],
)
def test_what_was_closed_otherwise_stands_before_the_last_word(desk, honduras, officer, staff, outcome, ended):
    share = a_share(honduras, "CP/2026-03/1")
    send(begin(share, informant=by_account(officer), text="Half of it."), by=officer)
    change_status(commitment_id=share.pk, status="fulfilled", by=staff, on=TODAY, outcome=outcome)
    told = f"{ended}\n20 Mar 2026: Half of it."
    assert rows_of(desk, reverse("pending-xlsx", args=["HN"]))[1][4:6] == ["Fulfilled lately", told]
    assert [row[3] for row in matrix_table(Asked()).rows] == [told]


def test_what_its_own_report_closed_stands_there_once(desk, honduras, officer):
    share = a_share(honduras, "CP/2026-03/1")
    report = begin(share, informant=by_account(officer), text="All of it.", done=True, audience="public")
    send(report, by=officer)
    told = "20 Mar 2026: All of it."
    assert rows_of(desk, reverse("pending-xlsx", args=["HN"]))[1][4:6] == ["Fulfilled lately", told]
    assert [row[3] for row in matrix_table(Asked()).rows] == [told]


def test_the_file_holds_what_the_page_is_narrowed_to(desk, honduras):
    soon = TODAY + datetime.timedelta(5)
    a_share(honduras, "CP/2026-03/1", due_on=soon)
    a_share(honduras, "TT/2026-03/1", slug="smuggling", due_on=soon)
    a_share(honduras, "TT/2026-03/2", slug="smuggling")
    address = reverse("pending-xlsx", args=["HN"])
    assert [row[0] for row in rows_of(desk, address)[1:]] == ["CP/2026-03/1", "TT/2026-03/1", "TT/2026-03/2"]
    assert [row[0] for row in rows_of(desk, f"{address}?network=smuggling&network=nowhere")[1:]] == [
        "TT/2026-03/1",
        "TT/2026-03/2",
    ]
    assert [row[0] for row in rows_of(desk, f"{address}?network=smuggling&group=no_date")[1:]] == ["TT/2026-03/2"]


def test_the_csv_says_the_same(desk, honduras):
    a_share(honduras, "CP/2026-03/1", due_on=TODAY, what="=1+1")
    answer = desk.get(reverse("pending-csv", args=["HN"]))
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline=""))) == [
        HEADINGS,
        ["CP/2026-03/1", "'=1+1", "Honduras", "2026-05-20", "Due soon", "", ""],
    ]


def test_what_goes_home_to_be_cleared_is_a_word_list_by_groups(desk, honduras):
    a_share(honduras, "CP/2026-03/1", due_on=TODAY)
    a_share(honduras, "CP/2026-03/2")
    answer = desk.get(reverse("pending-docx", args=["HN"]).replace("/en/", "/es/"))
    document = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    assert [one.text for one in document.paragraphs if one.style.name.startswith("Heading")] == [
        "Pendientes de Honduras",
        "Próximo a vencer",
        "Sin fecha",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Punto", "Qué", "Responsable", "Fecha", "Estado", "Avance", "Observaciones"],
        ["CP/2026-03/1", "Honduras enviará el documento", "Honduras", "20 may 2026", "Próximo a vencer", "", ""],
    ]


@pytest.mark.parametrize(("kind", "ending"), [(kind, kind.removeprefix("pending-")) for kind in KINDS])
def test_a_file_is_an_attachment_that_nobody_keeps(desk, kind, ending):
    headers = desk.get(reverse(kind, args=["HN"])).headers
    assert headers["Content-Disposition"] == f'attachment; filename="Pending matters of Honduras, 2026-05-20.{ending}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_called_in_the_readers_language(desk, kind):
    answer = desk.get(reverse(kind, args=["HN"]).replace("/en/", "/es/"))
    ending = kind.removeprefix("pending-")
    assert answer["Content-Disposition"] == f'attachment; filename="Pendientes de Honduras, 2026-05-20.{ending}"'


OF_WHAT = [
    ("", "Al 20 de mayo de 2026, en todas las redes."),
    ("?network=smuggling", "Al 20 de mayo de 2026, de una sola red: smuggling."),
    ("?network=smuggling&network=rcgm", "Al 20 de mayo de 2026, solo de estas redes: rcgm, smuggling."),
]


@pytest.mark.parametrize(("query", "words"), OF_WHAT)
def test_page_and_list_to_clear_say_of_which_networks_they_are(desk, honduras, query, words):
    for position, slug in enumerate(("rcgm", "smuggling")):
        NetworkFactory(slug=slug, short_es=slug, position=position)
    page = reverse("delegation-pending", args=["HN"]).replace("/en/", "/es/")
    file = reverse("pending-docx", args=["HN"]).replace("/en/", "/es/")
    document = docx.Document(io.BytesIO(b"".join(desk.get(file + query).streaming_content)))
    told = words in [paragraph.text for paragraph in document.paragraphs]
    assert (f'<p class="lede">{words}</p>' in desk.get(page + query).content.decode(), told) == (True, True)


def test_nothing_in_some_networks_is_not_nothing_at_all(desk, honduras):
    NetworkFactory(slug="smuggling")
    address = reverse("delegation-pending", args=["HN"])
    words = "Nothing is pending.", "Nothing is pending in the networks chosen."
    told = {query: desk.get(address + query).content.decode() for query in ("", "?network=smuggling")}
    assert {query: [one in page for one in words] for query, page in told.items()} == {
        "": [True, False],
        "?network=smuggling": [False, True],
    }
    assert f'<a href="{address}">All networks</a>' in told["?network=smuggling"]


def test_the_list_to_clear_is_behind_the_link_too_as_its_page_is_narrowed(client, honduras, token):
    a_share(honduras, "CP/2026-03/1", due_on=TODAY + datetime.timedelta(3))
    a_share(honduras, "CP/2026-03/2", due_on=TODAY + datetime.timedelta(3), slug="rcgm")
    address = reverse("pending-docx-by-link", args=[token])
    assert f'href="{address}?network=rcgm"' in client.get(f"/en/pending/{token}/?network=rcgm").content.decode()
    answer = client.get(f"{address}?network=rcgm")
    tables = docx.Document(io.BytesIO(b"".join(answer.streaming_content))).tables
    assert [table.rows[1].cells[0].text for table in tables] == ["CP/2026-03/2"]
    assert (answer["Referrer-Policy"], "private" in answer["Cache-Control"]) == ("same-origin", True)
    assert client.get(reverse("pending-docx-by-link", args=["x" + token[1:]])).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_for_the_delegation_and_for_staff(client, kind, officer, mexico, staff, honduras):
    address = reverse(kind, args=["HN"])
    assert client.get(address).status_code == 302
    for person, status in (
        (DesignationFactory(delegation=mexico).person, 404),
        (ChairFactory(delegation=mexico).person, 404),
        (UserFactory(), 404),
        (officer, 200),
        (staff, 200),
    ):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_file_asks_no_more_of_the_database(desk, honduras, kind):
    address = reverse(kind, args=["HN"])
    asked = []
    for number in (1, 3):
        for _row in range(number):
            a_share(honduras, f"CP/2026-03/{len(asked)}{_row}", due_on=TODAY)
        caches["pages"].clear()
        asked.append(queries_of(desk, address))
    assert asked[0] == asked[1]


def keep(client, name, **shown):
    return client.post(reverse("filter-keep", args=["HN"]), {"name": name, **shown}, follow=True)


def test_a_choice_is_kept_under_a_name_and_removed(desk, officer, honduras):
    NetworkFactory(slug="smuggling")
    answer = keep(desk, " My  work ", network=["smuggling", "nowhere"], group="due_soon")
    assert answer.redirect_chain == [
        (f"{reverse('delegation-pending', args=['HN'])}?network=smuggling&group=due_soon", 302)
    ]
    kept = NamedFilter.objects.get()
    assert (kept.person, kept.name, kept.query, kept.made_at) == (
        officer,
        "My work",
        "network=smuggling&group=due_soon",
        NOON,
    )
    keep(desk, "My work", network="smuggling")
    assert NamedFilter.objects.get().query == "network=smuggling"
    desk.post(reverse("filter-remove", args=["HN", kept.pk]))
    assert not NamedFilter.objects.exists()


def test_a_filter_is_its_person_s_own(desk, staff, honduras):
    theirs = NamedFilter.objects.create(person=staff, name="All", query="network=x", made_at=NOON)
    assert desk.post(reverse("filter-remove", args=["HN", theirs.pk])).status_code == 404
    assert NamedFilter.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "shown", "words"),
    [
        (" ", {"network": "smuggling"}, "Please give the filter a name."),
        ("All", {}, "Everything is shown: choose networks first, then keep the choice."),
        ("All", {"network": "nowhere", "group": "nothing"}, "Everything is shown: choose networks first"),
        ("One more", {"network": "smuggling"}, "20 filters are kept at most: please remove one first."),
    ],
)
def test_what_cannot_be_kept_is_said(desk, officer, honduras, name, shown, words):
    NetworkFactory(slug="smuggling")
    for number in range(20):
        NamedFilter.objects.create(person=officer, name=f"F{number}", query="network=x", made_at=NOON)
    answer = keep(desk, name, **shown)
    assert [str(message).startswith(words) for message in answer.context["messages"]] == [True]
    assert NamedFilter.objects.count() == 20
