"""Files that are made for whoever asks: put together, then sent to be kept."""

import io

from django.http import FileResponse


def made(write, *, name, content_type):
    """The answer that sends a file as an attachment. write: called with a binary file to write to."""
    file = io.BytesIO()
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
