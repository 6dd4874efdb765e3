"""A draft becomes part of the record, and can be taken back while nothing hangs on it."""

import datetime
import hashlib

import pytest
from django.utils import translation

from actions.models import ActionOwner, Agreement, Commitment, Lineage, ReportVersion
from actions.services import filing, following
from networks.reasons import in_reader_language
from networks.services import public_version
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    AgreementFactory,
    AttendanceFactory,
    DelegationFactory,
    MeetingFactory,
    MemberFactory,
    NetworkFactory,
    ProgressReportFactory,
    RemarkFactory,
    ReportFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 20)
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
DUE = datetime.date(2026, 4, 30)


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def countries():
    """Belize, Honduras and Mexico are members; the last two were present in March 2026."""
    return {code: MemberFactory(code=code) for code in ("BZ", "HN", "MX")}


@pytest.fixture
def report(countries):
    report = ReportFactory(meeting__network=NetworkFactory(code="CP"))
    for code in ("HN", "MX"):
        AttendanceFactory(meeting=report.meeting, delegation=countries[code])
    return report


def asked_of(report, *owners, label="1", **fields):
    """An agreement of the report with one action that the given delegations or audiences have to do."""
    agreement = AgreementFactory(report=report, label=label)
    action = ActionFactory(agreement=agreement, **fields)
    for owner in owners:
        kind = "audience" if isinstance(owner, str) else "delegation"
        ActionOwnerFactory(action=action, **{kind: owner})
    return action


def file(report, by, **changes):
    return filing.file_report(
        **{"report_id": report.pk, "by": by, "on": TODAY, "now": NOW, "publish": True, "followed": True, **changes}
    )


def shares_of(action):
    return {
        commitment.delegation.code: (commitment.status, commitment.due_on)
        for commitment in action.commitments.select_related("delegation")
    }


def test_members_present_are_pending_and_the_absent_to_confirm(report, staff):
    action = asked_of(report, "MEMBERS", deadline_kind="date", deadline_on=DUE)
    file(report, staff)
    assert shares_of(action) == {"BZ": ("to_confirm", DUE), "HN": ("open", DUE), "MX": ("open", DUE)}


def test_what_is_not_followed_is_not_recorded_and_the_absent_stay_to_confirm(report, staff):
    action = asked_of(report, "MEMBERS", deadline_kind="date", deadline_on=DUE)
    file(report, staff, followed=False)
    assert shares_of(action) == {"BZ": ("to_confirm", DUE), "HN": ("not_recorded", DUE), "MX": ("not_recorded", DUE)}


def test_audiences_and_names_that_overlap_make_one_share(report, countries, staff):
    iom = DelegationFactory(code="IOM", kind="organisation")
    action = asked_of(report, countries["MX"], "ALL", iom)
    file(report, staff)
    assert shares_of(action) == {"MX": ("open", None), "HN": ("open", None), "IOM": ("open", None)}


def test_the_network_acts_jointly(report, staff):
    action = asked_of(report, "NETWORK")
    file(report, staff)
    action.refresh_from_db()
    assert (action.fulfilment, set(shares_of(action))) == ("jointly", {"HN", "MX"})


def test_an_open_call_is_nobodys_until_somebody_joins(report, countries, staff):
    action = asked_of(report, "INTERESTED", deadline_kind="period", deadline_amount=2, deadline_unit="months")
    file(report, staff)
    assert shares_of(action) == {}
    following.join_call(action_id=action.pk, delegation=countries["HN"], by=staff, on=TODAY, words="Note 4")
    assert shares_of(action) == {"HN": ("open", datetime.date(2026, 5, 10))}


def test_filing_freezes_labels_references_and_order(report, staff):
    second = AgreementFactory(report=report, label="2", position=2048)
    child = AgreementFactory(report=report, parent=second, label="a", position=1024)
    first = AgreementFactory(report=report, label="1", position=1024)
    file(report, staff)
    frozen = [
        (agreement.pk, agreement.reference, agreement.agreed_on) for agreement in report.agreements.order_by("sort_key")
    ]
    day = report.meeting.ends_on
    assert frozen == [
        (first.pk, "CP/2026-03/1", day),
        (second.pk, "CP/2026-03/2", day),
        (child.pk, "CP/2026-03/2.a", day),
    ]


def test_the_second_meeting_of_a_month_has_its_own_reference(report, staff):
    later = ReportFactory(meeting=MeetingFactory(network=report.meeting.network, starts_on=datetime.date(2026, 3, 17)))
    AgreementFactory(report=report)
    AgreementFactory(report=later)
    assert [file(one, staff).reference for one in (report, later)] == ["CP/2026-03", "CP/2026-03b"]


