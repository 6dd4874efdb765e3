#!/usr/bin/env python
import os
import secrets
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcm_minutes.settings")
    if sys.argv[1:2] == ["read_document"]:
        # It writes nothing, not even the installation's key on a first start, and signs nothing.
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    execute_from_command_line(sys.argv)
