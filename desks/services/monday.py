"""What waits for the secretariat: what came in, what is missing and since when, what is under way."""

import dataclasses
import datetime
import functools
import operator
import zoneinfo
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, Min, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from actions.models import (
    Action,
    Agreement,
    CameBy,
    Commitment,
    CommitmentStatus,
    DeadlineKind,
    ProgressAnswer,
    ProgressReport,
    ProgressState,
    Remark,
    Report,
    ReportState,
    Side,
)
from actions.models.commitments import OPEN_STATUSES
from actions.models.reports import RECORDED
from correspondence.models import Notice, NoticeKind
from correspondence.services.concerns import numbers_of, unheard
from correspondence.services.matters import NETWORK, Bearers, reminded_of
from correspondence.services.recipients import addresses
from documents.models import Upload, UploadKind, UploadState
from networks.alphabet import collation_key
from networks.models import Delegation, Network, Role
from networks.pages import page_of
from networks.services import conference, public_version

from ..models import DroppedMail, Matrix, MatrixState, SeenAnswer, SetStep, StepState
from .corrections import corrections
from .counting import kept

SHOWN_OF_A_SECTION = 20
SHOWN_OF_ONE_SECTION = 50
# The parts of the page and their sections, in the order in which they stand; each section by its name and heading.
PARTS = (
    (
        _("What came in"),
        (
            ("informed", _("Reports of progress to acknowledge")),
            ("to_confirm", _("Reports to be confirmed")),
            ("corrected", _("Informed as not yet done, and on record as fulfilled")),
            ("answered", _("Answers to our questions")),
            ("dropped", _("Mails to be entered")),
            ("notices", _("What officers told us of their mails")),
            ("returned", _("Mails that did not arrive")),
        ),
    ),
    (
        _("What is missing"),
        (
            ("date_passed", _("Date passed")),
            ("absent", _("To confirm by those who were absent")),
            ("stale", _("Without news for six months")),
            ("asked", _("Questions without an answer")),
            ("nobody", _("Nobody to write to")),
            ("translations", _("Translations missing")),
        ),
    ),
    (
        _("What is under way"),
        (
            ("on_behalf", _("Begun on behalf of delegations")),
            ("untaken", _("Steps for many that were not taken")),
            ("drafts", _("Reports in draft")),
            ("documents", _("Documents brought in")),
            ("matrices", _("Follow-up matrices")),
            ("waiting", _("Deadlines that wait for a meeting")),
        ),
    ),
)
HEADINGS = {name: heading for _part, sections in PARTS for name, heading in sections}
# Sections of remarks: each of them with the Delegation that it was `put_to`, or whose answer it is.
QUESTIONS_AND_ANSWERS = ("answered", "asked")
WORDS_OF_A_REPORT = ("heading", "preamble", "closing")
CAME_BACK = (NoticeKind.REFUSED, NoticeKind.RETURNED)


@dataclasses.dataclass(frozen=True)
class Section:
    """A list of one kind. rows: the first of them; number: how many there are."""

    name: str
    rows: list
    number: int

    @property
    def heading(self):
        return HEADINGS[self.name]

    @property
    def more(self):
        return self.number - len(self.rows)


@dataclasses.dataclass(frozen=True)
class Part:
    heading: str
    sections: list[Section]


class Cell(NamedTuple):
    """What a delegation bears in a network: how many commitments, and since when. designated: somebody is."""

    delegation: Delegation
    network: Network
    number: int
    since: datetime.date | None = None
    designated: bool = False


class _Look:
    """A look at the record on a day; what several sections need is read once."""

    def __init__(self, on):
        self.on = on

    @functools.cached_property
    def version(self):
        return public_version()

    def kept(self, *name, rows):
        return kept("week", *name, on=self.on, rows=rows, version=self.version)

    @functools.cached_property
    def zone(self):
        return zoneinfo.ZoneInfo(conference().time_zone)

    @functools.cached_property
    def bearers(self):
        return Bearers(on=self.on)

    @functools.cached_property
    def delegations(self):
        return Delegation.objects.in_bulk()

    @functools.cached_property
    def networks(self):
        return Network.objects.in_bulk()


def parts_of(*, on):
    """[Part, …] on the conference's day `on`; a part without anything has no sections.

    The number of queries does not grow with what there is.
    """
    look = _Look(on)
    return [
        Part(heading, [one for name, _heading in sections if (one := _section(name, look)).number])
        for heading, sections in PARTS
    ]


def section_of(name, *, on, number):
    """The page `number` of all that is in one section."""
    look = _Look(on)
    page = page_of(FINDERS[name](look), number=number, size=SHOWN_OF_ONE_SECTION)
    return dataclasses.replace(page, rows=_named(name, page.rows, look))


