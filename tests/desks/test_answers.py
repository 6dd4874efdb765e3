"""All answers to one agreement: on one page, as one table in Word and Excel, and their files in one archive."""

import csv
import datetime
import io
import tracemalloc
import zipfile

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.html import strip_tags

from actions.services.following import change_status, reassign, take_part
from desks.services.answers import answers_to, write_archive
from documents.reading.sheets import read_sheet, sheet_names
from networks.models import AuditEntry
from networks.services import count_what_is_stored
from tests.actions.informants import inform
from tests.desks.conftest import TODAY
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    EvidenceFactory,
    FrozenFactory,
    InformedFactory,
    MemberFactory,
    PresidencyFactory,
    ProgressReportFactory,
    PublishedFactory,
    UserFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/answers/CP/2026-03/2.a/"


@pytest.fixture(autouse=True)
def at_the_desk(client, staff):
    client.force_login(staff)


@pytest.fixture
def agreement():
    report = PublishedFactory(reference="CP/2026-03")
    return FrozenFactory(report=report, label="2", reference="CP/2026-03/2.a", text_en="They will send the paper.")


@pytest.fixture
def shares(agreement, honduras, mexico):
    """Mexico's and Honduras's shares of one action, due on 10 May."""
    action = ActionFactory(agreement=agreement, what_en="they will send the paper", what_es="enviarán el documento")
    return [
        CommitmentFactory(action=action, delegation=one, due_on=datetime.date(2026, 5, 10))
        for one in (mexico, honduras)
    ]


def kept(report, name, content=b"%PDF-1.7 a paper", **fields):
    """A file with a report that is really there."""
    place = default_storage.save("evidence/test", ContentFile(content))
    return EvidenceFactory(report=report, name=name, file=place, size=len(content), **fields)


def shown(client):
    asked = client.get(PAGE).context["asked"]
    return [
        [(str(share.commitment.delegation), share.situation, share.reports) for share in action.shares]
        for action in asked
    ]


def downloaded(client, ending):
    """The file as a browser saves it."""
    answer = client.get(f"{PAGE}answers.{ending}")
    assert answer["Content-Disposition"] == f'attachment; filename="CP-2026-03-2.a.{ending}"'
    return b"".join(answer.streaming_content)


def archive_of(client):
    return zipfile.ZipFile(io.BytesIO(downloaded(client, "zip")))


def sheet_of(client):
    content = downloaded(client, "xlsx")
    return [list(row) for row in read_sheet(content, *sheet_names(content)).rows]


def index_of(archive):
    return list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))


def test_who_when_and_what_of_every_share(client, shares, honduras, mexico):
    first, second = (
        InformedFactory(delegation=honduras, about=[shares[1]], on=datetime.date(2026, 5, day)) for day in (3, 4)
    )
    asked = ProgressReportFactory(delegation=honduras, about=[shares[1]], state="to_confirm", came_by="link")
    for state in ("draft", "set_aside"):
        ProgressReportFactory(delegation=honduras, about=[shares[1]], state=state)
    assert shown(client) == [
        [("Honduras", "date_passed", [second, first, asked]), ("Mexico", "date_passed", [])],
    ]
    page = client.get(PAGE).content.decode()
    assert ("1 of 2 shares have an answer." in page, "answers.zip" in page, "overdue" in page.lower()) == (
        True,
        False,
        False,
    )


def test_the_presidencys_share_names_who_answered_for_it(client, agreement, mexico):
    PresidencyFactory(delegation=mexico, starts_on=datetime.date(2026, 1, 1))
    office = DelegationFactory(code="PPT", kind="office", name_en="Presidency Pro-Témpore")
    share = CommitmentFactory(action=ActionFactory(agreement=agreement), delegation=office)
    told = InformedFactory(delegation=mexico, about=[share])
    assert shown(client) == [[("Presidency Pro-Témpore", "open", [told])]]
    row = sheet_of(client)[1]
    assert (row[2], row[7]) == ("Presidency Pro-Témpore", "Not yet done.\nInformed by Mexico.")


def test_what_was_closed_on_behalf_stands_beside_what_was_informed(client, shares, honduras, mexico, staff):
    told = InformedFactory(
        delegation=honduras, about=[shares[1]], done=True, text="Sent.", on=datetime.date(2026, 5, 4)
    )
    for share, outcome in zip(shares, ("Sent by courier.", "Sent."), strict=True):
        change_status(commitment_id=share.pk, status="fulfilled", by=staff, on=told.on, outcome=outcome)
    progress = [(row[2], row[5], row[6]) for row in sheet_of(client)[1:]]
    assert progress == [("Honduras", "2026-05-04", "Sent."), ("Mexico", "2026-05-04", "Sent by courier.")]
    page = client.get(PAGE).content.decode()
    assert (page.count("Sent by courier."), page.count("<p>Sent.</p>"), "Nothing informed yet." in page) == (
        1,
        1,
        False,
    )


