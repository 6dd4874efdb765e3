"""The kept files that may name a person: what came in is kept as it came, so that somebody has to look."""

import json
import re
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from simple_history.utils import bulk_update_with_history

from actions.models import Commitment, Evidence
from actions.services.file_kinds import MAIL
from actions.words import fold
from documents.models import Upload
from documents.reading.errors import CannotRead
from documents.reading.files import lines_of
from documents.reading.sheets import read_sheet, sheet_names
from meetings.models import MeetingDocument

from ..models import DroppedMail, Matrix, SourceFile
from .eml import CannotTakeIn, letter_of

BY_THE_PERSON = "brought in by the person"
NAMES_THE_PERSON = "names the person"
UNREAD = "of the person's delegation, and cannot be read here"

# What files are called.
TRACKED: dict[type[Any], tuple[str, ...]] = {Evidence: ("name",), MeetingDocument: ("name", "title_en", "title_es")}
UNTRACKED: dict[type[Any], tuple[str, ...]] = {
    **{model.history.model: fields for model, fields in TRACKED.items()},
    **dict.fromkeys((DroppedMail, Matrix, SourceFile, Upload), ("name",)),
}


class KeptFile(NamedTuple):
    """A file that may name a person. address: its page; kept: its place in the folder of files; why: one of those."""

    address: str
    kept: str
    why: str


def files_that_may_name(person):
    """The kept files that the person brought in or sent, or that hold the name or address, as KeptFile.

    Read are Word, Excel, PDF, plain text, CSV, and mails with what is attached to them; of what cannot be read, such
    as pictures, the files of the person's own delegations are given.
    """
    sent = Q(report__author=person)
    if person.name:
        sent |= Q(report__author=None, report__author_name__iexact=person.name)
    if person.email:
        sent |= Q(report__author_address__iexact=person.email)
    delegations = person.designations.values_list("delegation", flat=True)
    known = [part for part in (person.name, person.email) if part]
    return _files(known, sent, delegations=set(delegations), person_id=person.pk)


def files_that_may_name_stranger(known, *, reports, delegations):
    """The same of somebody without an account. known: names and addresses; reports: keys of those they wrote."""
    return _files(known, Q(report__in=reports), delegations={one.pk for one in delegations}, person_id=None)


def _files(known, sent, *, delegations, person_id):
    sought = [_however_written(fold(part)) for part in known]

    def names(*texts):
        return any(pattern.search(fold(text)) for text in texts for pattern in sought)

    def brought_in(by_id):
        return person_id is not None and by_id == person_id

    by_the_person = set(Evidence.objects.filter(sent).values_list("pk", flat=True))
    for evidence in Evidence.objects.select_related("report__delegation").order_by("pk").iterator():
        text = text_of(evidence)
        if why := _why(
            own=evidence.pk in by_the_person,
            named=names(evidence.name, text or ""),
            unread=text is None and evidence.report.delegation_id in delegations,
        ):
            address = reverse("progress-report", args=[evidence.report.delegation.code, evidence.report_id])
            yield KeptFile(address, evidence.file.name, why)
    named_with = ("commitment__delegation", "remark__commitment__delegation", "step")
    for source in SourceFile.objects.select_related(*named_with).order_by("pk").iterator():
        text = text_of(source)
        if why := _why(
            own=brought_in(source.by_id),
            named=names(source.name, text or ""),
            unread=text is None and not delegations.isdisjoint(_spoken_for(source)),
        ):
            yield KeptFile(_page_of(source), source.file.name, why)
    for mail in DroppedMail.objects.select_related("report__delegation").order_by("pk").iterator():
        if why := _why(own=brought_in(mail.by_id), named=names(mail.name, text_of(mail) or "")):
            yield KeptFile(reverse("dropped-mail", args=[mail.pk]), mail.file.name, why)
    for matrix in Matrix.objects.exclude(file="").order_by("pk").iterator():
        if why := _why(own=brought_in(matrix.by_id), named=names(matrix.name, text_of(matrix) or "")):
            yield KeptFile(reverse("matrix", args=[matrix.pk]), matrix.file.name, why)
    for document in MeetingDocument.objects.order_by("pk").iterator():
        text = f"{document.title_en}\n{document.title_es}\n{text_of(document) or ''}"
        if why := _why(own=brought_in(document.added_by_id), named=names(document.name, text)):
            yield KeptFile(document.get_absolute_url(), document.file.name, why)
    for upload in Upload.objects.exclude(file="").order_by("pk").iterator():
        text = json.dumps([upload.lines, upload.participants], ensure_ascii=False)
        if why := _why(own=brought_in(upload.by_id), named=names(upload.name, text)):
            yield KeptFile(reverse("upload", args=[upload.pk]), upload.file.name, why)


def _spoken_for(source):
    """The keys of the delegations for which something was entered out of a SourceFile."""
    if source.matter:
        return [source.matter.delegation_id]
    return Commitment.objects.filter(pk__in=source.step.commitments).values_list("delegation", flat=True)


def _page_of(source):
    if source.matter:
        return reverse("matter", args=[source.matter.delegation.code, source.matter.pk])
    return reverse("set-step", args=[source.step_id])


def _why(*, own, named, unread=False):
    return (named and NAMES_THE_PERSON) or (own and BY_THE_PERSON) or (unread and UNREAD)


def text_of(row):
    """All that can be read in a kept file, or None. row: what it belongs to, with `file` and `name`."""
    try:
        with row.file.open("rb") as kept:
            content = kept.read()
    except (OSError, ValueError):
        return None
    if isinstance(row, DroppedMail) or getattr(row, "content_type", "") == MAIL:
        return _text_of_mail(row)
    return _text(content, row.name)


def _text_of_mail(row):
    try:
        letter = letter_of(row)
    except CannotTakeIn:
        return None
    attached = [f"{one.name}\n{_text(one.content, one.name) or ''}" for one in letter.attachments]
    return "\n".join([letter.sender_name, letter.sender, letter.subject, letter.whole_text, *attached])


def _text(content, name):
    try:
        if name.lower().endswith((".xlsx", ".csv")):
            rows = [row for sheet in sheet_names(content) or [""] for row in read_sheet(content, sheet).rows]
            return "\n".join(" ".join(row) for row in rows)
        return "\n".join(line.text for line in lines_of(content, name).lines)
    except CannotRead:
        return None


def rename(known, words, *, by, reason):
    """Replace what is known of a person in what files are called, now and in history. words: what stands for it.

    Gives in how many rows.
    """
    found = 0
    for part in known:
        pattern = _however_written(part)
        for model, fields in TRACKED.items():
            if rows := list(_renamed(model, fields, pattern, words)):
                bulk_update_with_history(rows, model, fields, default_user=by, default_change_reason=reason)
                found += len(rows)
        for model, fields in UNTRACKED.items():
            for row in _renamed(model, fields, pattern, words):
                values = {field: getattr(row, field) for field in fields}
                found += model._base_manager.filter(pk=row.pk).update(**values)
    return found


def _however_written(part):
    """Finds a name or an address as a word of its own: Ana_Prueba.pdf and ana-prueba.pdf name her as well."""
    spelled = r"[\s_.+-]*".join(map(re.escape, part.split()))
    return re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])", re.IGNORECASE)


def _renamed(model, fields, pattern, words):
    """The rows whose files are called so, with their (unsaved) new names; how a file ends stays."""
    for row in model._base_manager.order_by("pk"):
        if any(pattern.search(getattr(row, field)) for field in fields):
            for field in fields:
                most = model._meta.get_field(field).max_length
                setattr(row, field, pattern.sub(words, getattr(row, field))[-most:])
            yield row
