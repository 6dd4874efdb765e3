"""A delegation's word: who may give it, what it does to the record, and what the secretariat does with it."""

import datetime
import uuid

import pytest

from actions.models import Commitment, ProgressAnswer, ProgressReport, Remark
from actions.services import asking, following, informing
from actions.services.asking import CannotAsk
from actions.services.informing import CannotInform
from networks.reasons import in_reader_language
from networks.services import system_user
from tests.actions.informants import (
    A_DAY,
    NOW,
    TODAY,
    begin,
    by_account,
    by_link,
    inform,
    on_behalf,
    send,
    words,
)
from tests.factories import (
    ActionFactory,
    AgreementFactory,
    ChairFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    MeetingFactory,
    NetworkFactory,
    PresidencyFactory,
    PublishedFactory,
    RemarkFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LATER = NOW + datetime.timedelta(hours=2)


@pytest.fixture
def honduras():
    return DelegationFactory(code="HN")


@pytest.fixture
def mexico():
    return DelegationFactory(code="MX")


@pytest.fixture
def officer(honduras):
    return DesignationFactory(delegation=honduras).person


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def share(honduras):
    return CommitmentFactory(delegation=honduras)


def stands(share):
    """What the record says of a share."""
    share.refresh_from_db()
    return share.status, share.news_on, share.closed_on, share.outcome


def newest(share):
    row = share.history.latest()
    return row.history_user, in_reader_language(row.history_change_reason)


def joint(*delegations, **fields):
    """An action of these delegations together: their shares."""
    action = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly")
    return [CommitmentFactory(action=action, delegation=delegation, **fields) for delegation in delegations]


def refusal(call, *args, **kwargs):
    with pytest.raises((CannotInform, CannotAsk)) as refused:
        call(*args, **kwargs)
    return str(refused.value)


def test_not_yet_makes_a_share_in_progress_and_its_history_names_the_report(share, officer):
    informed = inform(share, by=officer, text="  Half of it is written. ")
    report = informed.report
    assert stands(share) == ("in_progress", TODAY, None, "Half of it is written.")
    assert newest(share) == (officer, f"Informed on 20 March 2026: report {report.pk}")
    assert (report.state, report.sent_at, report.author, report.text) == (
        "sent",
        NOW,
        officer,
        "Half of it is written.",
    )
    assert (informed.closed_with, share.history.count(), report.history.count()) == ((), 2, 2)


def test_done_makes_a_share_fulfilled_as_of_the_report_s_day(share, officer):
    inform(share, by=officer, done=True, on=TODAY)
    assert stands(share) == ("fulfilled", TODAY, TODAY, "Half of it is written.")


def test_one_report_answers_several_commitments_with_one_history_row_each(honduras, officer):
    shares = [CommitmentFactory(delegation=honduras) for _number in range(3)]
    inform(*shares, by=officer)
    assert [stands(share)[0] for share in shares] == ["in_progress"] * 3
    assert [share.history.count() for share in shares] == [2, 2, 2]


def test_sending_costs_the_same_for_one_commitment_and_for_many(honduras, officer, django_assert_num_queries):
    few = begin(CommitmentFactory(delegation=honduras), informant=by_account(officer))
    many = begin(*(CommitmentFactory(delegation=honduras) for _number in range(8)), informant=by_account(officer))
    inform(CommitmentFactory(delegation=honduras), by=officer)  # the first change of all makes the version's row
    for report in (few, many):
        with django_assert_num_queries(15):
            send(report, by=officer)


@pytest.mark.parametrize(("done", "status"), [(False, "in_progress"), (True, "fulfilled")])
def test_a_share_to_confirm_is_confirmed_by_the_delegation_s_word(honduras, officer, done, status):
    share = CommitmentFactory(delegation=honduras, status="to_confirm")
    inform(share, by=officer, done=done)
    assert stands(share)[0] == status


@pytest.mark.parametrize(("done", "status"), [(False, "not_recorded"), (True, "fulfilled")])
def test_an_outcome_that_was_not_recorded_is_recorded_by_done_alone(honduras, officer, done, status):
    closed = datetime.date(2026, 3, 12)
    share = CommitmentFactory(delegation=honduras, status="not_recorded", closed_on=closed)
    inform(share, by=officer, done=done)
    assert stands(share)[0] == status


def test_a_report_about_what_is_fulfilled_is_kept_and_changes_nothing(share, officer):
    inform(share, by=officer, done=True)
    before = stands(share), share.history.count()
    later = inform(share, by=officer, done=False, text="A second edition is being printed.").report
    assert (later.state, [answer.commitment for answer in later.answers.all()]) == ("sent", [share])
    assert (stands(share), share.history.count()) == before


def test_done_closes_a_joint_action_and_says_whom_to_tell(honduras, mexico, officer):
    own, theirs = joint(honduras, mexico)
    confirming = CommitmentFactory(action=own.action, delegation=DelegationFactory(code="BZ"), status="to_confirm")
    informed = inform(own, by=officer, done=True)
    closed = ("fulfilled", TODAY, TODAY, "Half of it is written.")
    assert [stands(one) for one in (own, theirs)] == [closed, closed]
    assert stands(confirming)[0] == "to_confirm"
    assert informed.closed_with == (mexico,)
    assert newest(theirs) == (officer, f"Informed on 20 March 2026: report {informed.report.pk}")
    assert send(informed.report, by=officer).closed_with == ()


def test_not_yet_leaves_the_other_shares_of_a_joint_action(honduras, mexico, officer):
    own, theirs = joint(honduras, mexico)
    inform(own, by=officer)
    assert [stands(own)[0], stands(theirs)[0]] == ["in_progress", "open"]


def test_of_the_presidency_s_share_its_holder_is_told_but_not_of_its_own_word(honduras, mexico, officer):
    PresidencyFactory(delegation=honduras, starts_on="2026-01-01")
    office = DelegationFactory(code="PPT")
    own, as_presidency = joint(honduras, office)
    theirs, also_as_presidency = joint(mexico, office)
    assert inform(own, by=officer, done=True).closed_with == ()
    their_officer = DesignationFactory(delegation=mexico).person
    assert inform(theirs, by=their_officer, done=True).closed_with == (honduras,)
    assert [stands(one)[0] for one in (as_presidency, also_as_presidency)] == ["fulfilled"] * 2


def test_what_was_so_on_an_earlier_day_is_kept_and_the_last_news_does_not_go_back(share, officer):
    inform(share, by=officer, text="As of today.")
    earlier = datetime.date(2026, 3, 15)
    inform(share, by=officer, on=TODAY, text="As of today.", now=LATER)
    report = begin(share, informant=by_account(officer), text="Of last week.")
    informing.write_report(
        report_id=report.pk,
        words=words(text="Of last week.", on=earlier),
        commitment_ids=[share.pk],
        by=officer,
        on=TODAY,
    )
    send(report, by=officer, now=LATER)
    assert stands(share) == ("in_progress", TODAY, None, "As of today.")
    assert ProgressReport.objects.filter(state="sent").count() == 3
    report = begin(share, informant=by_account(officer))
    informing.write_report(
        report_id=report.pk,
        words=words(text="Handed over.", on=earlier, done=True),
        commitment_ids=[share.pk],
        by=officer,
        on=TODAY,
    )
    send(report, by=officer)
    assert stands(share) == ("fulfilled", TODAY, earlier, "Handed over.")


def test_what_came_by_a_link_changes_nothing_until_an_officer_confirms_it(share, officer):
    report = begin(share, informant=by_link(), done=True)
    assert (report.author, report.written_by, report.author_post) == (None, "Ana Invented", "Adviser")
    waiting = send(report, by=None).report
    assert (waiting.state, waiting.sent_at, stands(share)[0]) == ("to_confirm", None, "open")
    informed = informing.confirm_report(report_id=report.pk, by=officer, now=LATER, on=TODAY)
    assert (informed.report.state, informed.report.sent_at, informed.report.confirmed_by) == ("sent", LATER, officer)
    assert stands(share)[0] == "fulfilled"
    assert newest(share)[0] == officer
    assert [row.history_user for row in report.history.order_by("history_id")] == [
        system_user(),
        system_user(),
        officer,
    ]


def test_what_is_to_be_confirmed_can_be_corrected_first(share, honduras, officer):
    other = CommitmentFactory(delegation=honduras)
    report = send(begin(share, informant=by_link()), by=None).report
    said = words(text="Three quarters of it.", audience="public")
    informing.write_report(report_id=report.pk, words=said, commitment_ids=[other.pk], by=officer, on=TODAY)
    report.refresh_from_db()
    assert (report.state, report.text, report.audience) == ("to_confirm", "Three quarters of it.", "public")
    assert [answer.commitment for answer in report.answers.all()] == [other]
    assert ProgressAnswer.history.filter(report=report, history_type="-", history_user=officer).count() == 1
    informing.confirm_report(report_id=report.pk, by=officer, now=NOW, on=TODAY)
    assert (stands(share)[0], stands(other)[0]) == ("open", "in_progress")


def test_a_draft_that_is_written_as_it_was_leaves_no_history(share, officer):
    report = begin(share, informant=by_account(officer))
    informing.write_report(report_id=report.pk, words=words(), commitment_ids=[share.pk], by=officer, on=TODAY)
    assert (report.history.count(), report.answers.get().history.count()) == (1, 1)


def test_what_the_secretariat_enters_is_sent_and_acknowledged_at_once(share, staff):
    new_date = TODAY + 40 * A_DAY
    report = send(begin(share, informant=on_behalf(staff), new_date=new_date), by=staff).report
    assert (report.state, report.entered_by, report.source, report.source_words) == (
        "acknowledged",
        staff,
        "call",
        "Call of the minister",
    )
    assert (report.acknowledged_by, report.acknowledged_at, report.sent_at) == (staff, NOW, NOW)
    share.refresh_from_db()
    assert (share.status, share.extended_to, share.due_on, share.due_since) == (
        "in_progress",
        new_date,
        new_date,
        TODAY,
    )


def test_what_was_read_out_of_a_mail_waits_for_a_person(share, staff):
    informant = on_behalf(system_user(), source="mail")
    report = send(begin(share, informant=informant), by=system_user()).report
    assert (report.state, stands(share)[0]) == ("to_confirm", "open")
    confirmed = informing.confirm_report(report_id=report.pk, by=staff, now=NOW, on=TODAY).report
    assert (confirmed.state, confirmed.acknowledged_by, stands(share)[0]) == ("acknowledged", staff, "in_progress")


def test_sending_confirming_and_acknowledging_twice_is_once(share, officer, staff):
    report = begin(share, informant=by_link())
    steps = [
        lambda: send(report, by=None).report,
        lambda: informing.confirm_report(report_id=report.pk, by=officer, now=NOW, on=TODAY).report,
        lambda: informing.acknowledge_report(report_id=report.pk, by=staff, now=NOW, on=TODAY),
    ]
    states = [(step().state, step().state) for step in steps]
    assert states == [("to_confirm",) * 2, ("sent",) * 2, ("acknowledged",) * 2]
    assert (report.history.count(), share.history.count()) == (4, 2)
    assert send(report, by=None).report.state == "acknowledged"


def test_the_same_form_twice_begins_one_report(share, officer):
    key = uuid.uuid4()
    first, second = (begin(share, informant=by_account(officer), key=key) for _time in range(2))
    assert (first, ProgressReport.objects.count()) == (second, 1)
    other = begin(share, informant=by_account(officer))
    assert other != first


def test_the_same_form_with_other_words_writes_its_draft_and_begins_another_report_once_sent(share, officer):
    key = uuid.uuid4()
    by = {"informant": by_account(officer), "key": key}
    draft = begin(share, text="First.", **by)
    better = begin(share, text="Better.", **by)
    assert (better, better.text) == (draft, "Better.")
    send(draft, by=officer)

    other = begin(share, text="More.", **by)

    draft.refresh_from_db()
    assert (other == draft, draft.text, other.text, other.state) == (False, "Better.", "More.", "draft")


def test_a_date_that_passed_while_it_waited_can_still_be_confirmed(share, officer):
    waiting = begin(share, informant=by_link(), new_date=TODAY + 2 * A_DAY)
    send(waiting, by=None)

    confirmed = informing.confirm_report(report_id=waiting.pk, by=officer, now=NOW + 3 * A_DAY, on=TODAY + 3 * A_DAY)

    assert (confirmed.report.state, confirmed.report.new_date) == ("sent", TODAY + 2 * A_DAY)


def test_a_new_date_stands_beside_the_date_agreed_once_it_is_acknowledged(honduras, officer, staff):
    agreed, new_date = datetime.date(2026, 4, 1), datetime.date(2026, 5, 15)
    action = ActionFactory(agreement=FrozenFactory(), deadline_kind="date", deadline_on=agreed)
    share, closed = (
        CommitmentFactory(action=action, delegation=honduras, due_on=agreed),
        CommitmentFactory(delegation=honduras),
    )
    inform(closed, by=officer, done=True)
    report = inform(share, closed, by=officer, new_date=new_date).report
    share.refresh_from_db()
    assert (share.extended_to, share.due_on) == (None, agreed)
    following_day = TODAY + A_DAY
    informing.acknowledge_report(report_id=report.pk, by=staff, now=LATER, on=following_day)
    for one in (share, closed):
        one.refresh_from_db()
    assert (share.extended_to, share.due_on, share.due_since) == (new_date, new_date, following_day)
    assert (share.status, share.outcome, share.action.deadline_on) == ("in_progress", report.text, agreed)
    assert newest(share) == (staff, f"Informed on 21 March 2026: report {report.pk}")
    assert (closed.extended_to, closed.status) == (None, "fulfilled")


def test_of_two_new_dates_the_one_informed_last_stands_whichever_is_acknowledged_first(share, officer, staff):
    first = inform(share, by=officer, new_date=datetime.date(2026, 5, 1), now=NOW)
    report = begin(share, informant=by_account(officer), new_date=datetime.date(2026, 6, 1))
    last = send(report, by=officer, now=LATER)
    for informed in (last, first):
        informing.acknowledge_report(report_id=informed.report.pk, by=staff, now=LATER, on=TODAY)
    share.refresh_from_db()
    assert share.extended_to == datetime.date(2026, 6, 1)


def test_what_is_set_aside_stays_on_file_with_the_reason(share, officer):
    report = send(begin(share, informant=by_link()), by=None).report
    call = {"report_id": report.pk, "by": officer, "on": TODAY}
    assert refusal(informing.set_aside, reason=" ", **call) == (
        "Please say why it is not confirmed; the reason stays in the history."
    )
    for _time in range(2):
        assert informing.set_aside(reason="Written by nobody of ours.", **call).state == "set_aside"
    row = report.history.latest()
    assert (row.history_user, row.history_change_reason) == (officer, "Written by nobody of ours.")
    assert (report.history.count(), stands(share)[0]) == (3, "open")
    confirm = {"report_id": report.pk, "by": officer, "now": NOW, "on": TODAY}
    assert refusal(informing.confirm_report, **confirm) == "There is nothing to confirm: this report is “set aside”."
    assert refusal(send, report, by=None) == "This report is “set aside” and is not changed any more."


def test_a_presidency_informs_of_its_share_and_after_handing_over_of_what_it_did(honduras, mexico, officer, staff):
    PresidencyFactory(delegation=honduras, starts_on="2025-01-01", ends_on="2026-03-15")
    PresidencyFactory(delegation=mexico, starts_on="2026-03-16")
    share = CommitmentFactory(delegation=DelegationFactory(code="PPT"))
    new_officer = DesignationFactory(delegation=mexico).person
    not_its_own = "Delegation HN is not responsible for all that the report speaks of."
    assert refusal(begin, share, informant=by_account(officer), delegation=honduras) == not_its_own
    of_last_week = informing.begin_report(
        delegation=honduras,
        commitment_ids=[share.pk],
        words=words(on=datetime.date(2026, 3, 14)),
        informant=by_account(officer),
        now=NOW,
        on=TODAY,
    )
    send(of_last_week, by=officer)
    inform(share, by=new_officer, delegation=mexico, done=True)
    assert stands(share)[:2] == ("fulfilled", TODAY)


PLAIN = {
    "Please say in a few words what was done.": {"text": " \n"},
    "Please say it in at most 10000 characters, and attach the rest as a file.": {"text": "x" * 10_001},
    "The day as of which you inform cannot lie ahead.": {"on": TODAY + A_DAY},
    "What is done needs no new date.": {"done": True, "new_date": TODAY + A_DAY},
    "The new date must lie ahead.": {"new_date": TODAY},
    "The new date, 31 December 9999, is more than ten years ahead: please look at the year.": {
        "new_date": datetime.date.max
    },
    "The new date, 21 March 2036, is more than ten years ahead: please look at the year.": {
        "new_date": datetime.date(2036, 3, 21)
    },
}


@pytest.mark.parametrize("expected", PLAIN)
def test_what_cannot_be_said_is_refused_in_plain_words(share, honduras, officer, expected):
    call = {
        "delegation": honduras,
        "commitment_ids": [share.pk],
        "informant": by_account(officer),
        "now": NOW,
        "on": TODAY,
    }
    assert refusal(informing.begin_report, words=words(**PLAIN[expected]), **call) == expected
    assert ProgressReport.objects.count() == 0


def test_a_report_speaks_of_something_and_not_of_too_much(honduras, officer, monkeypatch):
    call = {
        "delegation": honduras,
        "words": words(),
        "informant": by_account(officer),
        "now": NOW,
        "on": TODAY,
    }
    assert refusal(informing.begin_report, commitment_ids=[], **call) == "Please choose what the report is about."
    one_too_many = range(1, informing.MOST_COMMITMENTS + 2)
    assert refusal(informing.begin_report, commitment_ids=one_too_many, **call) == (
        "One report can speak of 100 commitments at most."
    )


@pytest.mark.parametrize("status", ["withdrawn", "superseded"])
def test_of_what_is_off_there_is_nothing_to_inform(honduras, officer, status):
    share = CommitmentFactory(delegation=honduras, status=status, closed_on=TODAY)
    reference = share.action.agreement.reference
    assert refusal(begin, share, informant=by_account(officer)) == (
        f"{reference} is “{status}”: there is nothing more to inform."
    )


def test_what_was_withdrawn_since_is_refused_at_sending_and_nothing_is_changed(share, honduras, officer, staff):
    other = CommitmentFactory(delegation=honduras)
    report = begin(share, other, informant=by_account(officer))
    following.change_status(commitment_id=share.pk, status="withdrawn", by=staff, on=TODAY)
    assert refusal(send, report, by=officer).endswith("is “withdrawn”: there is nothing more to inform.")
    report.refresh_from_db()
    assert (report.state, stands(other)[0]) == ("draft", "open")


def test_a_report_that_is_not_adopted_binds_nobody(honduras, officer):
    agreement = AgreementFactory(report__state="circulated", agreed_on=TODAY)
    share = CommitmentFactory(action=ActionFactory(agreement=agreement), delegation=honduras)
    assert refusal(begin, share, informant=by_account(officer)) == "The report of the meeting is not adopted yet."


def test_nothing_is_informed_as_of_a_day_before_it_was_agreed(share, honduras, officer):
    before = informing.begin_report
    assert refusal(
        before,
        delegation=honduras,
        commitment_ids=[share.pk],
        words=words(on=datetime.date(2026, 3, 9)),
        informant=by_account(officer),
        now=NOW,
        on=TODAY,
    ) == (f"{share.action.agreement.reference} was agreed on 10 March 2026: please give that day or a later one.")


def test_another_delegation_s_commitment_is_refused(share, mexico):
    theirs = DesignationFactory(delegation=mexico).person
    not_its_own = "Delegation MX is not responsible for all that the report speaks of."
    assert refusal(begin, share, informant=by_account(theirs), delegation=mexico) == not_its_own
    assert refusal(begin, share, informant=on_behalf(StaffFactory()), delegation=mexico) == not_its_own


STRANGE = "This report is another delegation's, or of a body for which you are not designated."


def test_an_officer_informs_for_the_own_delegation_and_the_own_bodies(share, honduras, mexico, officer):
    elsewhere = NetworkFactory(slug="migrant-children")
    strangers = [
        UserFactory(),
        StaffFactory(),
        DesignationFactory(delegation=mexico).person,
        DesignationFactory(delegation=honduras, network=elsewhere).person,
        ChairFactory(delegation=honduras).person,
        DesignationFactory(delegation=honduras, ends_on=TODAY - A_DAY).person,
    ]
    report = begin(share, informant=by_account(officer))
    waiting = send(begin(share, informant=by_link()), by=None).report
    for stranger in strangers:
        assert refusal(begin, share, informant=by_account(stranger)) == STRANGE
    for stranger in strangers:
        assert refusal(send, report, by=stranger) == STRANGE
        call = {"report_id": report.pk, "words": words(), "commitment_ids": [share.pk], "by": stranger, "on": TODAY}
        assert refusal(informing.write_report, **call) == STRANGE
        assert refusal(informing.set_aside, report_id=report.pk, by=stranger, reason="No.", on=TODAY) == STRANGE
        if not stranger.is_staff:
            assert refusal(informing.confirm_report, report_id=waiting.pk, by=stranger, now=NOW, on=TODAY) == (
                "A designated officer of the delegation or the Technical Secretariat confirms this."
            )
    assert refusal(send, report, by=None) == STRANGE
    colleague = DesignationFactory(delegation=honduras, network=share.action.agreement.report.meeting.network).person
    assert send(report, by=colleague).report.state == "sent"


def test_a_draft_cannot_be_stretched_to_a_body_of_somebody_else(honduras):
    own, other = (NetworkFactory(slug=slug) for slug in ("consular-protection", "migrant-children"))
    officer = DesignationFactory(delegation=honduras, network=own).person
    shares = [
        CommitmentFactory(
            delegation=honduras,
            action__agreement=FrozenFactory(report=PublishedFactory(meeting=MeetingFactory(network=network))),
        )
        for network in (own, other)
    ]
    report = begin(shares[0], informant=by_account(officer))
    call = {"report_id": report.pk, "words": words(), "by": officer, "on": TODAY}
    assert refusal(informing.write_report, commitment_ids=[one.pk for one in shares], **call) == STRANGE
    assert [answer.commitment for answer in report.answers.all()] == shares[:1]


def test_an_observer_informs_of_its_own_and_confirms_what_came_by_its_link(share):
    organisation = DelegationFactory(code="IOM", kind="organisation")
    own = CommitmentFactory(delegation=organisation)
    observer = DesignationFactory(delegation=organisation, role="observer").person
    assert inform(own, by=observer).report.state == "sent"
    waiting, of_another = (send(begin(one, informant=by_link()), by=None).report for one in (own, share))
    confirmed = informing.confirm_report(report_id=waiting.pk, by=observer, now=NOW, on=TODAY).report
    assert (confirmed.state, confirmed.confirmed_by) == ("sent", observer)
    assert refusal(informing.confirm_report, report_id=of_another.pk, by=observer, now=NOW, on=TODAY) == (
        "A designated officer of the delegation or the Technical Secretariat confirms this."
    )


def test_what_is_sent_is_not_written_any_more(share, officer):
    report = inform(share, by=officer).report
    call = {"report_id": report.pk, "by": officer, "on": TODAY}
    gone = "This report is “informed” and is not changed any more."
    assert refusal(informing.write_report, words=words(text="Other."), commitment_ids=[share.pk], **call) == gone
    assert refusal(informing.set_aside, reason="Other.", **call) == gone


def test_only_the_secretariat_acknowledges_and_only_what_was_sent(share, officer, staff):
    report = begin(share, informant=by_account(officer))
    call = {"report_id": report.pk, "now": NOW, "on": TODAY}
    assert refusal(informing.acknowledge_report, by=staff, **call) == (
        "There is nothing to acknowledge: this report is “draft”."
    )
    send(report, by=officer)
    assert refusal(informing.acknowledge_report, by=officer, **call) == (
        "The Technical Secretariat acknowledges what is informed."
    )


def test_who_speaks_and_out_of_what_is_asked_for(share, staff):
    assert refusal(begin, share, informant=by_link(post=" ")) == "Please give your name and your post."
    assert refusal(begin, share, informant=on_behalf(staff, source="")) == (
        "Please say out of what it is entered: a mail, a note, a call or a matrix."
    )


def test_a_question_stands_open_until_the_delegation_answers(share, officer, staff):
    other = CommitmentFactory(delegation=share.delegation)
    asked = asking.ask(commitment_id=share.pk, text=" When? ", by=staff, now=NOW)
    again = asking.ask(commitment_id=other.pk, text="And this?", by=staff, now=NOW)
    assert (asked.text, asked.side, asked.by, asked.at) == ("When?", "secretariat", staff, NOW)
    assert list(Remark.objects.open_questions()) == [asked, again]
    said = asking.answer(commitment_id=share.pk, text="In May.", by=officer, now=NOW)
    assert (said.side, said.by, said.history.get().history_user) == ("delegation", officer, officer)
    assert list(Remark.objects.open_questions()) == [again]
    further = asking.ask(commitment_id=share.pk, text="In which week?", by=staff, now=LATER)
    assert set(Remark.objects.open_questions()) == {again, further}
    behind_a_link = asking.answer(
        commitment_id=other.pk, text="Yes.", by_name=" Ana Invented", by_post="Adviser ", now=LATER
    )
    assert (behind_a_link.by, behind_a_link.by_name, behind_a_link.history.get().history_user) == (
        None,
        "Ana Invented, Adviser",
        system_user(),
    )
    assert list(Remark.objects.open_questions()) == [further]


def test_the_same_question_sent_twice_stands_once(share, staff):
    first, second = (asking.ask(commitment_id=share.pk, text="When?", by=staff, now=NOW) for _time in range(2))
    assert (first, share.remarks.count()) == (second, 1)


def test_who_may_not_ask_or_answer(share, officer, staff, mexico):
    theirs = DesignationFactory(delegation=mexico).person
    answer = {"commitment_id": share.pk, "text": "Yes.", "now": NOW}
    assert refusal(asking.answer, by=officer, **answer) == "Nothing was asked about this commitment."
    RemarkFactory(commitment=share)
    not_yours = "This question is for another delegation, or of a body for which you are not designated."
    assert refusal(asking.answer, by=theirs, **answer) == not_yours
    for who in ({}, {"by_name": "Ana Invented"}, {"by_post": "Adviser"}):
        assert refusal(asking.answer, **answer, **who) == "Please give your name and your post."
    assert refusal(asking.answer, by=officer, **(answer | {"text": " "})) == "Please write something."
    assert refusal(asking.ask, commitment_id=share.pk, text="And?", by=officer, now=NOW) == (
        "The Technical Secretariat asks; the delegation answers."
    )
    assert share.remarks.count() == 1


def test_a_share_is_extended_with_its_reason(share, staff):
    new_date = datetime.date(2026, 6, 1)
    following.extend(commitment_id=share.pk, new_date=new_date, by=staff, on=TODAY, reason="As agreed by mail.")
    share.refresh_from_db()
    assert (share.extended_to, share.due_on, share.due_since, newest(share)) == (
        new_date,
        new_date,
        TODAY,
        (staff, "As agreed by mail."),
    )
    call = {"commitment_id": share.pk, "by": staff, "on": TODAY, "reason": "Later."}
    with pytest.raises(following.CannotExtend, match="must lie after 20 March 2026"):
        following.extend(new_date=TODAY, **call)
    with pytest.raises(following.CannotExtend, match=r"^The new date, 1 June 2206, is more than ten years ahead"):
        following.extend(new_date=datetime.date(2206, 6, 1), **call)
    following.change_status(commitment_id=share.pk, status="fulfilled", by=staff, on=TODAY)
    with pytest.raises(following.CannotExtend, match="pending or in progress"):
        following.extend(new_date=new_date, **call)


def test_a_share_passes_to_another_delegation_and_back(honduras, mexico, staff):
    costa_rica, june = DelegationFactory(code="CR"), datetime.date(2026, 6, 1)
    share, beside = joint(honduras, costa_rica, extended_to=june, due_on=june, outcome="It was begun.")
    call = {"by": staff, "on": TODAY, "reason": "Mexico has taken it over."}
    passed = following.reassign(commitment_id=share.pk, to=mexico, **call)
    assert stands(share) == ("withdrawn", TODAY, TODAY, "")
    assert (passed.delegation, passed.action, passed.status, passed.due_on, passed.due_since) == (
        mexico,
        share.action,
        "open",
        june,
        TODAY,
    )
    assert stands(beside)[0] == "open"
    assert [newest(one) for one in (share, passed)] == [(staff, "Mexico has taken it over.")] * 2
    back = following.reassign(commitment_id=passed.pk, to=honduras, **call)
    assert (back, stands(share)[0], stands(passed)[0]) == (share, "open", "withdrawn")
    with pytest.raises(following.CannotReassign, match="Delegation CR has a share of it already"):
        following.reassign(commitment_id=share.pk, to=costa_rica, **call)
    with pytest.raises(following.CannotReassign, match="pending, in progress or to confirm"):
        following.reassign(commitment_id=passed.pk, to=honduras, **call)
    with pytest.raises(following.CannotReassign, match="say why"):
        following.reassign(commitment_id=share.pk, to=mexico, **(call | {"reason": " "}))
    assert Commitment.objects.filter(action=share.action).count() == 3
