"""`python -m bench.inside NAME …`: prints as one line of JSON what the module of that name measures."""

import importlib
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    name, *arguments = sys.argv[1:]
    print(json.dumps(importlib.import_module(f"bench.inside.{name}").measure(*arguments)))
