"""What holds for every document, whoever wrote it and whatever befell it."""

import contextlib

import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.reading.errors import CannotRead
from documents.reading.read import read, read_text
from tests.documents.reading.coverage import lost_words, unaccounted
from tests.documents.reading.invented_documents import DEBRIS, agendas, damaged, reports
from tests.documents.reading.names import CONFERENCE

FEW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=1500, suppress_health_check=list(HealthCheck))


def check_report(invented) -> None:
    document, lines = read_text(invented.text, vocabulary=CONFERENCE)
    assert (document.kind, document.language, document.network) == ("report", invented.language, invented.network)
    assert (document.starts_on, document.ends_on) == (invented.starts_on, invented.ends_on)
    assert (document.city, document.country) == (invented.city, invented.country)
    assert document.participants == invented.participants
    assert [
        (point.number, [child.number for child in point.children]) for point in document.agreements
    ] == invented.outline
    texts = {point.number: point.text for point in document.agreements}
    texts |= {f"{point.number}.{child.number}": child.text for point in document.agreements for child in point.children}
    assert texts == invented.paragraphs
    assert document.closing == invented.closing
    assert bool(document.title) == invented.has_heading
    assert (unaccounted(document, lines), lost_words(document, lines)) == ([], [])


def check_agenda(invented) -> None:
    document, lines = read_text(invented.text, vocabulary=CONFERENCE)
    assert (document.kind, document.language, document.network) == ("agenda", invented.language, invented.network)
    assert (document.starts_on, document.city, document.country) == (
        invented.starts_on,
        invented.city,
        invented.country,
    )
    assert [
        (entry.day, entry.starts_at, entry.ends_at, entry.kind, entry.title, tuple(entry.leads), len(entry.notes))
        for entry in document.agenda
    ] == invented.entries
    assert unaccounted(document, lines) == []


def check_damaged(text: str) -> None:
    try:
        document, lines = read_text(text, vocabulary=CONFERENCE)
    except CannotRead:
        return
    hypothesis.event(document.kind)
    assert (unaccounted(document, lines), lost_words(document, lines)) == ([], [])
    assert read_text(text, vocabulary=CONFERENCE)[0] == document


@FEW
@given(reports())
def test_an_undamaged_report_is_read_as_it_was_written(invented):
    check_report(invented)


@FEW
@given(agendas())
def test_an_undamaged_agenda_is_read_as_it_was_written(invented):
    check_agenda(invented)


@FEW
@given(damaged(st.one_of(reports(), agendas())))
def test_every_line_of_a_damaged_document_is_somewhere(text):
    check_damaged(text)


@FEW
@given(
    st.lists(
        st.one_of(st.sampled_from([*DEBRIS, "1. To thank Canada.", "REPORT of the RCGM"]), st.text(max_size=30)),
        max_size=25,
    )
)
def test_nothing_but_a_refusal_comes_of_any_text(parts):
    check_damaged(" ".join(parts))


@FEW
@given(st.binary(max_size=400))
def test_nothing_but_a_refusal_comes_of_any_bytes(content):
    with contextlib.suppress(CannotRead):
        read(content, "report.txt", vocabulary=CONFERENCE)


@pytest.mark.soak
@MANY
@given(reports())
def test_thousands_of_undamaged_reports(invented):
    check_report(invented)


@pytest.mark.soak
@MANY
@given(agendas())
def test_thousands_of_undamaged_agendas(invented):
    check_agenda(invented)


@pytest.mark.soak
@MANY
@given(damaged(st.one_of(reports(), agendas())))
def test_thousands_of_damaged_documents(text):
    check_damaged(text)
