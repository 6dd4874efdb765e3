"""What a mail says, before it is text or HTML: its delegations, sections and lines, in the recipient's language."""

import dataclasses
import datetime
import functools

from django.conf import settings
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from actions.models import Action, Commitment, CommitmentStatus, DeadlineKind
from actions.models.commitments import OPEN_STATUSES, PRESIDENCY
from actions.standing import beside_words, waiting_words
from meetings.words import name_of
from networks import dates
from networks.alphabet import collation_key
from networks.models import Conference, Delegation
from networks.names import of_delegation
from networks.services import Handover, conference, handovers

from ..models import Because, MailKind, NoticeKind, Section
from .concerns import concerns
from .letters import report_of
from .matters import PASSED_ON_FOR
from .sharing import HAVE_INFORMED, NO_SHARE_ANY_MORE, shares_of

# Of what is only listed a mail names the first of each section; the page behind its link has all of them.
LISTED_AT_MOST = 25
WORDS_OF_A_TEXT = 60
# They tell what was said, whatever became of the commitment since.
OF_WHAT_WAS_SAID = (MailKind.COPY, MailKind.TOGETHER, MailKind.CLOSED, MailKind.QUESTION)
TO_OFFICERS = (MailKind.DIGEST, MailKind.BY_HAND, MailKind.OPENED, *OF_WHAT_WAS_SAID)
TO_CONFIRM = gettext_lazy(
    "Once one of you, signed in, or the Technical Secretariat has confirmed it, it stands on the record and the other "
    "delegations see it."
)
STILL_TO_SAY = (*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM)
AS_IT_STANDS = (Section.DATE_PASSED, Section.DUE_SOON, Section.TO_CONFIRM)
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
    handovers: dict[datetime.date, Handover]  # the last one before a mail's day
    events: dict[tuple[int, str], str] = dataclasses.field(default_factory=dict)  # see calendar.py

    @classmethod
    def of(cls, letters, *, now):
        """letters: as in rendering.write."""
        entries = [entry for _mail, entries, _notices in letters for entry in entries]
        ids = {entry.commitment_id for entry in entries}
        # Many share an action and a delegation: a join would read, and make, these again for each of them.
        actions = Action.objects.select_related(
            "deadline_body", "bound_to__network", "agreement__report__meeting__network"
        )
        commitments = Commitment.objects.prefetch_related("delegation", Prefetch("action", actions)).in_bulk(ids)
        revisions = (
            Commitment.history.filter(id__in=ids).order_by().values_list("id").annotate(number=Count("history_id"))
        )
        days = {
            mail.day for mail, entries, _notices in letters for entry in entries if entry.section == Section.PASSED_ON
        }
        passed_on = {day: handovers(since=day - PASSED_ON_FOR, until=day) for day in days}
        return cls(
            now=now,
            conference=conference(),
            commitments=commitments,
            delegations=Delegation.objects.in_bulk({entry.delegation_id for entry in entries}),
            shares=shares_of({one.action_id for one in commitments.values()}),
            revisions=dict(revisions),
            handovers={day: found[-1] for day, found in passed_on.items() if found},
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
    """Some of its lines, under one heading."""

    title: str
    lines: list[Line]
    more: str


@dataclasses.dataclass(frozen=True)
class Share:
    """What one delegation is told; in the secretariat's mail, what it is told for one reason.

    address: of the delegation's pending matters, of the one matter that is asked about, or of the page where staff go
    on. asks: whether it is a question's. of: the delegation's name after a preposition.
    """

    title: str
    parts: list[Part]
    address: str = ""
    asks: bool = False
    of: str = ""


@dataclasses.dataclass(frozen=True)
class Block:
    """Plain sentences under a heading, in the secretariat's mail."""

    title: str
    sentences: list[str]
    address: str


@dataclasses.dataclass(frozen=True)
class Contents:
    """A mail without the words around it. colleague, rhythm, unsubscribe: addresses at its foot, "" where none is."""

    day: datetime.date
    note: str
    shares: list[Share]
    values: dict[str, str | int]
    sample: str
    blocks: list[Block] = dataclasses.field(default_factory=list)
    confirm: str = ""
    colleague: str = ""
    rhythm: str = ""
    unsubscribe: str = ""

    @property
    def lines(self):
        return [line for share in self.shares for part in share.parts for line in part.lines]

    @property
    def to_confirm(self):
        return TO_CONFIRM if self.confirm else ""

    @property
    def is_for_a_delegation(self):
        return bool(self.colleague)


def contents(mail, entries, notices, facts):
    """What `mail` says in the language now active; None where nothing is left to say."""
    still = [
        entry
        for entry in entries
        if mail.kind in OF_WHAT_WAS_SAID or facts.commitments[entry.commitment_id].status in STILL_TO_SAY
    ]
    blocks = _blocks(notices, concerns(on=mail.day)) if mail.kind == MailKind.SECRETARIAT else []
    if not still and not blocks:
        return None
    delegations = sorted({entry.delegation_id for entry in still}, key=lambda key: collation_key(_name(key, facts)))
    page = Contents(
        day=mail.day,
        note=mail.note,
        shares=_by_reason(still, mail, facts)
        if mail.kind == MailKind.SECRETARIAT
        else [_of_delegation(key, still, mail, facts) for key in delegations],
        values={
            "delegation": _joined([_name(key, facts) for key in delegations]),
            "of_delegation": _joined([of_delegation(facts.delegations[key]) for key in delegations]),
            "count": sum(not _is_another_s(entry, mail, facts) for entry in still),
            "date_passed": sum(_section(entry, mail, facts) == Section.DATE_PASSED for entry in still),
            "conference": facts.conference.in_language("short"),
            "day": dates.long_day(mail.day),
        },
        sample=_("Sample") if facts.conference.is_sample else "",
        blocks=blocks,
    )
    if mail.kind not in TO_OFFICERS:
        return page
    code = facts.delegations[delegations[0]].code
    page = dataclasses.replace(page, colleague=page_address("colleague", code), confirm=_confirm_address(mail, code))
    if mail.kind != MailKind.DIGEST:
        return page
    return dataclasses.replace(page, rhythm=page_address("rhythm", code), unsubscribe=page_address("unsubscribe", code))


def _blocks(notices, in_the_way):
    blocks = [
        (_("What came back"), [notice_words(notice) for notice in notices]),
        (_("What stands in the way of a mail"), [concern.words for concern in in_the_way]),
    ]
    return [Block(title, sentences, desk_address()) for title, sentences in blocks if sentences]


def notice_words(notice):
    """A notice as a sentence, in the language now active."""
    values = {"address": notice.address, "delegation": str(notice.delegation or ""), "words": notice.words}
    return {
        NoticeKind.COLLEAGUE: _("%(address)s (%(delegation)s) says that a colleague handles this: %(words)s"),
        NoticeKind.UNSUBSCRIBED: _("%(address)s (%(delegation)s) no longer wishes to receive digests."),
        NoticeKind.SUBSCRIBED: _("%(address)s (%(delegation)s) wishes to receive digests again."),
        NoticeKind.REFUSED: _("The mail server refused %(address)s: %(words)s"),
        NoticeKind.RETURNED: _("A mail to %(address)s came back: %(words)s"),
    }[notice.kind] % values


def desk_address():
    return settings.SITE_URL + reverse("calls")


def _confirm_address(mail, code):
    """Where a report is confirmed that came by a link, by who signs in; "" for any other mail."""
    report = report_of(mail.about) if mail.kind == MailKind.COPY else None
    return settings.SITE_URL + reverse("progress-report", args=[code, report]) if report else ""


def _name(delegation_id, facts):
    return facts.delegations[delegation_id].in_language("name")


def page_address(name, code, *args):
    """Where a page of a link stands, the token still to be put in the place of the code in brackets."""
    return settings.SITE_URL + _path(name, get_language(), *args).replace("/-/", f"/[{code}]/")


@functools.lru_cache(maxsize=1000)
def _path(name, _language, *args):
    return reverse(name, args=["-", *args])


def _of_delegation(delegation_id, entries, mail, facts):
    own = [entry for entry in entries if entry.delegation_id == delegation_id]
    by_section = {}
    for entry in own:
        by_section.setdefault(_section(entry, mail, facts), []).append(entry)
    return Share(
        title=_name(delegation_id, facts),
        of=of_delegation(facts.delegations[delegation_id]),
        parts=[
            _part(_title(section, by_section[section], mail, facts), by_section[section], mail, facts)
            for section in sorted(by_section, key=IN_ORDER.__getitem__)
        ],
        address=_leads_to(mail, own, facts.delegations[delegation_id].code),
        asks=mail.kind == MailKind.QUESTION,
    )


def _leads_to(mail, entries, code):
    """The page behind the link where a delegation goes on; "" in a mail to others."""
    if mail.kind == MailKind.QUESTION:
        return page_address("matter-by-link", code, entries[0].commitment_id)
    return page_address("pending", code) if mail.kind in TO_OFFICERS else ""


def _by_reason(entries, mail, facts):
    titles = {
        Because.STEP: _("For the call list: no further reminders go out"),
        Because.ESCALATED: _("The date passed some time ago"),
    }
    shares = []
    for because, title in titles.items():
        by_delegation = {}
        for entry in entries:
            if entry.because == because:
                by_delegation.setdefault(_name(entry.delegation_id, facts), []).append(entry)
        if by_delegation:
            parts = [_part(name, by_delegation[name], mail, facts) for name in sorted(by_delegation, key=collation_key)]
            shares.append(Share(title, parts, desk_address()))
    return shares


def _part(title, entries, mail, facts):
    found = sorted(entries, key=lambda entry: _by_day_and_body(facts.commitments[entry.commitment_id]))
    listed = [entry for entry in found if entry.because == Because.LISTED]
    # What the mail goes out for always stands in it.
    left_out = {entry.commitment_id for entry in listed[max(LISTED_AT_MOST - len(found) + len(listed), 0) :]}
    more = ngettext("and %(number)s more on the page", "and %(number)s more on the page", len(left_out))
    return Part(
        title=title,
        lines=[_line(entry, mail, facts) for entry in found if entry.commitment_id not in left_out],
        more=more % {"number": len(left_out)} if left_out else "",
    )


def _section(entry, mail, facts):
    """Where a commitment stands: as it was composed, unless its day has moved or it was confirmed since."""
    if entry.section not in AS_IT_STANDS:
        return entry.section
    situation = facts.commitments[entry.commitment_id].situation(on=mail.day)
    return situation if situation in AS_IT_STANDS else Section.PENDING


def _title(section, entries, mail, facts):
    if section == Section.PASSED_ON and not any(_is_another_s(entry, mail, facts) for entry in entries):
        return _("Received with the presidency")
    return {
        Section.DATE_PASSED: _("Date passed"),
        Section.DUE_SOON: _("Due soon"),
        Section.ADOPTED: _("Newly adopted"),
        Section.TO_CONFIRM: _("To confirm: does your delegation take part?"),
        Section.STALE: _("Without news for six months: is there anything you can tell us?"),
        Section.PENDING: _("Pending"),
        Section.PASSED_ON: _("Passed on with the presidency"),
        Section.INFORMED: _("What it is about"),
        Section.ASKED: _("What it is about"),
    }[section]


def _by_day_and_body(commitment):
    agreement = commitment.action.agreement
    return (
        commitment.due_on or datetime.date.max,
        agreement.report.meeting.network.position,
        agreement.reference or "",
        commitment.pk,
    )


def _line(entry, mail, facts):
    commitment = facts.commitments[entry.commitment_id]
    action = commitment.action
    meeting = action.agreement.report.meeting
    place = f", {meeting.city}" if meeting.city else ""
    return Line(
        commitment=commitment,
        reference=action.agreement.reference,
        what=_sentence(action),
        meeting=f"{meeting.network}{place}, {dates.days(meeting.starts_on, meeting.ends_on)}",
        due=_due(commitment),
        distance=dates.distance(commitment.due_on, today=mail.day) if commitment.due_on else "",
        others=_others(commitment, facts),
        remark=_remark(entry, mail, facts),
    )


def _due(commitment):
    """Its deadline as the pages say it; "" where none was agreed."""
    action = commitment.action
    if commitment.due_on is None:
        return waiting_words(action) if action.deadline_kind == DeadlineKind.EVENT else ""
    day, meeting = dates.day(commitment.due_on), action.bound_to
    if meeting is None or commitment.extended_to:
        return day
    # So that nobody wonders why the day is another than last time.
    if action.deadline_offset_days:
        return f"{day}, {beside_words(action)}, {dates.day(meeting.starts_on)}"
    return _("%(day)s, with %(meeting)s") % {"day": day, "meeting": name_of(meeting)}


def _sentence(action):
    what = action.in_language("what")
    if not what:
        what = Truncator(action.agreement.in_language("text")).words(WORDS_OF_A_TEXT, truncate=" …")
    return what[:1].upper() + what[1:]


def _others(commitment, facts):
    if commitment.status in NO_SHARE_ANY_MORE:
        return ""
    together, informed = facts.shares[commitment.action_id]
    others = together - 1
    if others < 1:
        return ""
    informed -= commitment.status in HAVE_INFORMED
    return ngettext(
        "%(informed)s of %(others)s other has informed", "%(informed)s of %(others)s others have informed", others
    ) % {"informed": informed, "others": others}


def _is_another_s(entry, mail, facts):
    """Whether it is listed to whoever has passed it on."""
    handover = facts.handovers.get(mail.day)
    if entry.section != Section.PASSED_ON or handover is None:
        return False
    return handover.incoming is None or handover.incoming.pk != entry.delegation_id


def _remark(entry, mail, facts):
    handover = facts.handovers.get(mail.day) if entry.section == Section.PASSED_ON else None
    passed_on = _is_another_s(entry, mail, facts)
    if handover and passed_on and handover.incoming:
        return _("now with %(holder)s") % {"holder": handover.incoming}
    if handover and not passed_on and handover.outgoing:
        values = {"outgoing": handover.outgoing, "day": dates.day(handover.on)}
        return _("handed over by %(outgoing)s on %(day)s") % values
    if facts.commitments[entry.commitment_id].delegation.code == PRESIDENCY:
        return _("as Presidency Pro-Témpore")
    return ""


def _joined(names):
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
