"""The project's own settings, with its data in a folder that goes away and nothing slower than a test needs."""

import atexit
import os
import shutil
import tempfile

_scratch = tempfile.mkdtemp(prefix="rcm-minutes-tests-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["VAR_DIR"] = _scratch
os.environ["SECRET_KEY"] = "only-for-tests"

from rcm_minutes.settings import *  # noqa: E402, F403
from rcm_minutes.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES, VAR_DIR  # noqa: E402

STATIC_ROOT = VAR_DIR  # nothing is collected here; it only has to be there
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = [*MIDDLEWARE, "tests.middleware.no_query_per_row"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ZEAL_RAISE = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A query gone astray fails its test instead of holding up all the others.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=60s"
