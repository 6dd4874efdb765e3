"""Files that are sent to be kept: made for whoever asks and noted, or as they came in."""

import io

from django.http import FileResponse, Http404
from django.utils import timezone

from networks.auditing import note_export


def made(request, write, *, name, content_type):
    """The answer that sends a file as an attachment. write: called with a binary file to write to."""
    file = io.BytesIO()
    write(file)
    file.seek(0)
    note_export(request, name, now=timezone.now())
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def as_it_came(request, row, *, is_public=False):
    """A kept file: to be saved, never opened in the page; its policy allows nothing at all.

    row: what the file belongs to, with `file` and `name`, and `content_type` where its bytes were looked at.
    is_public: whether everybody may read it; that somebody takes another one away is noted, under no name that the file
    came with. Raises Http404 where the file is gone. Whether it may be read, its caller asks.
    """
    try:
        kept = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if not is_public:
        note_export(request, f"{row._meta.model_name} {row.pk}", now=timezone.now())
    content_type = getattr(row, "content_type", "application/octet-stream")
    response = FileResponse(kept, as_attachment=True, filename=row.name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
