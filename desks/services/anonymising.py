"""A person is taken out of the record: name and addresses go wherever they stand; what was done stays."""

import json
import re
import secrets
from typing import NamedTuple

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from actions.models import Commitment, ProgressReport, Remark, ReportVersion
from correspondence.models import Addressee, DelegationHold, LinkUse, Mail, MailState, Notice, SignedLink
from meetings.models import MeetingDocument
from networks.auditing import note
from networks.models import AuditedAct, AuditEntry, Delegation, Designation, User
from networks.policies import may_anonymise, may_give_access
from networks.services import public_change, save_recorded

from ..models import Matrix, MatrixRow, NamedFilter, SetStep
from . import kept_files
from .feeds import revoke_feed
from .spellings import pattern_of

OF_A_DESIGNATION = ("post", "institution", "phone", "copy_to", "note")
STILL_TO_GO = (MailState.PENDING, MailState.CLAIMED)
PIECE = 500  # rows read at once
# A text that quotes a name or an address of the person, wherever a person may have written one; or JSON that holds it.
QUOTING = (
    (Mail, ("subject", "text", "html", "calendar", "note", "answer")),
    (Notice, ("words",)),
    (Addressee, ("undeliverable_reason",)),
    (LogEntry, ("object_repr",)),
    (AuditEntry, ("about",)),
    (ReportVersion, ("reason",)),
    (NamedFilter, ("name",)),
    (SetStep, ("refusal", "asked")),
    (Matrix, ("refusal_en", "refusal_es", "headings")),
    (MatrixRow, ("text", "reason", "why_en", "why_es", "cells")),
)
QUOTING_WITH_HISTORY = (
    (Commitment, ("outcome",)),
    (DelegationHold, ("reason",)),
    (ProgressReport, ("text", "source_words")),
    (Remark, ("text", "source_words")),
    (MeetingDocument, ("title_en", "title_es", "name")),
)


class Pen(NamedTuple):
    """In whose name and why the rows change."""

    by: User
    reason: str


class CannotAnonymise(Exception):
    """The person stays as they are; the message may be shown to the user."""


def anonymise_person(*, person_id, by, reason, now):
    """Replace a person's name and addresses by “former officer of …”, in record, history and outbox.

    What stands in kept files stays; `kept_files.files_that_may_name` says beforehand which these are.
    Effects: no account, session, link or calendar is left; mails that wait for the person are withdrawn; the person's
    designations stay with delegation, body and days, which other rows refer to. It cannot be undone. `reason` stands
    in the history and must not name the person. Gives the User. Raises CannotAnonymise.
    """
    with public_change():
        person = User.objects.select_for_update().get(pk=person_id)
        if not may_anonymise(by, person):
            raise CannotAnonymise(_("An administrator does this, for a person who is no administrator."))
        words = {language: _former(person, language) for language in ("en", "es")}
        known = [part for part in (person.name, person.email) if part]
        if pattern_of(known).search(reason):
            raise CannotAnonymise(_("The reason must not name the person: it stays in the history."))
        address = f"former-{person.pk}@anonymised.invalid"
        pen = Pen(by, reason)
        _name_no_longer(person, words["en"], pen)
        _empty_designations(person, pen)
        if person.email:
            _leave_the_mail(person.email, address, now=now)
            _send_no_copy(person.email, pen)
        _write_over(known, words["en"], pen)
        kept_files.rename(known, words["en"], by=by, reason=reason)
        _sign_out(person)
        revoke_feed(person=person, now=now)
        values = {"name": "", "email": None, "was_en": words["en"], "was_es": words["es"], "is_active": False}
        for field, value in values.items():
            setattr(person, field, value)
        person.is_staff = person.is_superuser = False
        person.set_unusable_password()
        save_recorded(person, by=by, reason=reason)
        note(AuditedAct.ANONYMISED, by=by, about=words["en"], now=now)
        User.history.filter(id=person.pk).update(name="", email=None, was_en=words["en"], was_es=words["es"])
    return person