def test_why_a_share_passed_on_or_was_given_up_stands_with_the_answers(client, shares, officer, staff):
    costa_rica = MemberFactory(code="CR", name_en="Costa Rica")
    reassign(commitment_id=shares[0].pk, to=costa_rica, reason="Costa Rica has the office.", by=staff, on=TODAY)
    shares[1].status = "to_confirm"
    shares[1].save()
    take_part(commitment_id=shares[1].pk, takes_part=False, words="No office.", on=TODAY, by=officer)
    assert [(row[2], *row[4:]) for row in sheet_of(client)[1:]] == [
        ("Costa Rica", "Pending", "", "", ""),
        ("Honduras", "Withdrawn", "2026-05-20", "", "No office."),
        ("Mexico", "Withdrawn", "2026-05-20", "", "Costa Rica has the office."),
    ]
    read = " ".join(strip_tags(client.get(PAGE).content.decode()).split())
    told = [
        "20 May 2026 No office. Said by the delegation: Ana Prueba",
        "20 May 2026 Costa Rica has the office. Put on record by the Technical Secretariat.",
        "Nothing informed yet.",
    ]
    assert [read.count(words) for words in told] == [1, 1, 1]


def test_who_closed_a_share_and_when_stands_with_the_answers(client, shares, honduras, mexico, staff):
    told = InformedFactory(delegation=honduras, about=[shares[1]], text="Half is sent.", on=datetime.date(2026, 5, 4))
    for share, why in zip(shares, ("A call (step 7)", "A mail of Ana Prueba"), strict=True):
        change_status(commitment_id=share.pk, status="fulfilled", by=staff, on=TODAY, reason=why)
    by_staff = "Put on record by the Technical Secretariat."
    assert [(row[2], *row[4:]) for row in sheet_of(client)[1:]] == [
        ("Honduras", "Fulfilled", "2026-05-20", "", by_staff),
        ("Honduras", "Fulfilled", "2026-05-04", told.text, "Not yet done."),
        ("Mexico", "Fulfilled", "2026-05-20", "", by_staff),
    ]
    read = " ".join(strip_tags(client.get(PAGE).content.decode()).split())
    ends = [f"Fulfilled, 20 May 2026 {why} {by_staff}" for why in ("A call (step 7)", "A mail of Ana Prueba")]
    assert [read.count(words) for words in (*ends, "Nothing informed yet.")] == [1, 1, 0]


def test_what_a_joint_report_closed_says_whose_it_was(client, agreement, honduras, mexico, officer):
    action = ActionFactory(agreement=agreement, fulfilment="jointly", what_en="they will send it")
    own, _theirs = (CommitmentFactory(action=action, delegation=one) for one in (honduras, mexico))
    inform(own, by=officer, text="All is sent.", done=True, audience="conference")
    together = "Done together, as Honduras informed."
    assert [(row[2], *row[4:]) for row in sheet_of(client)[1:]] == [
        ("Honduras", "Fulfilled", "2026-03-20", "All is sent.", "Done."),
        ("Mexico", "Fulfilled", "2026-03-20", "", together),
    ]
    read = " ".join(strip_tags(client.get(PAGE).content.decode()).split())
    assert (read.count("Fulfilled, 20 Mar 2026"), read.count(together)) == (1, 1)


def test_what_there_is_not_is_not_found(client, shares):
    for address in ("CP/2026-03/3/", "CP/2026-04/2.a/", "CP/2/"):
        assert client.get(f"/en/desk/answers/{address}").status_code == 404


def test_an_agreement_without_anything_to_do_says_so(client, agreement):
    assert "Nothing is to be done under this agreement." in client.get(PAGE).content.decode()


def test_one_table_in_excel_and_word_without_the_names_of_persons(client, shares, honduras, officer):
    report = InformedFactory(
        delegation=honduras,
        about=[shares[1]],
        author=officer,
        text="=Sent to the capital.",
        new_date=datetime.date(2026, 6, 30),
        source="mail",
        source_words="Ana Prueba: the paper",
        on=datetime.date(2026, 5, 4),
    )
    EvidenceFactory(report=report, name="paper.pdf")
    EvidenceFactory(report=report, name="Ana Prueba.eml", is_source=True)
    about = ["CP/2026-03/2.a", "They will send the paper"]
    remarks = "Not yet done.\nNew date informed: 30 Jun 2026.\nEntered out of a mail.\nFiles: paper.pdf."
    headings = ["Point", "What", "Responsible", "Date", "Status", "As of", "Progress", "Remarks"]
    told = "=Sent to the capital."
    assert sheet_of(client) == [
        headings,
        [*about, "Honduras", "2026-05-10", "Date passed", "2026-05-04", told, remarks],
        [*about, "Mexico", "2026-05-10", "Date passed", "", "", ""],
    ]
    document = docx.Document(io.BytesIO(downloaded(client, "docx")))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        headings,
        [*about, "Honduras", "10 May 2026", "Date passed", "4 May 2026", told, remarks],
        [*about, "Mexico", "10 May 2026", "Date passed", "", "", ""],
    ]
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:3] == ["Answers to CP/2026-03/2.a", "They will send the paper.", "20 May 2026"]


