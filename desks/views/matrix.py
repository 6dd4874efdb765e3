"""The follow-up matrix comes in and goes out: staff's pages of it."""

import functools
import re

import structlog
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect
from kombu.exceptions import OperationalError

from actions.models import Action, Commitment
from documents.reading.errors import CannotRead
from documents.reading.files import MAX_BYTES
from documents.writing.tables import XLSX, write_xlsx
from documents.writing.word import DOCX, write_docx
from networks import dates
from networks.access import staff_only, wants_fragment
from networks.models import Delegation
from networks.pages import page_asked_for, page_of
from networks.services import today

from .. import tasks
from ..forms_matrix import BringInForm, ColumnsForm, OutForm, RowForm
from ..models import Matrix, MatrixRow, MatrixState, RowState
from ..services import matrix as services
from ..services import matrix_rows
from ..services.matrix_out import Asked, matrix_table, number_of
from .files import as_it_came, made

log = structlog.get_logger(__name__)

# What takes longer is left to the worker.
COMPARED_AT_ONCE = 512 * 1024
FILED_AT_ONCE = 50
ROWS_A_PAGE = 50
A_KEY = re.compile(r"[0-9]{1,18}")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def matrices(request):
    """GET: the matrices that came in. POST: one more."""
    form = BringInForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to refuse it by.
            content = file.read(MAX_BYTES + 1)
            matrix = services.bring_in(content=content, name=file.name, by=request.user, now=timezone.now())
            return redirect("matrix-columns", matrix.pk)
        except services.AlreadyBroughtIn as known:
            messages.info(request, str(known))
            return redirect("matrix", known.matrix.pk)
        except services.CannotBringIn as refusal:
            form.add_error("file", str(refusal))
    page = page_of(
        Matrix.objects.exclude(state=MatrixState.DISCARDED).select_related("by"),
        number=page_asked_for(request),
        size=ROWS_A_PAGE,
    )
    return render(request, "desks/matrices.html", {"section": "matrix", "form": form, "page": page})


@staff_only
@require_safe
def matrix(request, pk):
    """Where a matrix stands; once compared, its rows: `?show=` one of RowState."""
    matrix = get_object_or_404(Matrix.objects.select_related("by", "meeting__report"), pk=pk)
    under_way = matrix.state in services.UNDER_WAY
    context = {"section": "matrix", "matrix": matrix, "under_way": under_way}
    if matrix.state == MatrixState.COLUMNS and not request.htmx:
        return redirect("matrix-columns", pk)
    if wants_fragment(request):
        if not under_way:
            return HttpResponseClientRedirect(reverse("matrix", args=[pk]))
        return render(request, "desks/_matrix_progress.html", context | {"percent": services.progress_of(matrix)})
    if under_way:
        context["percent"] = services.progress_of(matrix)
    elif matrix.state != MatrixState.DISCARDED:
        context |= _rows(request, matrix)
    return render(request, "desks/matrix.html", context)


def _rows(request, matrix):
    counted = matrix_rows.counts(matrix)
    show = request.GET.get("show", "")
    if not counted.get(show):
        first = RowState.OPEN if matrix.state == MatrixState.REVIEW else RowState.WRITTEN
        show = next((state for state in (first, *RowState) if counted[state]), first)
    shares = Commitment.objects.select_related("delegation").order_by("delegation__code")
    actions = Prefetch("agreement__actions", Action.objects.prefetch_related(Prefetch("commitments", shares)))
    rows = MatrixRow.objects.filter(matrix=matrix, state=show).select_related("agreement__report")
    page = page_of(rows.prefetch_related(actions).order_by("number"), number=page_asked_for(request), size=ROWS_A_PAGE)
    delegations = {one.pk: one for one in Delegation.objects.all()}
    says = {place: what for what, place in matrix.columns.items()}
    headings = [(place, heading) for place, heading in enumerate(matrix.headings) if place in says]
    return {
        "counts": [(state, state.label, counted[state]) for state in RowState],
        "all": sum(counted.values()),
        "open": counted[RowState.OPEN],
        "written": counted[RowState.WRITTEN],
        "show": show,
        "page": page,
        "rows": [
            {
                "row": row,
                "cells": [(heading, row.cells[place]) for place, heading in headings if row.cells[place : place + 1]],
                "whose": [delegations[bearer] for bearer, *_what in row.answers],
                "shares": _shares_of(row.agreement),
                "form": RowForm(row=row),
            }
            for row in page.rows
        ],
    }


def _shares_of(agreement):
    return [share for action in agreement.actions.all() for share in action.commitments.all()] if agreement else []


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    """Say which column says what: `?sheet=` and `?row=` where the headings stand elsewhere than it seems."""
    matrix = get_object_or_404(Matrix, pk=pk, state__in=[MatrixState.COLUMNS, MatrixState.REVIEW])
    asked = request.POST if request.method == "POST" else request.GET
    row = asked.get("row", "")
    where = {"sheet": asked.get("sheet", matrix.sheet), "header_row": int(row) if A_KEY.fullmatch(row) else None}
    try:
        layout = services.layout(matrix, **where)
    except CannotRead as refusal:
        messages.error(request, str(refusal))
        return redirect("matrices")
    now = timezone.now()
    form = ColumnsForm(request.POST if request.method == "POST" else None, layout=layout, on=today(now=now))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("language", "as_of", "meeting")}
        try:
            services.lay_out(
                matrix_id=pk,
                sheet=layout.sheet,
                header_row=layout.header_row,
                columns=form.columns,
                by=request.user,
                now=now,
                **said,
            )
        except matrix_rows.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            _compare(matrix)
            return redirect("matrix", pk)
    return render(
        request,
        "desks/matrix_columns.html",
        {"section": "matrix", "matrix": matrix, "layout": layout, "form": form},
    )