def test_the_report_is_adopted_as_of_the_meetings_last_day_and_published_when_said(report, staff):
    AgreementFactory(report=report)
    filed = file(report, staff, publish=False)
    assert (filed.state, filed.adopted_on, filed.published_on) == ("adopted", report.meeting.ends_on, None)
    published = filing.publish_report(report_id=report.pk, by=staff, on=TODAY)
    assert (published.state, published.adopted_on, published.published_on) == (
        "published",
        report.meeting.ends_on,
        TODAY,
    )
    report.meeting.refresh_from_db()
    assert report.meeting.state == "held"


def test_the_snapshot_is_the_text_its_hash_says(report, staff):
    AgreementFactory(report=report, text_en="One.\r\nTwo.", text_es="Uno.")
    file(report, staff)
    version = ReportVersion.objects.get(report=report)
    assert version.sha256 == hashlib.sha256(version.text.encode()).hexdigest()
    assert version.text == (
        "CP/2026-03\n\nCP 2026-03-10 2026-03-10\n\nTegucigalpa\n\npresent: HN MX\n\n"
        "[en]\n\nCP/2026-03/1\nOne.\nTwo.\n\n[es]\n\nCP/2026-03/1\nUno.\n"
    )


def test_every_row_filing_writes_says_who_and_why(report, countries, staff):
    action = asked_of(report, countries["HN"])
    file(report, staff)
    rows = [
        report.history.first(),
        action.history.first(),
        action.agreement.history.first(),
        action.commitments.get().history.first(),
    ]
    assert [(row.history_user, in_reader_language(row.history_change_reason)) for row in rows] == [(staff, "Filed")] * 4


def test_filing_raises_the_public_version(report, staff):
    AgreementFactory(report=report)
    before = public_version()
    file(report, staff)
    assert public_version() > before


def test_what_has_no_number_printed_is_numbered_by_its_place(report, staff):
    point = AgreementFactory(report=report, label="", position=1024)
    AgreementFactory(report=report, parent=point, label="", position=1024)
    AgreementFactory(report=report, label="2 bis", position=2048)
    AgreementFactory(report=report, label="", position=3072)
    filed = file(report, staff)
    labels = list(Agreement.objects.filter(report=report).order_by("sort_key").values_list("label", "reference"))
    first = filed.reference
    assert labels == [("1", f"{first}/1"), ("a", f"{first}/1.a"), ("2 bis", f"{first}/2 bis"), ("3", f"{first}/3")]


def a_sub_item_and_a_point_of_one_number(report):
    AgreementFactory(report=report, parent=report.agreements.get(), label="a")
    AgreementFactory(report=report, label="1.A")


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda report: report.agreements.all().delete(), "no agreements"),
        (lambda report: report.agreements.update(text_en="", text_es=""), "has no text"),
        (lambda report: AgreementFactory(report=report, label="1"), "stands twice"),
        (a_sub_item_and_a_point_of_one_number, "number 1.A stands twice"),
        (lambda report: type(report).objects.update(meeting=None), "which meeting"),
    ],
)
def test_a_report_that_is_not_whole_is_refused_and_nothing_is_written(report, staff, spoil, refusal):
    AgreementFactory(report=report, label="1")
    spoil(report)
    with pytest.raises(filing.CannotFile, match=refusal):
        file(report, staff)
    report.refresh_from_db()
    assert (report.state, report.reference, Commitment.objects.count(), ReportVersion.objects.count()) == (
        "draft",
        None,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "The meeting ends on 10 March 2026: its"), ("es", "La reunión termina el 10 de marzo de 2026: su")],
)
def test_a_report_is_not_filed_before_its_meeting_ended(report, staff, language, words):
    AgreementFactory(report=report)
    with translation.override(language), pytest.raises(filing.CannotFile, match=words):
        file(report, staff, on=datetime.date(2026, 3, 9))


def test_a_filed_report_is_not_filed_again(report, staff):
    AgreementFactory(report=report)
    file(report, staff)
    with pytest.raises(filing.CannotFile, match="filed already"):
        file(report, staff)