def anonymise_stranger(*, who, by, reason, now):
    """The same for somebody who is no person on record: an assistant who informed by a link, the sender of a mail.

    who: an address, and then the whole names given with it as well, or a whole name. What stands for them is “former
    contact of …”. Gives these words. Raises CannotAnonymise.
    """
    who = who.strip()
    with public_change():
        if not may_give_access(by):
            raise CannotAnonymise(_("An administrator does this, for a person who is no administrator."))
        if User.objects.filter(Q(email__iexact=who) | _called(User, "name", who)).exists():
            raise CannotAnonymise(_("This is a person on record: please give the address that stands there."))
        is_address = "@" in who
        if not (is_address or _is_whole(who)):
            raise CannotAnonymise(_("Please give the whole name: a single word stands in too many texts."))
        if pattern_of([who]).search(reason):
            raise CannotAnonymise(_("The reason must not name the person: it stays in the history."))
        traces = traces_of(who)
        words = _former_contact(traces.delegations)
        pen = Pen(by, reason)
        said = Q(pk__in=traces.reports)
        found = _replace(ProgressReport, said, {"author_name": words, "author_post": "", "author_address": ""}, pen)
        for name in traces.names:
            found += _replace(Remark, _answered_as(name) & Q(by=None), {"by_name": words}, pen)
        if is_address:
            found += _send_no_copy(who, pen)
            found += _leave_the_mail(who.lower(), f"former-{secrets.token_hex(6)}@anonymised.invalid", now=now)
        known = [who.lower(), who, *traces.names] if is_address else [who]
        found += _write_over(list(dict.fromkeys(known)), words, pen)
        found += kept_files.rename(list(dict.fromkeys(known)), words, by=by, reason=reason)
        if not found:
            raise CannotAnonymise(_("Nobody here has the address or name %(who)s.") % {"who": who})
        note(AuditedAct.ANONYMISED, by=by, about=words, now=now)
    return words


class Traces(NamedTuple):
    """What stands on record of somebody without an account. reports: keys of those they wrote."""

    reports: list[int]
    names: list[str]
    delegations: list[Delegation]


def traces_of(who):
    """The Traces of an address, or of a name. A name that a person on record has is that person's."""
    theirs = Q(author_address__iexact=who) | _called(ProgressReport, "author_name", who)
    written = ProgressReport.objects.filter(theirs, author=None)
    rows = list(written.values_list("pk", "author_name"))
    names = {name for _key, name in rows if _is_whole(name)} if "@" in who else {who}
    names = {name for name in names if not User.objects.filter(_called(User, "name", name)).exists()}
    of_reports = Q(progress_reports__in=[key for key, _name in rows])
    of_copies = Q(designations__copy_to__iexact=who)
    delegations = Delegation.objects.filter(of_reports | of_copies).distinct().order_by("pk")
    return Traces([key for key, _name in rows], sorted(names), list(delegations))


def _is_whole(name):
    return len(name.split()) > 1


def _former_contact(delegations):
    with translation.override("en"):
        if len(delegations) != 1:
            return _("former contact")
        return _("former contact of %(delegation)s") % {"delegation": delegations[0]}


def _former(person, language):
    """What stands in the place of the name: former officer of Guatemala."""
    last = person.designations.select_related("delegation").order_by("-starts_on", "-pk").first()
    with translation.override(language):
        if last is None:
            return _("former member of the staff")
        return _("former officer of %(delegation)s") % {"delegation": last.delegation}


def _empty_designations(person, pen):
    _replace(Designation, Q(person=person), dict.fromkeys(OF_A_DESIGNATION, ""), pen)
    # One that was taken back is there in history alone.
    Designation.history.filter(person=person.pk).update(**dict.fromkeys(OF_A_DESIGNATION, ""))


def _send_no_copy(address, pen):
    found = _replace(Designation, Q(copy_to__iexact=address), {"copy_to": ""}, pen)
    return found + Designation.history.filter(copy_to__iexact=address).update(copy_to="")


def _name_no_longer(person, words, pen):
    """What came without an account says in words of its own who wrote it."""
    own = Q(author=person)
    if person.email:
        own |= Q(author_address__iexact=person.email)
    reports = list(ProgressReport.objects.filter(own).values_list("pk", flat=True))
    delegations = person.designations.values("delegation")
    named = {"author_name": words, "author_post": "", "author_address": ""}
    _replace(ProgressReport, Q(pk__in=reports, author=None), named, pen)
    if person.name:
        said = _answered_as(person.name) & Q(commitment__delegation__in=delegations)
        _replace(Remark, said, {"by_name": words}, pen)


def _answered_as(name):
    """Answers by a link, under a name alone or with the post after it."""
    return _called(Remark, "by_name", name, more="(?:, .*)?")


def _called(model, field, name, *, more=""):
    """The rows that call somebody so, however it is written. more: a pattern of what may follow the name."""
    pattern = re.compile(f"(?:{pattern_of([name]).pattern}){more}", re.DOTALL)
    rows = model._base_manager.exclude(**{field: ""}).order_by("pk").values_list("pk", field)
    return Q(pk__in=[key for key, called in rows.iterator(chunk_size=PIECE) if pattern.fullmatch(called)])


