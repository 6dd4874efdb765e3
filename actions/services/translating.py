"""The other language of a report: its empty texts are filled, in a draft and on the record."""

import dataclasses

from django.utils.translation import gettext as _

from networks.reasons import in_both_languages
from networks.services import public_change

from ..models import Action, Agreement, Report
from ..words import fold
from .editing import set_fields
from .filing import keep_version


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
        reason = in_both_languages(lambda: _("Text in the other language"))
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