def test_references_are_bound_in_whichever_order_the_reports_arrive(report, staff):
    network = report.meeting.network
    later = ReportFactory(meeting=MeetingFactory(network=network, starts_on=datetime.date(2026, 3, 17)))
    taking_up = AgreementFactory(report=later)
    lineage = Lineage.objects.create(
        agreement=taking_up, network=network, on=datetime.date(2026, 3, 9), number="1", phrase="point 1 of March 9"
    )
    file(later, staff)
    lineage.refresh_from_db()
    assert lineage.earlier is None
    point = AgreementFactory(report=report)
    file(report, staff)
    lineage.refresh_from_db()
    assert lineage.earlier == point


def test_undoing_a_filing_makes_it_a_draft_and_keeps_what_happened(report, countries, staff):
    action = asked_of(report, countries["HN"])
    file(report, staff)
    filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason="The wrong meeting")
    report.refresh_from_db()
    action.agreement.refresh_from_db()
    version = ReportVersion.objects.get(report=report)
    assert (report.state, report.reference, report.adopted_on) == ("draft", None, None)
    assert (action.agreement.reference, action.agreement.label) == (None, "1")
    assert Commitment.objects.count() == 0
    gone = Commitment.history.first()
    assert (gone.history_type, gone.history_user, gone.history_change_reason) == ("-", staff, "The wrong meeting")
    assert (version.withdrawn_at, version.reason) == (NOW, "The wrong meeting")
    assert file(report, staff).reference == "CP/2026-03"


def test_undoing_needs_a_reason(report, staff):
    AgreementFactory(report=report)
    file(report, staff)
    with pytest.raises(filing.CannotUndo, match="say why"):
        filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason=" ")


def test_a_filing_stays_once_somebody_informed_of_progress(report, countries, staff):
    action = asked_of(report, countries["HN"])
    file(report, staff)
    commitment = action.commitments.get()
    following.change_status(commitment_id=commitment.pk, status="fulfilled", by=staff, on=TODAY, outcome="Sent.")
    with pytest.raises(filing.CannotUndo, match="has informed"):
        filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason="Wrong")
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize("spoken", [lambda share: RemarkFactory(commitment=share), lambda share: begun(share)])
def test_a_filing_stays_once_its_commitments_are_spoken_of(report, countries, staff, spoken):
    action = asked_of(report, countries["HN"])
    file(report, staff)
    spoken(action.commitments.get())
    with pytest.raises(filing.CannotUndo, match="a report of progress or a question about CP/2026-03/1"):
        filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason="Wrong")


def begun(share):
    return ProgressReportFactory(delegation=share.delegation, about=[share])


def test_a_filing_stays_once_a_report_filed_later_refers_to_it(report, staff):
    network = report.meeting.network
    AgreementFactory(report=report)
    file(report, staff)
    later = ReportFactory(meeting=MeetingFactory(network=network, starts_on=datetime.date(2026, 3, 17)))
    Lineage.objects.create(
        agreement=AgreementFactory(report=later), network=network, on=datetime.date(2026, 3, 10), number="1", phrase="p"
    )
    file(later, staff, now=NOW + datetime.timedelta(hours=1))
    with pytest.raises(filing.CannotUndo, match="CP/2026-03b"):
        filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason="Wrong")


def test_closing_one_share_of_a_joint_action_closes_all(report, countries, staff):
    action = asked_of(report, countries["HN"], countries["MX"], fulfilment="jointly")
    file(report, staff)
    one = action.commitments.get(delegation__code="HN")
    following.change_status(commitment_id=one.pk, status="fulfilled", by=staff, on=TODAY, outcome="One text, sent.")
    closed = {
        (share.delegation.code, share.status, share.closed_on, share.outcome) for share in action.commitments.all()
    }
    assert closed == {(code, "fulfilled", TODAY, "One text, sent.") for code in ("HN", "MX")}


def test_a_fulfilled_share_cannot_be_fulfilled_again(report, countries, staff):
    action = asked_of(report, countries["HN"])
    file(report, staff)
    one = action.commitments.get()
    following.change_status(commitment_id=one.pk, status="fulfilled", by=staff, on=TODAY)
    with pytest.raises(following.CannotChangeStatus, match="cannot become"):
        following.change_status(commitment_id=one.pk, status="fulfilled", by=staff, on=TODAY)
    assert one.history.count() == 2


def test_a_body_as_written_has_no_share_and_stays_on_the_record(report, staff):
    action = asked_of(report)
    ActionOwnerFactory(action=action, as_written="The Coast Bank")
    file(report, staff)
    assert shares_of(action) == {}
    assert [str(owner) for owner in ActionOwner.objects.filter(action=action)] == ["The Coast Bank"]