def _replace(model, which, values, pen):
    """Give rows of a tracked model these values, now and in all that their history says; gives how many there are."""
    rows = list(model.objects.select_for_update(of=("self",)).filter(which))
    for row in rows:
        for field, value in values.items():
            setattr(row, field, value)
    if rows:
        bulk_update_with_history(rows, model, list(values), default_user=pen.by, default_change_reason=pen.reason)
        model.history.filter(id__in=[row.pk for row in rows]).update(**values)
    return len(rows)


def _leave_the_mail(before, address, *, now):
    """Write to an address no more, and call it otherwise wherever it was written to; gives in how many rows."""
    Mail.objects.filter(recipient=before, state__in=STILL_TO_GO).update(state=MailState.WITHDRAWN, claim=None)
    links = SignedLink.objects.filter(address=before)
    LinkUse.objects.filter(link__in=links).update(browser="")
    links.filter(revoked_at=None).update(revoked_at=now)
    found = Mail.objects.filter(recipient=before).update(recipient=address) + links.update(address=address)
    found += Notice.objects.filter(address=before).update(address=address)
    return found + Addressee.objects.filter(address=before).delete()[0]


def _write_over(known, words, pen):
    """Replace what is known of the person in texts that quote it, and in the reasons of every history.

    Every text is read, in pieces: no database finds a name however it is written. Gives in how many rows.
    """
    pattern = pattern_of(known)
    found = _write_over_messages(pattern, words)
    for model, fields in QUOTING:
        found += _write_over_in(model._base_manager, fields, pattern, words)
    for model, fields in QUOTING_WITH_HISTORY:
        keys = [key for key, _after in _quoting(model._base_manager, fields, pattern, words)]
        rows = list(model.objects.select_for_update(of=("self",)).filter(pk__in=keys))
        for row in rows:
            for field in fields:
                setattr(row, field, _written_over(getattr(row, field), pattern, words, most=_longest(model, field)))
        if rows:
            bulk_update_with_history(rows, model, fields, default_user=pen.by, default_change_reason=pen.reason)
        found += len(rows)
    of_histories = {model.history.model: fields for model, fields in QUOTING_WITH_HISTORY}
    for model in apps.get_models():
        if hasattr(model, "history_change_reason"):
            fields = ("history_change_reason", *of_histories.get(model, ()))
            found += _write_over_in(model._base_manager, fields, pattern, words)
    return found


def _write_over_in(rows, fields, pattern, words):
    found = 0
    for key, after in _quoting(rows, fields, pattern, words):
        found += rows.filter(pk=key).update(**after)
    return found


def _quoting(rows, fields, pattern, words):
    """(key, {field: what it is to say}) of each row that quotes the person."""
    most = {field: _longest(rows.model, field) for field in fields}
    for key, *values in rows.order_by("pk").values_list("pk", *fields).iterator(chunk_size=PIECE):
        before = dict(zip(fields, values, strict=True))
        after = {field: _written_over(value, pattern, words, most=most[field]) for field, value in before.items()}
        if after != before:
            yield key, after


def _write_over_messages(pattern, words):
    """The same in what the back office noted of a change: JSON kept as a text, its letters with accents escaped."""
    found = 0
    for entry in LogEntry.objects.only("change_message").order_by("pk").iterator(chunk_size=PIECE):
        try:
            said, kept = json.loads(entry.change_message), json.dumps
        except ValueError:
            said, kept = entry.change_message, str
        if (after := _written_over(said, pattern, words)) != said:
            found += LogEntry.objects.filter(pk=entry.pk).update(change_message=kept(after))
    return found


def _longest(model, field):
    return model._meta.get_field(field).max_length


def _written_over(value, pattern, words, *, most=None):
    """most: what stands for a person may be longer than the name, and is cut there."""
    if isinstance(value, str):
        after = pattern.sub(lambda _found: words, value)
        return after[:most] if after != value else value
    if isinstance(value, list):
        return [_written_over(one, pattern, words) for one in value]
    if isinstance(value, dict):
        return {key: _written_over(one, pattern, words) for key, one in value.items()}
    return value


def _sign_out(person):
    """No way in is left: sessions, second factors, codes, calendars."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    for relation in User._meta.related_objects:
        # What they did in the back office stays, and shows them as they are called now.
        if relation.on_delete is models.CASCADE and relation.one_to_many and relation.related_model is not LogEntry:
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()
