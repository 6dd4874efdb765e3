"""All answers to one agreement: on one page, as one table, and their files as one archive."""

import tempfile

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.writing.tables import XLSX, write_xlsx
from documents.writing.word import DOCX, write_docx
from networks import dates
from networks.access import staff_only

from ..access import day_of
from ..services.answers import agreement_of, answers_table, answers_to, write_archive

# Beyond this a file is put together on disk.
IN_MEMORY = 2 * 1024 * 1024


@staff_only
@require_safe
def answers(request, report, label):
    """Each share of the agreement with all that was informed of it."""
    agreement, asked, on = _answers(request, report, label)
    numbers = [len(share.reports) for action in asked for share in action.shares]
    files = {
        file.pk for action in asked for share in action.shares for one in share.reports for file in one.evidence.all()
    }
    context = {
        "section": "monday",
        "agreement": agreement,
        "label": label,
        "asked": asked,
        "on": on,
        "shares": len(numbers),
        "informed": sum(map(bool, numbers)),
        "files": len(files),
    }
    return render(request, "desks/answers.html", context)


@staff_only
@require_safe
def files(request, report, label):
    """Every file with the answers, and an index of them."""
    agreement, asked, _on = _answers(request, report, label)
    file = _file()
    write_archive(agreement, asked, file)
    return _sent(file, agreement, "zip", "application/zip")


@staff_only
@require_safe
def as_docx(request, report, label):
    """The answers as one table in Word."""
    agreement, asked, on = _answers(request, report, label)
    table = answers_table(agreement, asked)
    opening = [agreement.in_language("text"), dates.long_day(on)]
    file = _file()
    write_docx(table.title, [table], file, language=dates.reading_language(), opening=opening)
    return _sent(file, agreement, "docx", DOCX)


@staff_only
@require_safe
def as_xlsx(request, report, label):
    """The same as an Excel file."""
    agreement, asked, _on = _answers(request, report, label)
    file = _file()
    write_xlsx(answers_table(agreement, asked), file)
    return _sent(file, agreement, "xlsx", XLSX)


def _answers(request, report, label):
    agreement = agreement_of(f"{report}/{label}")
    if agreement is None:
        raise Http404
    on = day_of(request)
    return agreement, answers_to(agreement, on=on), on


def _file():
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def _sent(file, agreement, ending, content_type):
    file.seek(0)
    name = agreement.reference.replace("/", "-")
    return FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=content_type)
