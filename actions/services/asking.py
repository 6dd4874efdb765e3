"""Questions of the secretariat and answers of the delegation, on a commitment; nobody else reads them."""

import zoneinfo

from django.db import transaction
from django.utils.translation import gettext as _

from networks.services import conference, save_recorded, system_user, today
from networks.standing import standing_of

from .. import policies
from ..models import Commitment, Remark, Side

MOST_CHARACTERS = 5_000


class CannotAsk(Exception):
    """The question or answer is not taken; the message may be shown to the user."""


def with_bearers(remarks, *, zone=None):
    """The remarks of a QuerySet, each with `bearer`, as `RemarkQuerySet.with_bearer` says.

    zone: the conference's, where the caller has it; otherwise one query.
    """
    return remarks.with_bearer(zone=zone or zoneinfo.ZoneInfo(conference().time_zone))


def ask(*, commitment_id, text, by, now):
    """Put the secretariat's question to whoever bears the commitment. Gives the Remark. Raises CannotAsk."""
    on = today(now=now)
    with transaction.atomic():
        commitment = _locked(commitment_id, on=on)
        if not policies.may_ask(standing_of(by, on=on)):
            raise CannotAsk(_("The Technical Secretariat asks; the delegation answers."))
        return _remark(commitment, Side.SECRETARIAT, text, by=by, now=now)


def answer(*, commitment_id, text, now, by=None, by_name="", by_post=""):
    """Answer for the delegation that bears the commitment, and was asked. Gives the Remark. Raises CannotAsk.

    by: None behind a link, which the caller has found good for the delegation; then name and post are asked for, and
    kept as one.
    """
    on = today(now=now)
    with transaction.atomic():
        commitment = _locked(commitment_id, on=on)
        if by is None and not (by_name.strip() and by_post.strip()):
            raise CannotAsk(_("Please give your name and your post."))
        if by is not None and not policies.may_answer(standing_of(by, on=on), commitment):
            raise CannotAsk(
                _("This question is for another delegation, or of a body for which you are not designated.")
            )
        if not with_bearers(commitment.remarks).filter(bearer=commitment.bearer).exists():
            raise CannotAsk(_("Nothing was asked about this commitment."))
        return _remark(commitment, Side.DELEGATION, text, by=by, name=_who(by_name, by_post), now=now)


def answer_on_behalf(*, commitment_id, text, source_words, by, now):
    """Enter what a delegation answered by mail, by note or by phone. Gives the Remark. Raises CannotAsk.

    It goes with the last question, to whomever that was put. source_words: out of what it is known, which the
    delegation reads beside it. by: staff.
    """
    on = today(now=now)
    with transaction.atomic():
        commitment = _locked(commitment_id, on=on)
        if not policies.may_answer_on_behalf(standing_of(by, on=on)):
            raise CannotAsk(_("The Technical Secretariat enters an answer on behalf of a delegation."))
        if not source_words.strip():
            raise CannotAsk(_("Please say out of what it is known: a mail, a note or a call, and its day."))
        if not commitment.remarks.exists():
            raise CannotAsk(_("Nothing was asked about this commitment."))
        return _remark(commitment, Side.DELEGATION, text, by=by, out_of=source_words.strip(), now=now)


def _who(name, post):
    return ", ".join(part for part in (name.strip(), post.strip()) if part)


def _locked(commitment_id, *, on):
    named = Commitment.objects.with_bearer(on=on).select_related("action__agreement__report__meeting")
    return named.select_for_update(of=("self",)).get(pk=commitment_id)


def _remark(commitment, side, text, *, by, now, name="", out_of=""):
    text = text.strip()
    if not text:
        raise CannotAsk(_("Please write something."))
    if len(text) > MOST_CHARACTERS:
        raise CannotAsk(_("Please say it in at most %(most)s characters.") % {"most": MOST_CHARACTERS})
    last = commitment.remarks.last()
    remark = Remark(commitment=commitment, side=side, text=text, by=by, by_name=name, source_words=out_of, at=now)
    if last is not None and _said(last) == _said(remark):
        return last  # the same form sent twice
    return save_recorded(remark, by=by or system_user())


def _said(remark):
    return remark.side, remark.text, remark.by_id, remark.by_name, remark.source_words