def tick_answer(*, remark, by, now):
    """Note that staff saw a delegation's answer; who ticked it first stays."""
    SeenAnswer.objects.get_or_create(remark=remark, defaults={"by": by, "at": now})


def _section(name, look):
    found = FINDERS[name](look)
    number = len(found) if isinstance(found, list) else found.count()
    return Section(name, _named(name, list(found[:SHOWN_OF_A_SECTION]), look), number)


def _named(name, rows, look):
    if name in QUESTIONS_AND_ANSWERS:
        for remark in rows:
            remark.put_to = look.delegations[remark.bearer]
    return rows


def _reports(state):
    about = ProgressAnswer.objects.select_related("commitment__action__agreement__report").order_by("pk")
    return (
        ProgressReport.objects.filter(state=state)
        .select_related("delegation", "author")
        .prefetch_related(Prefetch("answers", about))
    )


def _informed(look):
    return _reports(ProgressState.SENT).order_by("sent_at", "pk")


def _to_confirm(look):
    return _reports(ProgressState.TO_CONFIRM).order_by("made_at", "pk")


def _corrected(look):
    """What a delegation informs is not yet done, and what stands fulfilled until staff open it again."""
    named = ("report__delegation", "commitment__delegation", "commitment__action__agreement")
    return corrections().select_related(*named).order_by("report__sent_at", "pk")


def _untaken(look):
    """The steps for many that were refused, or broke off, until staff have seen it."""
    return SetStep.objects.filter(state=StepState.REFUSED, seen_at=None).select_related("by").order_by("at", "pk")


def _on_behalf(look):
    """What staff have begun for a delegation and not put on record; a delegation's own drafts are its own."""
    return _reports(ProgressState.DRAFT).filter(came_by=CameBy.ON_BEHALF).order_by("made_at", "pk")


def _answered(look):
    """What a delegation answered last, until staff have seen it or ask again."""
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    since = Remark.objects.filter(later, commitment=OuterRef("commitment"))
    answers = Remark.objects.filter(~Exists(since), side=Side.DELEGATION, seen=None).with_bearer(zone=look.zone)
    return answers.select_related("by", "commitment__delegation", "commitment__action__agreement__report").order_by(
        "at", "pk"
    )


def _asked(look):
    """Our questions that a delegation has not answered since."""
    asked = Remark.objects.open_questions().with_bearer(zone=look.zone)
    return asked.select_related("commitment__delegation", "commitment__action__agreement__report").order_by("at", "pk")


def _dropped(look):
    """The mails brought in that no report was made of yet."""
    return DroppedMail.objects.filter(report=None).order_by("at", "pk")


def _notices(look):
    return _unseen().exclude(kind__in=CAME_BACK)


def _returned(look):
    return _unseen().filter(kind__in=CAME_BACK)


def _unseen():
    return Notice.objects.unseen().select_related("delegation", "mail").order_by("at", "pk")


def _date_passed(look):
    return _cells("date_passed", _on_record().date_passed(on=look.on), Min("due_on"), look)


def _absent(look):
    absent = _on_record().filter(status=CommitmentStatus.TO_CONFIRM)
    return _cells("absent", absent, Min("action__agreement__agreed_on"), look)


def _stale(look):
    return _cells("stale", _on_record().stale(on=look.on), Min("news_on"), look)


def _on_record():
    return Commitment.objects.filter(action__agreement__report__state__in=RECORDED)


def _cells(name, commitments, since, look):
    """[Cell, …] of these commitments, the oldest first; what the presidency bears stands with its holder."""
    rows = commitments.order_by().values_list("delegation_id", f"{NETWORK}_id").annotate(Count("pk"), since)
    found = {}
    for delegation, network, number, first in look.kept(name, rows=rows):
        key = look.bearers.of(delegation), network
        already, earliest = found.get(key, (0, first))
        found[key] = already + number, min(earliest, first)
    cells = [
        Cell(look.delegations[delegation], look.networks[network], number, first)
        for (delegation, network), (number, first) in found.items()
    ]
    return sorted(cells, key=lambda cell: (cell.since, *_order(cell)))


def _nobody(look):
    """Who bears something that is followed, and has nobody to whom a mail about it could go."""
    written_to = addresses(on=look.on)
    followed = numbers_of(reminded_of(networks=list(look.networks), bearers=look.bearers))
    spared = ".".join(map(str, sorted(look.bearers.spared)))
    numbers = look.kept("followed", spared, rows=followed)
    designated = {
        (one.delegation_id, one.network_id) for one in written_to.designated if one.is_active and one.role != Role.CHAIR
    }
    cells = [
        Cell(
            look.delegations[delegation],
            look.networks[network],
            number,
            designated=bool({(delegation, network), (delegation, None)} & designated),
        )
        for delegation, network, number in unheard(numbers, bearers=look.bearers, written_to=written_to)
    ]
    return sorted(cells, key=_order)


