import sys

if sys.version_info < (3, 11):
    sys.exit("RCM Minutes needs Python 3.11 or later; this is %d.%d. Try: make run PYTHON=python3.12" % sys.version_info[:2])

from launch.commands import main

main(sys.argv[1:])
