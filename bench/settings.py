"""The project's own settings, with one more address: the bytes of a page out of memory, to measure against."""

from rcm_minutes.settings import *  # noqa: F403
from rcm_minutes.settings import VAR_DIR

ROOT_URLCONF = "bench.urls"
STATIC_ROOT = VAR_DIR / "static"
