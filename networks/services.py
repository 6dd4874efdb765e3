"""The verbs of networks/: the public version, the conference's day, delegations, the database's figures."""

import contextlib
import contextvars
import dataclasses
import datetime
import json
import pathlib
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from .models import (
    Conference,
    Delegation,
    DelegationKind,
    Membership,
    Network,
    Presidency,
    PublicVersion,
    Standing,
    User,
)
from .terms import A_DAY, term_on

_in_public_change = contextvars.ContextVar("in_public_change", default=False)
SHIPPED = pathlib.Path(__file__).parent / "data" / "conference.json"


class CannotMakeDelegation(Exception):
    """The body cannot become a delegation; the message may be shown to the user."""


@contextlib.contextmanager
def public_change():
    """A transaction that raises the public version first, so that no cached page outlives the change.

    The version row is taken before anything else: writers of public content queue there and cannot deadlock.
    Effects: one transaction and the version raised in it. Within another public change it is a part of that: what is
    refused here is refused there.
    """
    within = _in_public_change.get()
    with transaction.atomic(savepoint=not within):
        if within:
            yield
            return
        if not _raise_version():
            # Of two first writers one makes the row; the other waits for it here.
            PublicVersion.objects.get_or_create(pk=1)
            _raise_version()
        outermost = _in_public_change.set(True)
        try:
            yield
        finally:
            _in_public_change.reset(outermost)


def _raise_version():
    return PublicVersion.objects.filter(pk=1).update(number=F("number") + 1)


def public_version():
    """The number under which public pages may be kept; 0 before the first write."""
    # Asked before every page: building this query anew took longer than the rest of an answer from memory.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {PublicVersion._meta.db_table} WHERE id = 1")  # noqa: S608  no input in it
        row = cursor.fetchone()
    return row[0] if row else 0


def conference():
    """The conference's settings; unsaved defaults where none are stored yet."""
    return Conference.objects.filter(pk=1).first() or Conference(
        pk=1,
        name_en="Regional Conference on Migration",
        name_es="Conferencia Regional sobre Migración",
        short_en="RCM",
        short_es="CRM",
    )


def today(*, now, settings_row=None):
    """The day it is for the conference at the aware datetime `now`."""
    row = settings_row or conference()
    return now.astimezone(zoneinfo.ZoneInfo(row.time_zone)).date()


def system_user():
    """The named person in whose name jobs and imports write."""
    user = User.objects.filter(is_system=True).first()
    if user is None:
        user = User(name="RCM Minutes", is_system=True, is_active=False)
        user.set_unusable_password()
        user.save()
    return user


def save_recorded(instance, *, by, reason=""):
    """Save a tracked row with the person and the reason its history shows."""
    instance._history_user = by
    instance._change_reason = reason
    instance.save()
    return instance


def delete_recorded(instance, *, by, reason=""):
    """Delete a tracked row; its history keeps what it was, who removed it and why."""
    instance._history_user = by
    instance._change_reason = reason
    instance.delete()


