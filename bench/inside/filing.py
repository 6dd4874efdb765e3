"""Generated reports through the whole way: brought in, read, filed and published; with the memory it takes."""

import datetime
import time

import psutil
from django.utils import timezone

from documents.services.filing import file_upload
from documents.services.importing import import_file
from networks.services import load_conference, system_user

REPORTS = 1000
WARMED_UP = 100
BODIES = [
    "Liaison Officer Network for Consular Protection",
    "Liaison Officer Network to Combat Migrant Smuggling and Trafficking in Persons",
    "Liaison Officer Network for the Protection of Migrant Boys, Girls and Adolescents",
    "Regional Consultation Group on Migration",
]
PLACES = ["Tegucigalpa, Honduras", "Managua, Nicaragua", "San José, Costa Rica", "Ottawa, Canada"]
POINTS = [
    "To thank the Government of the host country for its welcome and the room {number}.",
    "Member Countries will send comments on paper {number} to the Technical Secretariat by {soon}.",
    "To request the Technical Secretariat to circulate paper {number} within two months, at the latest.",
    "Costa Rica and Mexico will jointly prepare a proposal on matter {number} before the next RCGM meeting.",
    "To take note of the presentation of IOM on matter {number}.",
    "Guatemala offered to share its manual, edition {number}, with the delegations by {later}.",
    "To urge the Member Countries to answer questionnaire {number} in good time.",
    "Panama will inform of the outcome of workshop {number} by {later}.",
    "To welcome the progress of the register of interpreters, version {number}.",
    "El Salvador, Honduras and Nicaragua will each name a contact for exercise {number} by {soon}.",
]


def measure():
    """Seconds for filing alone and for the whole way; resident memory in MB after WARMED_UP reports and at the end."""
    by = system_user()
    load_conference(by=by)
    now = timezone.now()
    process = psutil.Process()
    memory = {}
    filing = 0.0
    started = time.perf_counter()
    for number in range(1, REPORTS + 1):
        content = report(number).encode()
        done = import_file(content=content, name=f"{number}.txt", by=by, now=now, on=now.date(), publish=False)
        if done.outcome != "draft":
            raise RuntimeError(f"Report {number} is {done.outcome}: {done.detail}")
        read_at = time.perf_counter()
        file_upload(upload_id=done.upload.pk, by=by, on=now.date(), now=now, publish=True, followed=False)
        filing += time.perf_counter() - read_at
        if number in (WARMED_UP, REPORTS):
            memory[number] = process.memory_info().rss / 2**20
    return {
        "reports": REPORTS,
        "filing": filing,
        "whole_way": time.perf_counter() - started,
        "memory_early": memory[WARMED_UP],
        "memory_late": memory[REPORTS],
    }


def report(number):
    """A report of ten points, of a meeting that no other number has."""
    turn, body = divmod(number, len(BODIES))
    day = datetime.date(1999, 1, 12) + datetime.timedelta(days=37 * turn)
    words = {
        "number": number,
        "soon": in_words(day + datetime.timedelta(days=45)),
        "later": in_words(day + datetime.timedelta(days=90)),
    }
    lines = [
        f"Meeting of the {BODIES[body]}",
        f"{PLACES[turn % len(PLACES)]}, {in_words(day)}",
        "",
        "The delegations of Canada, Costa Rica, El Salvador, Guatemala, Honduras, Mexico, Nicaragua and Panama, Member "
        "Countries of the Regional Conference on Migration (RCM), and the Technical Secretariat agreed as follows:",
    ]
    for place, point in enumerate(POINTS, start=1):
        lines += ["", f"{place}. {point.format(**words)}"]
    return "\n".join([*lines, ""])


def in_words(day):
    return f"{day:%B} {day.day}, {day.year}"
