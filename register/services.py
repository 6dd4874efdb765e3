"""Finding agreements: the register's filters as queries, their counts and their pages."""

import dataclasses
import functools
import operator
import re

from django.db.models import Exists, F, OuterRef, Q

from actions.models import Action, Agreement, Commitment, Report
from actions.words import fold
from networks.pages import last_page

from .keeping import kept_under_version

FILTERED_SITUATIONS = (
    "date_passed",
    "due_soon",
    "open",
    "in_progress",
    "waiting",
    "stale",
    "to_confirm",
    "fulfilled",
    "not_recorded",
    "none",
)
# What has one of these situations has a day, and is open.
ALWAYS_DATED = {"date_passed", "due_soon"}
ROWS_A_PAGE = 50
COUNTED_TO = 1000


@dataclasses.dataclass(frozen=True)
class Found:
    """One page of agreements, by their keys. `number` counts up to COUNTED_TO; `more`: there are more than that."""

    keys: list
    number: int
    more: bool
    page: int

    @property
    def first(self):
        return (self.page - 1) * ROWS_A_PAGE + 1 if self.keys else 0

    @property
    def last(self):
        return self.first + len(self.keys) - 1 if self.keys else 0

    @property
    def has_next(self):
        return (self.more and len(self.keys) == ROWS_A_PAGE) or self.last < self.number

    @property
    def pages(self):
        """How many pages there are, or None beyond what is counted."""
        return None if self.more else last_page(self.number, size=ROWS_A_PAGE)


def shares_asked_for(filters, *, reader):
    """The commitments that delegation and status ask for, both of the same one; None where neither is asked for."""
    if not (filters.delegation or filters.status):
        return None
    shares = Commitment.objects.all()
    if filters.delegation:
        shares = shares.borne_by_codes(*filters.delegation, on=reader.today)
    if filters.status:
        shares = shares.in_situation(*(one for one in filters.status if one != "none"), on=reader.today)
    return shares


def matching(filters, *, reader):
    """The agreements on record that `reader` may see and `filters` ask for."""
    # The reports by themselves, few as they are: joined, they would be read first, and the order's index not at all.
    reports = Report.objects.visible_to(reader.standing).order_by()
    if filters.body:
        reports = reports.filter(meeting__network__slug__in=filters.body)
    if filters.meeting:
        reports = reports.filter(meeting__in=filters.meeting)
    agreements = Agreement.objects.on_record().filter(report__in=reports.values("pk"))
    if filters.verb:
        agreements = agreements.filter(kind__in=filters.verb)
    if filters.year:
        # One range a year reads the index; the year cut out of every day does not.
        agreements = agreements.filter(_any_of(Q(agreed_on__year=year) for year in filters.year))
    for words in _phrases(filters.words):
        agreements = agreements.filter(words__contains=words)
    shares = shares_asked_for(filters, reader=reader)
    if shares is None:
        return agreements
    wanted = Q(Exists(shares.filter(action__agreement=OuterRef("pk"))))
    if "none" in filters.status and not filters.delegation:
        wanted |= ~Exists(Action.objects.filter(agreement=OuterRef("pk")))
    return agreements.filter(wanted)


def _any_of(rules):
    return functools.reduce(operator.or_, rules)


def _phrases(words):
    """What is typed as the words to find: all of them, those in quotation marks as they stand together."""
    return [fold(quoted or plain) for quoted, plain in re.findall(r'["“«]([^"”»]+)["”»]|(\S+)', words)]


def find(filters, *, reader, page):
    """The page `page` (from 1) of what `filters` ask for; the last one, as far as they are counted, beyond the end."""
    agreements = matching(filters, reader=reader)
    number = kept_under_version(
        "number", dataclasses.replace(filters, order="meeting").query(), reader=reader, compute=_counted(agreements)
    )
    keys = _keys(agreements, filters, reader=reader, start=(page - 1) * ROWS_A_PAGE, size=ROWS_A_PAGE)
    counted = min(number, COUNTED_TO)
    if not keys and page > 1:
        return find(filters, reader=reader, page=min(page - 1, last_page(counted, size=ROWS_A_PAGE)))
    return Found(keys, counted, number > COUNTED_TO, page)


