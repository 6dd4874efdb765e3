"""A short digest of what a form shows of a row, so that a write can tell whether somebody else was there before."""

import hashlib

from .models import Action, Agreement, ProgressReport, Report

REPORT_TEXTS = ("heading_en", "heading_es", "preamble_en", "preamble_es", "closing_en", "closing_es")
AGREEMENT_FIELDS = ("label", "kind", "text_en", "text_es")
ACTION_FIELDS = (
    "what_en",
    "what_es",
    "condition_en",
    "condition_es",
    "force",
    "fulfilment",
    "deadline_kind",
    "deadline_on",
    "deadline_amount",
    "deadline_unit",
    "deadline_body_id",
    "deadline_month",
    "deadline_offset_days",
    "deadline_which",
    "phrase_en",
    "phrase_es",
)
PROGRESS_FIELDS = ("text", "language", "done", "on", "new_date", "audience", "source", "source_words")
FIELDS = {
    Report: REPORT_TEXTS,
    Agreement: AGREEMENT_FIELDS,
    Action: ACTION_FIELDS,
    ProgressReport: PROGRESS_FIELDS,
}


def stamp(row):
    """The digest of a report's texts, an agreement, an action with those responsible, or what is informed of what."""
    shown = [str(getattr(row, field)) for field in FIELDS[type(row)]]
    if isinstance(row, Action):
        shown += [owner_key(owner) for owner in row.owners.all()]
    if isinstance(row, ProgressReport):
        shown += sorted(str(answer.commitment_id) for answer in row.answers.all())
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:16]


def owner_key(owner):
    """How a responsible is written down: a delegation's code, an audience, or the name as written."""
    return owner.delegation.code if owner.delegation_id else owner.audience or owner.as_written