def test_one_archive_of_all_files_under_clean_names_once_each_with_an_index(
    client, shares, agreement, honduras, mexico
):
    other = CommitmentFactory(action=ActionFactory(agreement=agreement), delegation=honduras)
    first = InformedFactory(delegation=honduras, about=[shares[1], other], on=datetime.date(2026, 5, 4))
    second = InformedFactory(delegation=mexico, about=[shares[0]], on=datetime.date(2026, 5, 5))
    kept(first, "mail.eml", b"From: ana@example.org", is_source=True)
    kept(first, "paper.pdf", b"first")
    kept(first, "Paper.pdf", b"second")
    kept(first, 'a:b/"c"\\..pdf', b"third")
    kept(second, f"{'n' * 180}.docx", b"fourth")
    assert "4 files, as ZIP" in client.get(PAGE).content.decode()
    archive = archive_of(client)
    places = [
        "Honduras/2026-05-04 paper.pdf",
        "Honduras/2026-05-04 Paper (2).pdf",
        "Honduras/2026-05-04 a_b_c_.pdf",
        f"Mexico/2026-05-05 {'n' * 104}.docx",
    ]
    assert archive.namelist() == [*places, "index.csv"]
    assert [archive.read(place) for place in places] == [b"first", b"second", b"third", b"fourth"]
    index = index_of(archive)
    assert index[0] == ["File", "Delegation", "As of", "Progress", "Name as it came", "Size in bytes", "SHA-256"]
    assert [row[:3] for row in index[1:]] == [
        [places[0], "Honduras", "2026-05-04"],
        [places[1], "Honduras", "2026-05-04"],
        [places[2], "Honduras", "2026-05-04"],
        [places[3], "Mexico", "2026-05-05"],
    ]


def test_a_file_that_is_gone_is_named_as_such_and_the_others_come(client, shares, honduras):
    report = InformedFactory(delegation=honduras, about=[shares[1]])
    EvidenceFactory(report=report, name="gone.pdf", file="evidence/nowhere")
    kept(report, "here.pdf")
    archive = archive_of(client)
    assert archive.namelist() == ["Honduras/2026-03-20 here.pdf", "index.csv"]
    assert [row[0] for row in index_of(archive)[1:]] == ["not to be found any more", "Honduras/2026-03-20 here.pdf"]


def test_an_archive_of_large_files_stays_on_disk(shares, agreement, honduras, tmp_path):
    report = InformedFactory(delegation=honduras, about=[shares[1]])
    for _number in range(3):
        kept(report, "large.pdf", bytes(20 * 1024 * 1024))
    asked = answers_to(agreement, on=TODAY)
    with open(tmp_path / "answers.zip", "wb") as file:
        tracemalloc.start()
        write_archive(agreement, asked, file)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "answers.zip").stat().st_size > 60 * 1024 * 1024
    assert most < 8 * 1024 * 1024


def test_what_is_taken_away_is_noted(client, shares, staff):
    for ending in ("zip", "docx", "xlsx"):
        downloaded(client, ending)
    noted = AuditEntry.objects.filter(act="exported").order_by("pk").values_list("about", "by")
    assert list(noted) == [(f"CP-2026-03-2.a.{ending}", staff.pk) for ending in ("zip", "docx", "xlsx")]


def test_others_find_nothing_here(client, shares, officer):
    addresses = [PAGE, *(f"{PAGE}answers.{ending}" for ending in ("zip", "docx", "xlsx"))]
    for person in (officer, UserFactory()):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404] * 4
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302] * 4


@pytest.mark.parametrize("rows", [1, 3, pytest.param(10, marks=pytest.mark.postgres)])
def test_it_asks_the_database_as_often_for_many_answers_as_for_one(
    client, agreement, staff, django_assert_num_queries, rows
):
    action = ActionFactory(agreement=agreement)
    for number in range(rows):
        delegation = DelegationFactory(code=f"D{number}")
        share = CommitmentFactory(action=action, delegation=delegation)
        EvidenceFactory(report=InformedFactory(delegation=delegation, about=[share]))
    count_what_is_stored()
    assert queries_of(client, PAGE) == 8
    for ending in ("zip", "docx"):
        with django_assert_num_queries(10):
            downloaded(client, ending)
    for share in action.commitments.all():
        change_status(commitment_id=share.pk, status="withdrawn", by=staff, on=TODAY, reason="A note.")
    assert queries_of(client, PAGE) == 9