def _order(cell):
    return collation_key(cell.delegation.in_language("name")), cell.network.position, cell.network.code


def _translations(look):
    """What is on record, and of which a text is missing in one of the two languages."""
    untranslated = Agreement.objects.filter(Q(text_en="") | Q(text_es="")).order_by()
    half_said = Action.objects.filter(_lacks("what", "en") | _lacks("what", "es")).order_by()
    of_itself = [_lacks(name, language) for name in WORDS_OF_A_REPORT for language in ("en", "es")]
    lacking = functools.reduce(operator.or_, of_itself)
    lacking |= Q(pk__in=untranslated.values("report")) | Q(pk__in=half_said.values("agreement__report"))
    keys = look.kept(
        "untranslated", rows=Report.objects.on_record().filter(lacking).order_by().values_list("pk", flat=True)
    )
    missing = {f"without_{language}": _number_lacking(language) for language in ("en", "es")}
    reports = Report.objects.filter(pk__in=keys).annotate(**missing)
    return reports.select_related("meeting__network").order_by("-adopted_on", "-pk")


def _lacks(name, language):
    """The rows that have this text in the other language alone."""
    other = "es" if language == "en" else "en"
    return Q(**{f"{name}_{language}": ""}) & ~Q(**{f"{name}_{other}": ""})


def _number_lacking(language):
    """How many texts of a report are missing in the language: its own, its agreements', what is to be done."""
    agreements = Agreement.objects.filter(**{f"text_{language}": ""}, report=OuterRef("pk"))
    actions = Action.objects.filter(_lacks("what", language), agreement__report=OuterRef("pk"))
    own = [Case(When(_lacks(name, language), then=1), default=0) for name in WORDS_OF_A_REPORT]
    return sum(own, _number_of(agreements, "report") + _number_of(actions, "agreement__report"))


def _number_of(rows, of):
    """How many rows there are of each `of`, asked for those alone that are shown."""
    numbers = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers), 0)


OPEN_DOUBTS = Count("uploads__doubts", filter=Q(uploads__doubts__settled=False))


def _drafts(look):
    drafts = Report.objects.filter(state__in=(ReportState.DRAFT, ReportState.CIRCULATED))
    named = drafts.annotate(open_doubts=OPEN_DOUBTS, document=Min("uploads__name"))
    return named.select_related("meeting__network").order_by("pk")


def _documents(look):
    """What was brought in and is no draft report: being read, refused, or an agenda to be filed."""
    agenda = Q(state=UploadState.READ, kind=UploadKind.AGENDA)
    on_the_way = Q(state__in=(UploadState.WAITING, UploadState.READING, UploadState.REFUSED))
    doubts = Count("doubts", filter=Q(doubts__settled=False))
    found = Upload.objects.filter(agenda | on_the_way).annotate(open_doubts=doubts)
    return found.defer("lines", "reading").order_by("at", "pk")


def _matrices(look):
    over = (MatrixState.FILED, MatrixState.DISCARDED)
    return Matrix.objects.exclude(state__in=over).order_by("at", "pk")


def _waiting(look):
    open_shares = Commitment.objects.filter(action=OuterRef("pk"), status__in=OPEN_STATUSES, due_on=None)
    events = Action.objects.on_record().filter(deadline_kind=DeadlineKind.EVENT, bound_to=None)
    keys = look.kept("waiting", rows=events.filter(Exists(open_shares)).order_by().values_list("pk", flat=True))
    waiting = Action.objects.filter(pk__in=keys).annotate(shares=_number_of(open_shares, "action"))
    return waiting.select_related("deadline_body", "agreement__report").order_by(
        "agreement__agreed_on", "agreement__sort_key", "pk"
    )


FINDERS: dict[str, Any] = {
    "informed": _informed,
    "to_confirm": _to_confirm,
    "corrected": _corrected,
    "answered": _answered,
    "dropped": _dropped,
    "notices": _notices,
    "returned": _returned,
    "date_passed": _date_passed,
    "absent": _absent,
    "stale": _stale,
    "asked": _asked,
    "nobody": _nobody,
    "translations": _translations,
    "on_behalf": _on_behalf,
    "untaken": _untaken,
    "drafts": _drafts,
    "documents": _documents,
    "matrices": _matrices,
    "waiting": _waiting,
}
