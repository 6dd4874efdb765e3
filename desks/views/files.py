"""Files that are made for whoever asks: put together, noted, then sent to be kept."""

import io

from django.http import FileResponse
from django.utils import timezone

from networks.auditing import note_export


def made(request, write, *, name, content_type):
    """The answer that sends a file as an attachment. write: called with a binary file to write to."""
    file = io.BytesIO()
    write(file)
    file.seek(0)
    note_export(request, name, now=timezone.now())
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
