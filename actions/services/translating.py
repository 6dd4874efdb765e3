"""The other language of a report: its empty texts are filled, in a draft and on the record."""

import dataclasses
import itertools

from django.utils.translation import gettext as _

from networks.reasons import in_both_languages
from networks.services import public_change

from ..models import Action, Agreement, Report
from ..words import fold
from .editing import set_fields
from .filing import keep_version

# What an action says in each language
WORDS = ("what", "condition", "phrase")


class CannotTranslate(Exception):
    """The texts cannot be filled in; the message may be shown to the user."""


@dataclasses.dataclass
class Texts:
    """What a report says in one language.

    report: texts by field without its language ("preamble"). agreements: text by agreement's key. actions: texts by
    action's key, each by field without its language ("what").
    """

    report: dict[str, str]
    agreements: dict[int, str]
    actions: dict[int, dict[str, str]]


def fill_language(*, report_id, language, texts, by, now):
    """Fill the empty texts of a report in `language`; what stands there already stays.

    texts: Texts whose keys are this report's. On the record the words to search by and a new snapshot follow.
    Gives the number of agreements that gained a text. Raises CannotTranslate.
    """
    with public_change():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        reason = _filled()
        _fill(report, texts.report, language, by=by, reason=reason)
        agreements = Agreement.objects.filter(report=report, pk__in=texts.agreements)
        filled = sum(
            _fill(agreement, {"text": texts.agreements[agreement.pk]}, language, by=by, reason=reason)
            for agreement in agreements
        )
        for action in Action.objects.filter(agreement__report=report, pk__in=texts.actions):
            _fill(action, texts.actions[action.pk], language, by=by, reason=reason)
        if not filled:
            raise CannotTranslate(_("Every agreement that pairs has its text in this language already."))
        if report.is_frozen:
            keep_version(report, by=by, now=now, reason=reason)
        return filled


def take_back_language(*, report_id, language, by, now, reason):
    """Empty the texts in `language` that `fill_language` filled, but what was written anew since, or has no other text.

    On the record the words to search by and a new snapshot follow, with the reason.
    """
    with public_change():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        agreements = list(report.agreements.all())
        actions = list(Action.objects.filter(agreement__report=report))
        for rows, fields in (([report], ("heading", "preamble", "closing")), (agreements, ("text",)), (actions, WORDS)):
            filled = _filled_texts(rows, [f"{field}_{language}" for field in fields])
            for row in rows:
                _empty(row, filled.get(row.pk, {}), language, by=by, reason=reason)
        if report.is_frozen:
            keep_version(report, by=by, now=now, reason=reason)


def _filled():
    return in_both_languages(lambda: _("Text in the other language"))


def _filled_texts(rows, fields):
    """{key: {field: text}} of what the rows (of one model) had empty before `fill_language` filled it."""
    filled = {}
    if rows:
        history = type(rows[0]).history.filter(id__in=[row.pk for row in rows])
        for before, after in itertools.pairwise(history.order_by("id", "history_date", "history_id")):
            if before.id == after.id and after.history_change_reason == _filled():
                texts = {field: getattr(after, field) for field in fields if not getattr(before, field)}
                filled.setdefault(after.id, {}).update(texts)
    return filled


def _empty(row, filled, language, *, by, reason):
    other = "es" if language == "en" else "en"
    values = {field: "" for field, text in filled.items() if text and getattr(row, field) == text}
    if isinstance(row, Agreement) and values:
        if not getattr(row, f"text_{other}").strip():
            return
        if row.reference:
            values["words"] = fold(getattr(row, f"text_{other}"))
    set_fields(row, values, by=by, reason=reason)


def _fill(row, texts, language, *, by, reason):
    empty = {
        f"{field}_{language}": text
        for field, text in texts.items()
        if text and not getattr(row, f"{field}_{language}").strip()
    }
    if isinstance(row, Agreement) and empty and row.reference:
        both = {"text_en": row.text_en, "text_es": row.text_es} | empty
        empty["words"] = fold(f"{both['text_en']} {both['text_es']}")
    return set_fields(row, empty, by=by, reason=reason)
