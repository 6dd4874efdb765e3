"""Read a document without a database and without writing anything."""

import io
import json
import pathlib
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.reading.errors import CannotRead
from documents.reading.files import MAX_BYTES
from documents.reading.read import read
from documents.services.vocabulary import shipped


class Command(BaseCommand):
    help = "Read a report or an agenda (DOCX, PDF, TXT) and print what it says. Nothing is written."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=pathlib.Path)
        parser.add_argument("--json", action="store_true", help="print everything, as JSON in UTF-8")
        parser.add_argument("--language", choices=["en", "es"], help="the document's language, if it is known")

    def handle(self, *, file, json, language, **options):
        document = read_file(file, language)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        self.stdout.write(as_json(document) if json else "\n".join(summary(document)))


def read_file(file, language):
    """What a file says. Raises CommandError with a clear word for whatever cannot be read."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CommandError(
                _("%(file)s: the file is larger than %(limit)s MB.")
                % {
                    "file": file,
                    "limit": MAX_BYTES // 1024**2,
                }
            )
        document, _lines = read(file.read_bytes(), file.name, vocabulary=shipped(), language=language)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except CannotRead as refusal:
        raise CommandError(f"{file}: {refusal}") from refusal
    return document


def as_json(document):
    return json.dumps(document.as_dict(), ensure_ascii=False, indent=1)


def summary(document):
    """The lines that tell a person what was read."""
    yield f"{document.kind} ({document.language})  {document.title}".rstrip()
    place = ", ".join(part for part in (document.venue, document.city, document.country) if part)
    days = " – ".join(str(day) for day in dict.fromkeys((document.starts_on, document.ends_on)) if day)
    yield f"  {document.network or '?'}  {days or '?'}  {place or '?'}"
    if document.participants:
        yield f"  {' '.join(document.participants)}"
    for agreement in document.agreements:
        yield from _agreement(agreement, "  ")
    for entry in document.agenda:
        times = "–".join(time for time in (entry.starts_at, entry.ends_at) if time)
        leads = f" [{', '.join(entry.leads)}]" if entry.leads else ""
        yield f"  {entry.day} {times}  {entry.title or entry.kind}{leads}"
        for child in entry.children:
            yield f"      {child.title}{f' [{chr(44).join(child.leads)}]' if child.leads else ''}"
    for dropped in document.dropped:
        yield f"- {dropped.line}: {dropped.text.strip()[:60]} ({dropped.why})"
    for warning in document.warnings:
        yield f"? {warning.line or ''}: {warning.message}"


def _agreement(agreement, indent):
    yield f"{indent}{agreement.number}. ({agreement.kind}) {' '.join(agreement.text.split())[:90]}"
    for action in agreement.actions:
        deadline = action.deadline
        until = deadline.on or deadline.phrase or "—"
        yield f"{indent}   → {', '.join(action.owners) or '?'} · {action.force} · {action.fulfilment} · {until}"
    for child in agreement.children:
        yield from _agreement(child, indent + "   ")
