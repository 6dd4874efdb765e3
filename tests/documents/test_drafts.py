"""What was read becomes rows: owners, deadlines, references, doubts at their place."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from actions.models import Action
from actions.stamps import owner_key
from documents.models import Doubt, Upload
from documents.reading import parsed
from documents.reading.lines import Line
from documents.reading.messages import filled
from documents.services.drafts import draft_from

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 10)


@pytest.fixture
def upload(staff, now, conference):
    return Upload.objects.create(name="report.txt", sha256="0" * 64, size=1, by=staff, at=now, state="reading")


def drafted(upload, *agreements, warnings=(), dropped=(), language="en"):
    document = parsed.Document(
        language=language,
        network="consular-protection",
        starts_on=DAY,
        ends_on=DAY,
        agreements=list(agreements),
        warnings=list(warnings),
        dropped=list(dropped),
    )
    draft_from(upload, document, [Line(1, "One"), Line(2, "Two", "2."), Line(3, "Three")])
    return Upload.objects.get(pk=upload.pk)


def action(**deadline):
    return parsed.Action("send it", owners=["HN", "MEMBERS", "The Coalition"], deadline=parsed.Deadline(**deadline))


def test_owners_are_delegations_audiences_and_names(upload):
    drafted(upload, parsed.Agreement("1", "Text", actions=[action()], lines=(1,)))

    written = Action.objects.get()
    assert [owner_key(owner) for owner in written.owners.all()] == ["HN", "MEMBERS", "The Coalition"]
    assert (written.what_en, written.what_es, written.confirmed) == ("send it", "", False)


@pytest.mark.parametrize(
    ("deadline", "written"),
    [
        ({}, ("none", None, None, "", None, "", 0, "")),
        ({"kind": "date", "on": DAY, "phrase": "by then"}, ("date", DAY, None, "", None, "", 0, "by then")),
        (
            {"kind": "period", "on": DAY, "amount": 2, "unit": "months", "phrase": "within two months"},
            ("period", None, 2, "months", None, "", 0, "within two months"),
        ),
        (
            {"kind": "event", "body": "rcgm", "month": "2026-06", "offset_days": -1, "phrase": "before the RCGM"},
            ("event", None, None, "", "rcgm", "2026-06", -1, "before the RCGM"),
        ),
        (
            {"kind": "event", "body": None, "phrase": "at the summit"},
            ("none", None, None, "", None, "", 0, "at the summit"),
        ),
    ],
)
def test_a_deadline_is_written_as_read(upload, deadline, written):
    drafted(upload, parsed.Agreement("1", "Text", actions=[action(**deadline)], lines=(1,)))

    row = Action.objects.select_related("deadline_body").get()
    assert (
        row.deadline_kind,
        row.deadline_on,
        row.deadline_amount,
        row.deadline_unit,
        row.deadline_body.slug if row.deadline_body else None,
        row.deadline_month,
        row.deadline_offset_days,
        row.phrase_en,
    ) == written


def test_doubts_stand_at_the_innermost_agreement(upload):
    child = parsed.Agreement("a", "Sub", lines=(3,), actions=[action(kind="event", phrase="at the summit")])
    point = parsed.Agreement("1", "Text", children=[child], lines=(2, 3))
    places = ((1, "Heading"), (3, "Sub"), (2, "Point"), (None, "All"))
    warnings = [parsed.Warning(line, message) for line, message in places]

    upload = drafted(upload, point, warnings=warnings)

    doubts = upload.doubts.select_related("agreement")
    assert [(doubt.line, doubt.agreement and doubt.agreement.label, doubt.message) for doubt in doubts] == [
        (1, None, "Heading"),
        (3, "a", "Sub"),
        (2, "1", "Point"),
        (None, None, "All"),
        (3, "a", "The deadline “at the summit” is a meeting, but of a body that is not known here."),
    ]


def test_doubts_and_what_was_left_out_are_kept_in_both_languages(upload):
    point = parsed.Agreement("1", "Text", lines=(1,), actions=[action(kind="event", phrase="at the summit")])
    marks = filled(ngettext_lazy("One mark", "%(count)s marks", 2), count=2)

    with override("es"):
        upload = drafted(
            upload,
            point,
            warnings=[parsed.Warning(3, gettext_lazy("No date of the meeting was found.")), parsed.Warning(3, marks)],
            dropped=[parsed.Dropped(3, "Three", gettext_lazy("Page number."))],
        )

    assert [(doubt.message_en, doubt.message_es) for doubt in upload.doubts.all()] == [
        ("No date of the meeting was found.", "No se encontró la fecha de la reunión."),
        ("2 marks", "2 marks"),
        (
            "The deadline “at the summit” is a meeting, but of a body that is not known here.",
            "El plazo «at the summit» es una reunión, pero de un órgano que aquí no se conoce.",
        ),
    ]
    assert upload.reading["dropped"] == [
        {"line": 3, "text": "Three", "why_en": "Page number.", "why_es": "Número de página."}
    ]
    assert "warnings" not in upload.reading


def test_a_body_nobody_knows_is_one_doubt_wherever_it_stands(upload):
    told = ((1, "Unknown: A", "The Coalition"), (2, "Unknown: B", "the coalition"), (3, "Unknown: C", "Others"))
    warnings = [parsed.Warning(line, message, as_written=name) for line, message, name in told]

    upload = drafted(upload, parsed.Agreement("1", "Text", lines=(1, 2, 3)), warnings=[*warnings, warnings[0]])

    assert list(upload.doubts.values_list("line", "message_en", "as_written")) == [
        (1, "Unknown: A", "The Coalition"),
        (3, "Unknown: C", "Others"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Doubt.objects.create(upload=upload, as_written="Others")


def test_lines_and_references_are_kept(upload):
    reference = parsed.Reference("consular-protection", DAY, "Managua", "6", "point 6 of the report")

    upload = drafted(upload, parsed.Agreement("1", "Text", refers_to=[reference], lines=(2, 3)), language="es")

    agreement = upload.report.agreements.get()
    lineage = agreement.refers_to.get()
    assert (agreement.text_es, agreement.first_line, agreement.last_line) == ("Text", 2, 3)
    assert (lineage.phrase, lineage.network.slug, lineage.on, lineage.city, lineage.number, lineage.earlier) == (
        "point 6 of the report",
        "consular-protection",
        DAY,
        "Managua",
        "6",
        None,
    )
    assert upload.lines[1] == {"number": 2, "label": "2.", "text": "Two"}
