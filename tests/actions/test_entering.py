"""Many reports entered in one step: all of them or none, and just what one by one would have come to."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actions.models import CameBy, Commitment, ProgressAnswer, ProgressReport, Source
from actions.services import entering, informing
from actions.services.entering import CannotEnter, Entry, enter_reports
from actions.services.informing import CannotInform, Informant
from networks.reasons import in_reader_language
from tests.actions.informants import A_DAY, NOW, TODAY, words
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    PresidencyFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db
JUNE = datetime.date(2026, 6, 30)


@pytest.fixture
def staff():
    return StaffFactory()


def entry(*commitments, delegation=None, **said):
    """Of the delegation that the first commitment binds, for the conference, unless it says otherwise."""
    return Entry(
        delegation=delegation or commitments[0].delegation,
        commitment_ids=tuple(commitment.pk for commitment in commitments),
        words=words(**{"audience": "conference", **said}),
        source=Source.MATRIX,
        source_words="matrix.csv, row 2",
    )


def enter(*entries, by, **more):
    return enter_reports(entries=entries, by=by, now=NOW, on=TODAY, **more)


def one_by_one(*entries, by):
    """The same, by the verbs for one; CannotEnter says where they stop."""
    informed = []
    with transaction.atomic():
        for place, one in enumerate(entries):
            informant = Informant(
                came_by=CameBy.ON_BEHALF, entered_by=by, source=one.source, source_words=one.source_words
            )
            try:
                report = informing.begin_report(
                    delegation=one.delegation,
                    commitment_ids=one.commitment_ids,
                    words=one.words,
                    informant=informant,
                    now=NOW,
                    on=TODAY,
                )
                informed.append(informing.send_report(report_id=report.pk, by=by, now=NOW, on=TODAY))
            except CannotInform as refusal:
                raise CannotEnter(str(refusal), place) from refusal
    return informed


def test_a_report_is_acknowledged_as_it_is_entered(staff):
    share = CommitmentFactory()
    ((informed),) = enter(entry(share, done=True), by=staff)
    report = ProgressReport.objects.get()
    assert (informed.report, informed.closed_with) == (report, ())
    assert (report.state, report.sent_at, report.acknowledged_by, report.entered_by, report.source_words) == (
        "acknowledged", NOW, staff, staff, "matrix.csv, row 2",
    )  # fmt: skip
    share.refresh_from_db()
    assert (share.status, share.closed_on, share.outcome) == ("fulfilled", TODAY, "")
    newest = share.history.latest()
    assert (newest.history_user, in_reader_language(newest.history_change_reason)) == (
        staff, f"Informed on 20 March 2026: report {report.pk}",
    )  # fmt: skip


def test_one_that_cannot_be_entered_refuses_the_whole_and_says_which(staff):
    fine, closed = CommitmentFactory(), CommitmentFactory(status="withdrawn", closed_on=TODAY)
    with pytest.raises(CannotEnter, match="there is nothing more to inform") as refusal:
        enter(entry(fine), entry(closed), by=staff)
    assert refusal.value.place == 1
    assert (ProgressReport.objects.count(), fine.history.count(), closed.history.count()) == (0, 1, 1)


def test_a_failure_midway_changes_nothing(staff, monkeypatch):
    monkeypatch.setattr(entering, "A_BATCH", 2)
    shares = [CommitmentFactory() for _number in range(5)]
    told = []

    def fail(written, total):
        told.append((written, total))
        if written == 17:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        enter(*map(entry, shares), by=staff, progress=fail)
    # Reports, answers, reports as they are sent, then shares.
    assert told == [(written, 20) for written in (2, 4, 5, 7, 9, 10, 12, 14, 15, 17)]
    assert (ProgressReport.objects.count(), ProgressReport.history.count()) == (0, 0)
    assert set(Commitment.objects.values_list("status", flat=True)) == {"open"}


def test_the_secretariat_alone_enters_for_others(staff):
    share = CommitmentFactory()
    officer = DesignationFactory(delegation=share.delegation).person
    with pytest.raises(CannotInform, match="The Technical Secretariat acknowledges"):
        enter(entry(share), by=officer)
    assert ProgressReport.objects.count() == 0


def test_a_date_that_a_later_report_informed_stays(staff):
    share = CommitmentFactory()
    later = enter_reports(entries=[entry(share, new_date=JUNE)], by=staff, now=NOW + A_DAY, on=TODAY)
    enter(entry(share, new_date=JUNE + A_DAY), by=staff)
    share.refresh_from_db()
    assert (share.extended_to, len(later)) == (JUNE, 1)


def test_queries_grow_with_batches_alone(staff):
    def queries(number):
        joint = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly")
        shares = [CommitmentFactory(action=joint, delegation=DelegationFactory(code="HN"))]
        shares += [CommitmentFactory(delegation=DelegationFactory(code=f"D{place}")) for place in range(number)]
        entries = [entry(share, done=place % 2 == 0) for place, share in enumerate(shares)]
        entries += [entry(share, new_date=JUNE) for share in shares[1::2]]
        with CaptureQueriesContext(connection) as captured:
            enter(*entries, by=staff)
        return len(captured)

    queries(2)  # the first change of all makes the version's row
    assert queries(2) == queries(9)


CODES = ("HN", "MX", "PPT")
# What is withdrawn refuses the whole, which is not to happen most of the time.
STATUSES = (
    "to_confirm",
    "open",
    "open",
    "open",
    "in_progress",
    "in_progress",
    "fulfilled",
    "not_recorded",
    "withdrawn",
)
# An action: whether it is joint, and the status of its share of each delegation.
actions = st.tuples(st.booleans(), st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3))
# A report: whose, of which shares (counted round), done, how many days ago, by when in days, for whom.
reports = st.tuples(
    st.sampled_from(CODES),
    st.lists(st.integers(0, 8), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from((0, 0, 0, 0, 1, 1, 2, 2, 2, 400)),
    st.sampled_from((None, None, 10, 20)),
    st.sampled_from(("public", "conference")),
)
FIELDS = ("status", "due_on", "due_since", "extended_to", "news_on", "closed_on", "outcome")
OF_REPORTS = (
    "delegation_id", "text", "language", "done", "on", "new_date", "audience", "state", "came_by", "author_id",
    "author_name", "entered_by_id", "source", "source_words", "made_at", "sent_at", "acknowledged_by_id",
    "acknowledged_at",
)  # fmt: skip
HISTORY = ("history_type", "history_user_id", "history_change_reason")


anything = given(st.lists(actions, min_size=1, max_size=3), st.lists(reports, min_size=1, max_size=5))


class TheSameAsOneByOne(TestCase):
    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @anything
    # A joint action closed by the first report, spoken of again by the second, moved by the third.
    @example(
        [(True, ["open", "open", "open"]), (False, ["open"])],
        [
            ("HN", [0], True, 2, None, "public"),
            ("MX", [1], False, 0, 10, "conference"),
            ("HN", [3], False, 0, 20, "public"),
            ("HN", [3], True, 2, None, "public"),
        ],
    )
    def test_entering(self, described, said):
        self._comes_to_the_same(described, said)

    @pytest.mark.soak
    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    @anything
    def test_entering_many_more(self, described, said):
        self._comes_to_the_same(described, said)

    def _comes_to_the_same(self, described, said):
        staff = StaffFactory()
        honduras = DelegationFactory(code="HN")
        PresidencyFactory(delegation=honduras, starts_on=TODAY - A_DAY)
        came_to = []
        for way in (enter, one_by_one):
            shares = self._made(described)
            entries = [self._entry(shares, *report) for report in said]
            try:
                informed = way(*entries, by=staff)
            except CannotEnter as refusal:
                # What names a reference names another one's twin.
                came_to.append((refusal.place, self._left(shares, [])))
                continue
            told = [[delegation.code for delegation in one.closed_with] for one in informed]
            came_to.append((told, self._left(shares, [one.report.pk for one in informed])))
        assert came_to[0] == came_to[1]

    @staticmethod
    def _made(described):
        made = []
        for joint, statuses in described:
            action = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly" if joint else "each")
            for code, status in zip(CODES, statuses, strict=False):
                closed_on = None if status in ("to_confirm", "open", "in_progress") else TODAY - 3 * A_DAY
                delegation = DelegationFactory(code=code)
                fields = {"status": status, "closed_on": closed_on}
                made.append(CommitmentFactory(action=action, delegation=delegation, **fields))
        return made

    @staticmethod
    def _entry(shares, code, places, done, days_ago, by_when, audience):
        # Mostly what the delegation answers for; else it is refused.
        own = [share for share in shares if share.delegation.code in (code, "PPT")] or shares
        chosen = {own[place % len(own)].pk: own[place % len(own)] for place in places}
        return entry(
            *chosen.values(),
            delegation=DelegationFactory(code=code),
            done=done,
            on=TODAY - days_ago * A_DAY,
            new_date=None if done or not by_when else TODAY + by_when * A_DAY,
            audience=audience,
        )

    @staticmethod
    def _left(shares, keys):
        """All that is on record of the shares and reports, history and all, whatever their keys."""
        number = {key: place for place, key in enumerate(keys)}
        place = {share.pk: place for place, share in enumerate(shares)}

        def plain(rows):
            return [
                tuple(_told(value, number) if isinstance(value, str) and "report " in value else value for value in row)
                for row in rows
            ]

        reports = ProgressReport.objects.filter(pk__in=keys).order_by("pk")
        answers = ProgressAnswer.objects.filter(report__in=keys).order_by("pk")
        past_answers = ProgressAnswer.history.filter(report__in=keys).order_by("history_id")
        return {
            "shares": list(Commitment.objects.filter(pk__in=place).order_by("pk").values_list(*FIELDS)),
            "past shares": [
                plain(share.history.order_by("history_id").values_list(*FIELDS, *HISTORY)) for share in shares
            ],
            "reports": list(reports.values_list(*OF_REPORTS)),
            "past reports": [
                list(report.history.order_by("history_id").values_list(*OF_REPORTS, *HISTORY)) for report in reports
            ],
            "answers": [(number[one.report_id], place[one.commitment_id]) for one in answers],
            "past answers": [
                (number[one.report_id], place[one.commitment_id], one.history_type, one.history_user_id,
                 one.history_change_reason)
                for one in past_answers
            ],
        }  # fmt: skip


def _told(reason, number):
    """A reason that names the report by its place among those entered."""
    return re.sub(r"(?<=report )\d+|(?<=informe )\d+", lambda key: str(number[int(key[0])]), reason)
