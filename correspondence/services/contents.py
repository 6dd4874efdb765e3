"""What a mail says, before it is text or HTML: its delegations, sections and lines, in the recipient's language."""

import dataclasses
import datetime

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Commitment
from actions.models.commitments import OPEN_STATUSES, PRESIDENCY
from networks import dates
from networks.models import Conference, Delegation
from networks.services import conference, presidency_holder

from ..models import MailKind, Section
from .pending import HAVE_INFORMED, shares_of

# A mail names the first of each section; the page behind its link has all of them.
LISTED_AT_MOST = 25
WORDS_OF_A_TEXT = 60
TO_OFFICERS = (MailKind.DIGEST, MailKind.BY_HAND)
IN_ORDER = {section: place for place, section in enumerate(Section.values)}


@dataclasses.dataclass
class Facts:
    """What the mails of a batch speak of, read once for all of them."""

    now: datetime.datetime
    conference: Conference
    commitments: dict[int, Commitment]
    delegations: dict[int, Delegation]
    shares: dict[int, tuple[int, int]]  # of an action: how many, and how many of them have informed
    revisions: dict[int, int]  # of a commitment
    holders: dict[datetime.date, Delegation | None]
    events: dict[tuple[int, str], str] = dataclasses.field(default_factory=dict)  # see calendar.py

    @classmethod
    def of(cls, pairs, *, now):
        """pairs: (Mail, entries), as in rendering.write."""
        entries = [entry for _mail, entries in pairs for entry in entries]
        ids = {entry.commitment_id for entry in entries}
        commitments = Commitment.objects.select_related(
            "delegation", "action__agreement__report__meeting__network"
        ).in_bulk(ids)
        revisions = Commitment.history.filter(id__in=ids).order_by().values_list("id").annotate(number=Count("history_id"))
        passed_on = {mail.day for mail, entries in pairs for entry in entries if entry.section == Section.PASSED_ON}
        return cls(
            now=now,
            conference=conference(),
            commitments=commitments,
            delegations=Delegation.objects.in_bulk({entry.delegation_id for entry in entries}),
            shares=shares_of({one.action_id for one in commitments.values()}),
            revisions=dict(revisions),
            holders={day: presidency_holder(on=day) for day in passed_on},
        )


@dataclasses.dataclass(frozen=True)
class Line:
    """One commitment as a mail lists it."""

    commitment: Commitment
    reference: str
    what: str
    meeting: str
    due: str
    distance: str
    others: str
    remark: str


@dataclasses.dataclass(frozen=True)
class Part:
    """A section of what one delegation is told."""

    section: str
    title: str
    lines: list[Line]
    more: str


@dataclasses.dataclass(frozen=True)
class Share:
    """What one delegation is told."""

    delegation: Delegation
    parts: list[Part]
    address: str


@dataclasses.dataclass(frozen=True)
class Contents:
    """A mail without the words around it. addresses: of the pages at its foot, "" where it has none."""

    day: datetime.date
    note: str
    shares: list[Share]
    values: dict[str, str | int]
    sample: str
    colleague: str
    rhythm: str
    unsubscribe: str

    @property
    def lines(self):
        return [line for share in self.shares for part in share.parts for line in part.lines]