def first_found(filters, *, reader):
    """The keys of what `filters` ask for, in the order of its pages, as far as they are counted."""
    return _keys(matching(filters, reader=reader), filters, reader=reader, start=0, size=COUNTED_TO)


def _keys(agreements, filters, *, reader, start, size):
    if filters.order == "deadline":
        return _by_deadline(agreements, filters, reader=reader, start=start, size=size)
    return list(_ordered(agreements).values_list("pk", flat=True)[start : start + size])


def _counted(agreements):
    """How many there are, looked for no further than a page says."""
    return agreements.order_by().values("pk")[: COUNTED_TO + 1].count


def in_register_order(agreements):
    """The latest meeting first, its points as printed, with what a row says of them."""
    return _ordered(_with_meetings(agreements))


def _ordered(agreements):
    return agreements.order_by("-agreed_on", "report_id", "sort_key")


def _with_meetings(agreements):
    """With what a row says of them and no more: a preamble is not read fifty times for fifty points."""
    meeting, network = "report__meeting", "report__meeting__network"
    return agreements.select_related(network).only(
        "reference",
        "agreed_on",
        "text_en",
        "text_es",
        "report__reference",
        f"{meeting}__city",
        f"{network}__short_en",
        f"{network}__short_es",
    )


def with_keys(keys):
    """The agreements with these keys, in the same order, with what a row says of them.

    None for what is gone since its key was found, or is a draft's again, its filing undone.
    """
    on_record = Agreement.objects.on_record().filter(pk__in=keys or [0])
    found = {one.pk: one for one in _with_meetings(on_record)}
    return [found[key] for key in keys if key in found]


def _by_deadline(agreements, filters, *, reader, start, size):
    """First what has a deadline still open, the first date first; then the rest, the latest meeting first.

    Reads open shares in the order of an index up to the page's end, each agreement at the first of its shares that
    matches, so that a page costs the same in a large register.
    """
    shares = shares_asked_for(filters, reader=reader)
    open_shares = (Commitment.objects.all() if shares is None else shares).pending().exclude(due_on=None)
    earlier = open_shares.filter(action__agreement=OuterRef("action__agreement")).filter(
        Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
    )
    end = start + size
    # The shares themselves answer for delegation and status; asked for twice, each is looked up twice.
    others = matching(filters.without("delegation").without("status"), reader=reader)
    dated = list(
        open_shares.filter(~Exists(earlier), action__agreement__in=others.order_by().values("pk"))
        .order_by("due_on", "pk")
        .values_list(F("action__agreement"), flat=True)[:end]
    )
    ids = dated[start:]
    undated = agreements.filter(~Exists(open_shares.filter(action__agreement=OuterRef("pk"))))
    wanted = size - len(ids)
    if wanted == 0 or (filters.status and set(filters.status) <= ALWAYS_DATED):
        # Asked all the same, at no cost: the number of queries never depends on what there is.
        undated = Agreement.objects.filter(pk__in=[0])
    after = max(0, start - len(dated))
    rest = _ordered(undated).values_list("pk", flat=True)[after : after + max(1, wanted)]
    return ids + list(rest)


def agreement_by_reference(reference, *, reader):
    """The agreement with exactly this reference, as a person types it; None where there is none to see."""
    wanted = reference.strip().upper()
    if not re.fullmatch(r"[A-Z0-9-]+/\d{4}-\d{2}[A-Z]*/\S+( BIS)?", wanted):
        return None
    visible = Agreement.objects.visible_to(reader.standing)
    return visible.select_related("report").filter(reference__iexact=wanted).first()


def meetings(filters, *, among):
    """Those of the meetings `among` whose body and year `filters` ask for."""
    if filters.body:
        among = among.filter(network__slug__in=filters.body)
    if filters.year:
        among = among.filter(_any_of(Q(starts_on__year=year) for year in filters.year))
    return among