def count_what_is_stored():
    """Have PostgreSQL look at how much is stored, after much was written at once; SQLite needs none of it.

    It plans its queries by such figures, and would gather them by itself only some minutes later.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def presidency_holder(*, on, terms=None):
    """The Member Country that holds the presidency on the day `on`, or None.

    terms: what `presidency_terms()` gave, for a caller that asks more than once.
    """
    terms = presidency_terms() if terms is None else terms
    held = term_on(terms, day=on)
    return held.delegation if held else None


def presidency_terms():
    """Every term of the presidency with its country, the first one first; one query."""
    return list(Presidency.objects.select_related("delegation").order_by("starts_on"))


@dataclasses.dataclass(frozen=True)
class Handover:
    """The presidency passes on the day `on`: the term of the day before, and that of the day; None where none is."""

    on: datetime.date
    before: Presidency | None
    after: Presidency | None

    @property
    def outgoing(self):
        return self.before.delegation if self.before else None

    @property
    def incoming(self):
        return self.after.delegation if self.after else None


def handovers(*, since, until, terms=None):
    """When the presidency passed on after the day `since`, up to the day `until`, the first time first; one query.

    A country that follows itself passes nothing on. Days without a presidency on record stand between two handovers,
    one to nobody and one from nobody. Of terms that share a day, the one that began first holds it.
    terms: what `presidency_terms()` gave, for a caller that asks more than once; then no query.
    """
    terms = presidency_terms() if terms is None else terms
    days = {term.starts_on for term in terms} | {
        term.ends_on + A_DAY for term in terms if term.ends_on and term.ends_on < until
    }
    passed = [
        Handover(day, term_on(terms, day=day - A_DAY), term_on(terms, day=day))
        for day in sorted(days)
        if since < day <= until
    ]
    return [one for one in passed if one.outgoing != one.incoming]


def make_delegation(*, name, code, kind=DelegationKind.OTHER, name_es="", by):
    """Make a body that a report names a delegation, so that it can be responsible.

    name: as written, kept as one of its names. code: its acronym, up to 16 characters. Raises CannotMakeDelegation.
    """
    name, code = name.strip(), code.strip().upper()
    if not name or not code:
        raise CannotMakeDelegation(_("A delegation needs a name and a code."))
    with public_change():
        if Delegation.objects.filter(code__iexact=code).exists():
            raise CannotMakeDelegation(_("The code %(code)s is taken by another delegation.") % {"code": code})
        delegation = Delegation(code=code, kind=kind, name_en=name, name_es=name_es.strip() or name, other_names=name)
        try:
            delegation.clean_fields()
        except ValidationError as refusal:
            raise CannotMakeDelegation(" ".join(refusal.messages)) from refusal
        return save_recorded(delegation, by=by)


def load_conference(*, by):
    """Store the conference's shipped names: its settings, delegations, bodies, memberships and presidencies.

    What is stored already stays as it is, so that it can run again after an upgrade. Returns how many rows it added.
    """
    data = json.loads(SHIPPED.read_text("utf-8"))
    added = 0
    with public_change():
        if not Conference.objects.filter(pk=1).exists():
            save_recorded(conference(), by=by)
            added += 1
        known = set(Delegation.objects.values_list("code", flat=True))
        fresh = [row for row in data["delegations"] if row["code"] not in known]
        made = _create_recorded([_delegation(row) for row in fresh], by=by)
        memberships = [
            Membership(
                delegation=delegation,
                standing=Standing.MEMBER if row.get("member") else Standing.OBSERVER,
                starts_on=datetime.date.fromisoformat(row["since"]),
            )
            for row, delegation in zip(fresh, made, strict=True)
            if delegation.kind != DelegationKind.OFFICE
        ]
        added += len(made) + len(_create_recorded(memberships, by=by))
        added += _load_networks(data["networks"], by=by)
        ids = dict(Delegation.objects.values_list("code", "pk"))
        held = {str(day) for day in Presidency.objects.values_list("starts_on", flat=True)}
        presidencies = [
            Presidency(delegation_id=ids[row["delegation"]], starts_on=row["starts_on"], ends_on=row["ends_on"])
            for row in data["presidencies"]
            if row["starts_on"] not in held
        ]
        added += len(_create_recorded(presidencies, by=by))
    return added


def _delegation(row):
    return Delegation(
        code=row["code"],
        kind=row["kind"],
        name_en=row["en"],
        name_es=row["es"],
        formal_en=row["formal_en"],
        formal_es=row["formal_es"],
        acronym_es=row.get("acronym_es", ""),
        other_names="\n".join(row["other_names"]),
    )


def _create_recorded(rows, *, by):
    """Store new rows of one kind at once, each with its history; gives them."""
    return bulk_create_with_history(rows, type(rows[0]), default_user=by) if rows else []


def _load_networks(rows, *, by):
    known = {network.slug: network for network in Network.objects.all()}
    fresh = [row for row in rows if row["slug"] not in known]
    for position, row in enumerate(rows):
        if row in fresh:
            network = Network(
                slug=row["slug"],
                code=row["code"],
                kind=row["kind"],
                name_en=row["en"],
                name_es=row["es"],
                short_en=row["short_en"],
                short_es=row["short_es"],
                other_names="\n".join(row["other_names"]),
                position=position,
            )
            known[row["slug"]] = network
    for row in sorted(fresh, key=lambda row: row["reports_to"] is not None):
        known[row["slug"]].reports_to = None
        save_recorded(known[row["slug"]], by=by)
    for row in fresh:
        if row["reports_to"]:
            known[row["slug"]].reports_to = known[row["reports_to"]]
            save_recorded(known[row["slug"]], by=by)
    return len(fresh)