def contents(mail, entries, facts):
    """What `mail` says in the language now active; None where nothing is left to say."""
    still = [entry for entry in entries if facts.commitments[entry.commitment_id].status in OPEN_STATUSES]
    if not still:
        return None
    officers = mail.kind in TO_OFFICERS
    by_delegation = {}
    for entry in still:
        by_delegation.setdefault(entry.delegation_id, []).append(entry)
    shares = [
        _share(facts.delegations[key], own, mail, facts, address=page_address("pending", facts.delegations[key].code))
        if officers
        else _share(facts.delegations[key], own, mail, facts, address="")
        for key, own in by_delegation.items()
    ]
    shares.sort(key=lambda share: share.delegation.in_language("name"))
    first = shares[0].delegation.code
    digest = mail.kind == MailKind.DIGEST
    return Contents(
        day=mail.day,
        note=mail.note,
        shares=shares,
        values={
            "delegation": _joined([str(share.delegation) for share in shares]),
            "count": len(still),
            "date_passed": sum(entry.section == Section.DATE_PASSED for entry in still),
            "conference": facts.conference.in_language("short"),
            "day": dates.long_day(mail.day),
        },
        sample=_("Sample") if facts.conference.is_sample else "",
        colleague=page_address("colleague", first) if officers else "",
        rhythm=page_address("rhythm", first) if digest else "",
        unsubscribe=page_address("unsubscribe", first) if digest else "",
    )


def page_address(name, code):
    """Where a page of a link stands, the token still to be put in the place of the code in brackets."""
    return settings.SITE_URL + reverse(name, args=["-"]).replace("/-/", f"/[{code}]/")


def _share(delegation, entries, mail, facts, *, address):
    by_section = {}
    for entry in entries:
        by_section.setdefault(entry.section, []).append(facts.commitments[entry.commitment_id])
    parts = []
    for section in sorted(by_section, key=IN_ORDER.__getitem__):
        found = sorted(by_section[section], key=_by_day_and_body)
        more = len(found) - LISTED_AT_MOST
        parts.append(
            Part(
                section=section,
                title=_title(section),
                lines=[_line(one, section, mail, facts) for one in found[:LISTED_AT_MOST]],
                more=ngettext("and %(number)s more on the page", "and %(number)s more on the page", more)
                % {"number": more}
                if more > 0
                else "",
            )
        )
    return Share(delegation=delegation, parts=parts, address=address)


def _title(section):
    return {
        Section.DATE_PASSED: _("Date passed"),
        Section.DUE_SOON: _("Due soon"),
        Section.ADOPTED: _("Newly adopted"),
        Section.STALE: _("Without news for six months: is there anything you can tell us?"),
        Section.PASSED_ON: _("Passed on with the presidency"),
    }[section]


def _by_day_and_body(commitment):
    agreement = commitment.action.agreement
    return (
        commitment.due_on or datetime.date.max,
        agreement.report.meeting.network.position,
        agreement.reference or "",
        commitment.pk,
    )


def _line(commitment, section, mail, facts):
    action = commitment.action
    meeting = action.agreement.report.meeting
    place = f", {meeting.city}" if meeting.city else ""
    return Line(
        commitment=commitment,
        reference=action.agreement.reference,
        what=_sentence(action),
        meeting=f"{meeting.network}{place}, {dates.days(meeting.starts_on, meeting.ends_on)}",
        due=dates.day(commitment.due_on) if commitment.due_on else "",
        distance=dates.distance(commitment.due_on, today=mail.day) if commitment.due_on else "",
        others=_others(commitment, facts),
        remark=_remark(commitment, section, mail, facts),
    )


def _sentence(action):
    what = action.in_language("what")
    if not what:
        what = Truncator(action.agreement.in_language("text")).words(WORDS_OF_A_TEXT, truncate=" …")
    return what[:1].upper() + what[1:]


def _others(commitment, facts):
    together, informed = facts.shares[commitment.action_id]
    others = together - 1
    if others < 1:
        return ""
    informed -= commitment.status in HAVE_INFORMED
    return ngettext(
        "%(informed)s of %(others)s other has informed", "%(informed)s of %(others)s others have informed", others
    ) % {"informed": informed, "others": others}


def _remark(commitment, section, mail, facts):
    if section == Section.PASSED_ON:
        holder = facts.holders[mail.day]
        return _("now with %(holder)s") % {"holder": holder} if holder else ""
    if commitment.delegation.code == PRESIDENCY:
        return _("as Presidency Pro-Témpore")
    return ""


def _joined(names):
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