@staff_only
@require_POST
def row(request, pk, row_pk):
    """Settle one row. POST: do (settle, leave-out, again), reference, commitment (several), RowForm's, reason, show."""
    row = get_object_or_404(MatrixRow, pk=row_pk, matrix=pk)
    now = timezone.now()
    try:
        if request.POST.get("do") == "leave-out":
            matrix_rows.leave_out(row_id=row.pk, reason=request.POST.get("reason", ""), now=now)
        elif request.POST.get("do") == "again":
            matrix_rows.take_up(row_id=row.pk, now=now)
        else:
            chosen = {int(key) for key in request.POST.getlist("commitment") if A_KEY.fullmatch(key)}
            reference = request.POST.get("reference", "")[:48]
            form = RowForm(request.POST, row=row)
            if not form.is_valid():
                raise matrix_rows.CannotChange(" ".join(why for whys in form.errors.values() for why in whys))
            settled = matrix_rows.settle_row(
                row_id=row.pk, reference=reference, chosen=chosen, now=now, **form.cleaned_data
            )
            if settled.state == RowState.OPEN:
                messages.error(request, _("Row %(number)s: %(why)s") % {"number": row.number, "why": settled.why})
    except matrix_rows.CannotChange as refusal:
        messages.error(request, str(refusal))
    show = request.POST.get("show", "")
    return redirect(f"{reverse('matrix', args=[pk])}{f'?show={show}' if show in RowState.values else ''}")


@staff_only
@require_POST
def file(request, pk):
    """File what is to be written, all of it or nothing."""
    matrix = get_object_or_404(Matrix, pk=pk)
    now = timezone.now()
    try:
        services.begin_filing(matrix_id=pk, by=request.user, now=now)
    except matrix_rows.CannotChange as refusal:
        messages.error(request, str(refusal))
    else:
        if matrix.rows.filter(state=RowState.WRITTEN).count() <= FILED_AT_ONCE:
            services.file_matrix(matrix_id=pk, now=now)
        else:
            _hand_out(tasks.file_matrix, pk)
    return redirect("matrix", pk)


@staff_only
@require_POST
def discard(request, pk):
    """Give a matrix up."""
    matrix = get_object_or_404(Matrix, pk=pk)
    try:
        services.discard(matrix_id=pk)
    except matrix_rows.CannotChange as refusal:
        messages.error(request, str(refusal))
        return redirect("matrix", pk)
    messages.success(request, _("“%(name)s” was given up.") % {"name": matrix.name})
    return redirect("matrices")


@staff_only
@require_safe
def original(request, pk):
    """The file as it came in."""
    return as_it_came(request, get_object_or_404(Matrix.objects.exclude(file=""), pk=pk))


@staff_only
@require_safe
def out(request):
    """Choose which matrix goes out: `?network=`, `?meeting=`, `?since=`, `?until=`."""
    form = OutForm(request.GET)
    number = number_of(Asked(**form.cleaned_data)) if form.is_valid() else None
    context = {"section": "matrix", "form": form, "number": number, "query": request.GET.urlencode()}
    return render(request, "desks/matrix_out.html", context)


@staff_only
@require_safe
def out_xlsx(request):
    """The matrix as an Excel file."""
    table = _table_asked_for(request)
    return made(request, functools.partial(write_xlsx, table), name=_name(table, "xlsx"), content_type=XLSX)


@staff_only
@require_safe
def out_docx(request):
    """The matrix as a Word table."""
    table = _table_asked_for(request)
    opening = [_("As of %(day)s.") % {"day": dates.long_day(today(now=timezone.now()))}]
    write = functools.partial(write_docx, table.title, [table], language=dates.reading_language(), opening=opening)
    return made(request, write, name=_name(table, "docx"), content_type=DOCX)


def _table_asked_for(request):
    form = OutForm(request.GET)
    if not form.is_valid():
        raise Http404
    return matrix_table(Asked(**form.cleaned_data))


def _name(table, ending):
    title = table.title.replace("/", "-").replace(":", "")
    return f"{title}, {today(now=timezone.now()).isoformat()}.{ending}"


def _compare(matrix):
    if matrix.size <= COMPARED_AT_ONCE:
        services.compare_matrix(matrix_id=matrix.pk, now=timezone.now())
    else:
        _hand_out(tasks.compare_matrix, matrix.pk)


def _hand_out(task, matrix_id):
    try:
        task.delay_on_commit(matrix_id)
    except OperationalError:
        # It waits; the next tick hands it out.
        log.exception("no broker", matrix=matrix_id)
