"""A person is taken out of the record: name and addresses go wherever they stand; what was done stays."""

import functools
import json
import operator
import re
import secrets
from typing import NamedTuple

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import F, Q, Value
from django.utils import translation
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from actions.models import Commitment, ProgressReport, Remark, ReportVersion
from correspondence.models import Addressee, DelegationHold, LinkUse, Mail, MailState, Notice, SignedLink
from meetings.models import MeetingDocument
from networks.auditing import note
from networks.models import AuditedAct, AuditEntry, Delegation, Designation, User
from networks.policies import may_anonymise, may_give_access
from networks.reasons import LANGUAGES, MARK
from networks.services import public_change, save_recorded

from ..models import Matrix, MatrixRow, NamedFilter, SetStep
from . import kept_files
from .feeds import revoke_feed
from .spellings import pattern_of

OF_A_DESIGNATION = ("post", "institution", "phone", "copy_to", "note")
STILL_TO_GO = (MailState.PENDING, MailState.CLAIMED)
PIECE = 500  # rows read at once
# What may stand before a name that somebody gave as their own, and after it: Licda. …, …, Head of Unit.
TITLES = (
    r"(?i:(?:Lic(?:da|do)?|Licenciad[ao]|Dra?|Doctora?|Ing|Ingenier[ao]|Arq|Abg|Abog|Abogad[ao]|Mtr[ao]|MSc|Profa?"
    r"|Profesora?|Sra?|Srta|Señor(?:a|ita)?|Don|Doña|Emb|Embajadora?|Ambassador|Mrs?|Ms|Miss)(?:\.\s*|\s+)){0,3}"
)
POST = r"(?:\s*[,(].*)?"
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
    (ProgressReport, ("text", "source_words", "author_name", "author_post")),
    (Remark, ("text", "source_words", "by_name")),
    (MeetingDocument, ("title_en", "title_es", "name")),
    (Designation, ("post", "institution", "phone", "note")),
)


class Former(NamedTuple):
    """What stands in the place of a name. language: in which of both where a text does not say which one is its own."""

    en: str
    es: str
    language: str

    def within(self, field="", language=""):
        """The words for a field of a row that is in a language, if it says so."""
        ending = field.rpartition("_")[2]
        return getattr(self, ending if ending in LANGUAGES else language or self.language)


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
        former = Former(*(_former(person, language) for language in LANGUAGES), person.language)
        known = _known(person.name, person.email)
        if pattern_of(known).search(reason):
            raise CannotAnonymise(_("The reason must not name the person: it stays in the history."))
        address = f"former-{person.pk}@anonymised.invalid"
        pen = Pen(by, reason)
        _name_no_longer(person, former, pen)
        _empty_designations(person, pen)
        if person.email:
            _leave_the_mail(person.email, address, now=now)
            _send_no_copy(person.email, pen)
        _write_over(known, former, pen)
        kept_files.rename(known, former.within(), by=by, reason=reason)
        _sign_out(person)
        revoke_feed(person=person, now=now)
        values = {"name": "", "email": None, "was_en": former.en, "was_es": former.es, "is_active": False}
        for field, value in values.items():
            setattr(person, field, value)
        person.is_staff = person.is_superuser = False
        person.set_unusable_password()
        save_recorded(person, by=by, reason=reason)
        note(AuditedAct.ANONYMISED, by=by, about=former.en, now=now)
        User.history.filter(id=person.pk).update(name="", email=None, was_en=former.en, was_es=former.es)
    return person


