"""Fails every test in which the program changes the record, or what visitors see, without raising the public version.

Pages and counts are kept under that version: a write that forgot it would stay hidden until the next one.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from networks.models import PublicVersion

ROOT = Path(__file__).resolve().parent.parent
APPS = ("networks", "meetings", "actions", "documents", "correspondence", "desks", "drafting", "register")
# Rows that tests make themselves come through none of these.
PROGRAM = tuple(
    f"{ROOT / app}/{part}" for app in APPS for part in ("services", "views", "admin", "tasks", "management")
)
# One row written for whoever holds the transaction: who that is decides.
PENS = {"save_recorded", "delete_recorded"}

ON_RECORD = ("adopted", "published")
INFORMED = ("sent", "acknowledged")
SHOWN_MEETING = ("is_public", True), ("report__state__in", ON_RECORD)


def _of_meeting(path: str) -> Q:
    return Q(*((f"{path}{lookup}", value) for lookup, value in SHOWN_MEETING), _connector=Q.OR)


# What visitors see, or are shown figures of, of each model that holds any of it.
WATCHED = {
    "networks.Conference": Q(),
    "networks.Network": Q(),
    "networks.Delegation": Q(),
    "networks.Membership": Q(),
    "networks.Presidency": Q(),
    "meetings.Meeting": _of_meeting(""),
    "meetings.Attendance": _of_meeting("meeting__"),
    "meetings.AgendaItem": _of_meeting("meeting__"),
    "meetings.AgendaItemLead": _of_meeting("item__meeting__"),
    "meetings.MeetingDocument": Q(distribution="public") & _of_meeting("meeting__"),
    "actions.Report": Q(state__in=ON_RECORD),
    "actions.ReportVersion": Q(report__state__in=ON_RECORD),
    "actions.Agreement": Q(report__state__in=ON_RECORD),
    "actions.Lineage": Q(agreement__report__state__in=ON_RECORD),
    "actions.TakesUp": _of_meeting("item__meeting__"),
    "actions.Action": Q(agreement__report__state__in=ON_RECORD),
    "actions.ActionOwner": Q(action__agreement__report__state__in=ON_RECORD),
    "actions.Commitment": Q(action__agreement__report__state__in=ON_RECORD),
    "actions.ProgressReport": Q(state__in=INFORMED),
    "actions.ProgressAnswer": Q(report__state__in=INFORMED),
    "actions.Evidence": Q(report__state__in=INFORMED),
}
# Nothing of these is on a page that visitors read.
UNSEEN = {
    "actions.Remark",
    "networks.User",
    "networks.SignInCode",
    "networks.PublicVersion",
    "networks.Designation",
    "networks.Holiday",
    "networks.AuditEntry",
    "documents.Upload",
    "documents.Doubt",
    "correspondence.MailSettings",
    "correspondence.ReminderPolicy",
    "correspondence.ReminderStep",
    "correspondence.DelegationHold",
    "correspondence.MailText",
    "correspondence.Addressee",
    "correspondence.Notice",
    "correspondence.Mail",
    "correspondence.Mention",
    "correspondence.DigestDay",
    "correspondence.SignedLink",
    "correspondence.LinkUse",
    "desks.CalendarFeed",
    "desks.DroppedMail",
    "desks.MatrixReport",
    "desks.MatrixRow",
    "desks.MatrixMapping",
    "desks.Matrix",
    "desks.NamedFilter",
    "desks.SeenAnswer",
    "desks.SetStep",
    "desks.SourceFile",
}
WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


def models_of_the_program() -> set[str]:
    """Every model but the history's, as `app.Model`."""
    own = (model for app in APPS for model in apps.get_app_config(app).get_models())
    return {model._meta.label for model in own if not hasattr(model, "history_user")}


class Watch:
    """An `execute_wrapper` of the database connection. `forgotten`: the writes that raised no version."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []
        self._raised_in: list[Any] = []
        self._tables = {apps.get_model(label)._meta.db_table: apps.get_model(label) for label in WATCHED}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        write = WRITE.match(sql)
        table = write[1] if write else ""
        if table == PublicVersion._meta.db_table and connection.in_atomic_block:
            self._raised_in.append(connection.atomic_blocks[-1])
        model = self._tables.get(table)
        if model is None or self._version_is_raised() or not (place := place_in_the_program()):
            return execute(sql, params, many, context)
        before = seen(model)
        result = execute(sql, params, many, context)
        if seen(model) != before:
            self.forgotten.append(f"{place} writes {model._meta.label} without public_change()")
        return result

    def _version_is_raised(self) -> bool:
        self._raised_in = [block for block in self._raised_in if block in connection.atomic_blocks]
        return bool(self._raised_in)


def seen(model: type[models.Model]) -> list[tuple[Any, ...]]:
    fields = [field.attname for field in model._meta.concrete_fields]
    shown = model._default_manager.filter(WATCHED[model._meta.label])
    return list(shown.order_by("pk").distinct().values_list(*fields))


def place_in_the_program() -> str:
    """The innermost place of the program that a write comes from; "" for one that a test makes itself."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if file.startswith(PROGRAM) and name not in PENS:
            return f"{Path(file).relative_to(ROOT)}, {name}"
        frame = frame.f_back
    return ""


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """No public change was forgotten when the test ends."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch
    assert watch.forgotten == []
