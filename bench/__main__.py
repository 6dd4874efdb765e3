"""`python -m bench [--only NAME …]`: measure, and print one table of figures."""

import argparse
import os
import platform
import time

from bench import bulk, desks, evidence, filing, mail, matrix, pages, reading, register, reminders, starting
from bench.figures import table
from bench.workshop import Workshop

MEASURES = {
    "reading": reading.measure,
    "starting": starting.measure,
    "filing": filing.measure,
    "pages": pages.measure,
    "register": register.measure,
    "desks": desks.measure,
    "reminders": reminders.measure,
    "mail": mail.measure,
    "bulk": bulk.measure,
    "evidence": evidence.measure,
    "matrix": matrix.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure RCM Minutes on this machine.")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES), help="leave out the others")
    chosen = parser.parse_args().only
    figures = []
    started = time.monotonic()
    with Workshop() as workshop:
        for name in chosen:
            print(f"Measuring: {name} …", flush=True)
            figures += MEASURES[name](workshop)
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{time.monotonic() - started:.0f} s in all\n"
    )
    print(table(figures))


if __name__ == "__main__":
    main()
