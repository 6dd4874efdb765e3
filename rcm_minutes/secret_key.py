"""The signing key of an installation nobody configured: made once, kept beside its data."""

import os
import secrets
import tempfile
from pathlib import Path


def kept_secret_key(path: Path) -> str:
    """Return the key stored at `path`, making it on first use; only the owner may read the file.

    Two processes that start together end with the same key: whoever links its file first wins.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(name, path)
        except FileExistsError:
            pass
    finally:
        os.unlink(name)
    return path.read_text(encoding="ascii").strip()
