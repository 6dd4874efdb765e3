import sys

# Written so that an old Python can read it far enough to be told.
if sys.version_info < (3, 11):  # noqa: UP036
    version = ".".join(map(str, sys.version_info[:2]))
    sys.exit(
        "RCM Minutes needs Python 3.11 or later; this is " + version + ". Name another: make run PYTHON=python3.12"
    )

from launch.commands import main

main(sys.argv[1:])
