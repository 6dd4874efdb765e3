"""All answers to one agreement: on one page, as one table, and their files as one archive."""

import functools
import tempfile

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.writing.tables import XLSX, write_xlsx
from documents.writing.word import DOCX, write_docx
from networks import dates
from networks.access import staff_only
from networks.auditing import note_export

from ..access import day_of
from ..services.answers import agreement_of, answers_table, answers_to, files_of, write_archive
from .files import made


@staff_only
@require_safe
def answers(request, report, label):
    """Each share of the agreement with all that was informed of it."""
    agreement, asked, on = _answers(request, report, label)
    numbers = [len(share.reports) for action in asked for share in action.shares]
    context = {
        "section": "monday",
        "agreement": agreement,
        "label": label,
        "asked": asked,
        "on": on,
        "shares": len(numbers),
        "informed": sum(map(bool, numbers)),
        "files": len(files_of(asked)),
    }
    return render(request, "desks/answers.html", context)


@staff_only
@require_safe
def files(request, report, label):
    """Every file with the answers, and an index of them."""
    agreement, asked, _on = _answers(request, report, label)
    file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed once it is sent
    write_archive(agreement, asked, file)
    file.seek(0)
    name = _name(agreement, "zip")
    note_export(request, name, now=timezone.now())
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@staff_only
@require_safe
def as_docx(request, report, label):
    """The answers as one table in Word."""
    agreement, asked, on = _answers(request, report, label)
    table = answers_table(agreement, asked)
    opening = [agreement.in_language("text"), dates.long_day(on)]
    write = functools.partial(write_docx, table.title, [table], language=dates.reading_language(), opening=opening)
    return made(request, write, name=_name(agreement, "docx"), content_type=DOCX)


@staff_only
@require_safe
def as_xlsx(request, report, label):
    """The same as an Excel file."""
    agreement, asked, _on = _answers(request, report, label)
    write = functools.partial(write_xlsx, answers_table(agreement, asked))
    return made(request, write, name=_name(agreement, "xlsx"), content_type=XLSX)


def _answers(request, report, label):
    agreement = agreement_of(f"{report}/{label}")
    if agreement is None:
        raise Http404
    on = day_of(request)
    return agreement, answers_to(agreement, on=on), on


def _name(agreement, ending):
    return f"{agreement.reference.replace('/', '-')}.{ending}"