def anonymise_stranger(*, who, by, reason, now):
    """The same for somebody who is no person on record: an assistant who informed by a link, the sender of a mail.

    who: an address, and then the whole names given with it as well, or a whole name. What stands for them is “former
    contact of …”. Gives these words in English. Raises CannotAnonymise.
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
        former = _former_contact(traces)
        pen = Pen(by, reason)
        found = _wrote_as(former, Q(pk__in=traces.reports), pen, author_address="")
        for name in traces.names:
            found += _replace(Remark, _answered_as(name), {"by_name": former.within()}, pen)
        if is_address:
            found += _send_no_copy(who, pen)
            found += _leave_the_mail(who.lower(), f"former-{secrets.token_hex(6)}@anonymised.invalid", now=now)
        known = _known(*([who.lower(), who, *traces.names] if is_address else [who]))
        found += _write_over(known, former, pen)
        found += kept_files.rename(known, former.within(), by=by, reason=reason)
        if not found:
            raise CannotAnonymise(_("Nobody here has the address or name %(who)s.") % {"who": who})
        note(AuditedAct.ANONYMISED, by=by, about=former.en, now=now)
    return former.en


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
    given = {_without_titles(name) for name in ([name for _key, name in rows] if "@" in who else [who])}
    names = [name for name in sorted(filter(_is_whole, given)) if not _is_on_record(name)]
    answered = functools.reduce(operator.or_, map(_answered_as, names), Q(pk__in=[]))
    of_reports = Q(progress_reports__in=[key for key, _name in rows])
    of_answers = Q(commitments__remarks__in=list(Remark.objects.filter(answered).values_list("pk", flat=True)))
    of_copies = Q(designations__copy_to__iexact=who)
    delegations = Delegation.objects.filter(of_reports | of_answers | of_copies).distinct().order_by("pk")
    return Traces([key for key, _name in rows], names, list(delegations))


def _is_on_record(name):
    return User.objects.filter(_called(User, "name", name)).exists()


def _known(*parts):
    """By which names and addresses somebody is known: each as it is written, and without titles."""
    parts = [part for part in parts if part]
    return list(dict.fromkeys([*parts, *(_without_titles(part) for part in parts if "@" not in part)]))


def _without_titles(name):
    """A whole name without what stands before it; one word more is part of the name, as in Don Smith."""
    rest = re.sub(rf"\A{TITLES}", "", name)
    return rest if _is_whole(rest) else name


def _is_whole(name):
    return len(name.split()) > 1


def _former_contact(traces):
    """The Former of somebody who left these Traces: in the language they wrote in, or that of those they wrote for."""
    wrote_in = ProgressReport.objects.filter(pk__in=traces.reports).order_by("-pk").values_list("language", flat=True)
    officers = User.objects.filter(designations__delegation__in=traces.delegations).order_by("-designations__starts_on")
    language = wrote_in.first() or officers.values_list("language", flat=True).first() or "en"
    words = []
    for one in LANGUAGES:
        with translation.override(one):
            if len(traces.delegations) == 1:
                words.append(_("former contact of %(delegation)s") % {"delegation": traces.delegations[0]})
            else:
                words.append(_("former contact"))
    return Former(*words, language)


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


def _name_no_longer(person, former, pen):
    """What came without an account says in words of its own who wrote it."""
    delegations = person.designations.values("delegation")
    if person.email:
        _wrote_as(former, Q(author=None, author_address__iexact=person.email), pen, author_address="")
    if person.name:
        # By the link that an office got, whose address stays.
        under_the_name = _called(ProgressReport, "author_name", person.name)
        _wrote_as(former, under_the_name & Q(author=None, delegation__in=delegations), pen)
        said = _answered_as(person.name) & Q(commitment__delegation__in=delegations)
        _replace(Remark, said, {"by_name": former.within()}, pen)


def _wrote_as(former, which, pen, **values):
    """Let reports name their author no more, each in its language; gives how many there are."""
    return sum(
        _replace(
            ProgressReport,
            which & Q(language=language),
            {"author_name": former.within(language=language), "author_post": "", **values},
            pen,
        )
        for language in LANGUAGES
    )


def _answered_as(name):
    """Answers by a link under a name."""
    return _called(Remark, "by_name", name) & Q(by=None)


def _called(model, field, name):
    """The rows that call somebody so, however it is written: the name alone, or with title and post."""
    pattern = re.compile(f"{TITLES}(?:{pattern_of([_without_titles(name)]).pattern}){POST}", re.DOTALL)
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


def _write_over(known, former, pen):
    """Replace what is known of the person in texts that quote it, and in the reasons of every history.

    Every text is read, in pieces: no database finds a name however it is written. Gives in how many rows.
    """
    pattern = pattern_of(known)
    found = _write_over_messages(pattern, former)
    for model, fields in QUOTING:
        found += _write_over_in(model._base_manager, fields, pattern, former)
    for model, fields in QUOTING_WITH_HISTORY:
        afterwards = dict(_quoting(model._base_manager, fields, pattern, former))
        rows = list(model.objects.select_for_update(of=("self",)).filter(pk__in=afterwards))
        for row in rows:
            for field, value in afterwards[row.pk].items():
                setattr(row, field, value)
        if rows:
            bulk_update_with_history(rows, model, fields, default_user=pen.by, default_change_reason=pen.reason)
        found += len(rows)
    of_histories = {model.history.model: fields for model, fields in QUOTING_WITH_HISTORY}
    for model in apps.get_models():
        if hasattr(model, "history_change_reason"):
            fields = ("history_change_reason", *of_histories.get(model, ()))
            found += _write_over_in(model._base_manager, fields, pattern, former)
    return found


def _write_over_in(rows, fields, pattern, former):
    found = 0
    for key, after in _quoting(rows, fields, pattern, former):
        found += rows.filter(pk=key).update(**after)
    return found


def _quoting(rows, fields, pattern, former):
    """(key, {field: what it is to say}) of each row that quotes the person."""
    most = {field: _longest(rows.model, field) for field in fields}
    says_its_language = any(field.name == "language" for field in rows.model._meta.fields)
    asked = rows.annotate(its_language=F("language") if says_its_language else Value("")).order_by("pk")
    for key, language, *values in asked.values_list("pk", "its_language", *fields).iterator(chunk_size=PIECE):
        before = dict(zip(fields, values, strict=True))
        after = {
            field: _written_over(value, pattern, former, words=former.within(field, language), most=most[field])
            for field, value in before.items()
        }
        if after != before:
            yield key, after


def _write_over_messages(pattern, former):
    """The same in what the back office noted of a change: JSON kept as a text, its letters with accents escaped."""
    found = 0
    for entry in LogEntry.objects.only("change_message").order_by("pk").iterator(chunk_size=PIECE):
        try:
            said, kept = json.loads(entry.change_message), json.dumps
        except ValueError:
            said, kept = entry.change_message, str
        if (after := _written_over(said, pattern, former, words=former.within())) != said:
            found += LogEntry.objects.filter(pk=entry.pk).update(change_message=kept(after))
    return found


def _longest(model, field):
    return model._meta.get_field(field).max_length


def _written_over(value, pattern, former, *, words, most=None):
    """most: what stands for a person may be longer than the name, and is cut there."""
    if isinstance(value, str):
        if value.startswith(MARK):  # a reason in both languages, each with words of its own
            said = zip(LANGUAGES, value[1:].split(MARK), strict=True)
            return "".join(
                MARK + pattern.sub(lambda _found, one=one: former.within(language=one), part) for one, part in said
            )
        after = pattern.sub(lambda _found: words, value)
        return after[:most] if after != value else value
    if isinstance(value, list):
        return [_written_over(one, pattern, former, words=words) for one in value]
    if isinstance(value, dict):
        return {key: _written_over(one, pattern, former, words=words) for key, one in value.items()}
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
