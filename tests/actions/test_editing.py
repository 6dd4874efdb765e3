"""Writing a draft: texts, order, shape, what follows from each agreement; and nothing once it is filed."""

import datetime

import pytest
from django.utils import translation

from actions.models import Action, Agreement, Lineage
from actions.numbering import in_order, shown_labels
from actions.services import assigning, dropping, editing, filing, reshaping
from actions.services.editing import CannotEdit, ChangedMeanwhile
from actions.stamps import owner_key, stamp
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    AgreementFactory,
    DelegationFactory,
    MeetingFactory,
    NetworkFactory,
    ReportFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def report():
    return ReportFactory()


def agreements_of(report, *texts, under=None):
    return [
        AgreementFactory(report=report, parent=under, label="", text_en=text, text_es="", position=1024 * place)
        for place, text in enumerate(texts, start=1)
    ]


def shape(report):
    """(label, text) of the report's agreements as they are read."""
    ordered = in_order(Agreement.objects.filter(report=report))
    labels = shown_labels(ordered)
    return [(labels[agreement.pk], agreement.text_en) for agreement in ordered]


def test_a_planned_meeting_gets_one_empty_report(staff):
    meeting = MeetingFactory()

    report = editing.start_report(meeting_id=meeting.pk, by=staff, language="es")

    assert (report.meeting, report.state, report.original_language) == (meeting, "draft", "es")
    assert report.history.get().history_user == staff
    with pytest.raises(CannotEdit, match="has a report already"):
        editing.start_report(meeting_id=meeting.pk, by=staff)


def test_texts_of_a_report_are_written_once(report, staff):
    editing.write_report(report_id=report.pk, by=staff, preamble_en="The Network met.")
    editing.write_report(report_id=report.pk, by=staff, preamble_en="The Network met.")

    report.refresh_from_db()
    assert report.preamble_en == "The Network met."
    assert report.history.filter(history_user=staff).count() == 1


def test_agreements_are_added_at_the_end_after_one_and_under_one(report, staff):
    first = editing.add_agreement(report_id=report.pk, by=staff, text_en="One")
    editing.add_agreement(report_id=report.pk, by=staff, text_en="Three")
    editing.add_agreement(report_id=report.pk, by=staff, after_id=first.pk, text_en="Two")
    under = editing.add_agreement(report_id=report.pk, by=staff, under_id=first.pk, text_en="One a")
    editing.add_agreement(report_id=report.pk, by=staff, under_id=under.pk, text_en="One a i")

    assert shape(report) == [("1", "One"), ("a", "One a"), ("i", "One a i"), ("2", "Two"), ("3", "Three")]


def test_a_fourth_level_is_refused(report, staff):
    parent = None
    for text in ("1", "a", "i"):
        parent = editing.add_agreement(report_id=report.pk, by=staff, under_id=parent and parent.pk, text_en=text)

    with pytest.raises(CannotEdit, match="three levels"):
        editing.add_agreement(report_id=report.pk, by=staff, under_id=parent.pk)


def test_an_agreement_of_another_report_is_no_place(report, staff):
    stranger = AgreementFactory()

    with pytest.raises(CannotEdit, match="not in the draft"):
        editing.add_agreement(report_id=report.pk, by=staff, after_id=stranger.pk)


def test_a_write_that_has_not_seen_the_last_one_is_refused(report, staff):
    (agreement,) = agreements_of(report, "One")
    seen = stamp(agreement)
    editing.write_agreement(agreement_id=agreement.pk, by=staff, seen=seen, text_en="One, by the first")

    with pytest.raises(ChangedMeanwhile):
        editing.write_agreement(agreement_id=agreement.pk, by=staff, seen=seen, text_en="One, by the second")

    assert shape(report) == [("1", "One, by the first")]


def test_an_unknown_verb_is_refused(report, staff):
    (agreement,) = agreements_of(report, "One")

    with pytest.raises(CannotEdit, match="verb"):
        editing.write_agreement(agreement_id=agreement.pk, by=staff, kind="ponder")


@pytest.mark.parametrize("label", ["2/1", "4.", "2?", "#3"])
def test_a_number_that_makes_no_address_is_refused(report, staff, label):
    (agreement,) = agreements_of(report, "One")

    with pytest.raises(CannotEdit, match="part of an address"):
        editing.write_agreement(agreement_id=agreement.pk, by=staff, label=label)
    with pytest.raises(CannotEdit, match="part of an address"):
        editing.add_agreement(report_id=report.pk, by=staff, label=label)

    assert shape(report) == [("1", "One")]


@pytest.mark.parametrize(
    ("who", "steps", "order"),
    [(2, -1, "ACBD"), (0, 1, "BACD"), (3, -3, "DABC"), (0, -1, "ABCD"), (3, 1, "ABCD"), (1, 9, "ACDB")],
)
def test_a_move_writes_one_row(report, staff, who, steps, order):
    agreements = agreements_of(report, *"ABCD")

    editing.move_agreement(agreement_id=agreements[who].pk, by=staff, steps=steps)

    assert "".join(text for _label, text in shape(report)) == order
    assert Agreement.history.filter(history_user=staff).count() == (order != "ABCD")


def test_moves_without_end_find_room(report, staff):
    first, second, third = agreements_of(report, *"ABC")

    for _turn in range(20):
        editing.move_agreement(agreement_id=third.pk, by=staff, steps=-1)
        editing.move_agreement(agreement_id=second.pk, by=staff, steps=-1)

    assert "".join(text for _label, text in shape(report)) == "ABC"
    assert list(Agreement.objects.filter(report=report).order_by("position")) == [first, second, third]


def test_a_point_becomes_a_sub_item_and_a_point_again(report, staff):
    one, two, three = agreements_of(report, "One", "Two", "Three")

    editing.make_sub_item(agreement_id=two.pk, by=staff)
    assert shape(report) == [("1", "One"), ("a", "Two"), ("2", "Three")]

    editing.make_point(agreement_id=two.pk, by=staff)
    assert shape(report) == [("1", "One"), ("2", "Two"), ("3", "Three")]

    with pytest.raises(CannotEdit, match="nothing to stand under"):
        editing.make_sub_item(agreement_id=one.pk, by=staff)
    with pytest.raises(CannotEdit, match="numbered point already"):
        editing.make_point(agreement_id=three.pk, by=staff)


def test_what_carries_sub_items_goes_no_deeper_than_three(report, staff):
    _one, two = agreements_of(report, "One", "Two")
    (child,) = agreements_of(report, "Two a", under=two)
    agreements_of(report, "Two a i", under=child)

    with pytest.raises(CannotEdit, match="three levels"):
        editing.make_sub_item(agreement_id=two.pk, by=staff)


def test_printed_numbers_stay_until_renumbered(report, staff):
    one, two = agreements_of(report, "One", "Two")
    editing.write_agreement(agreement_id=one.pk, by=staff, label="4")
    editing.write_agreement(agreement_id=two.pk, by=staff, label="4 bis")
    assert shape(report) == [("4", "One"), ("4 bis", "Two")]

    editing.renumber(report_id=report.pk, by=staff)
    assert shape(report) == [("1", "One"), ("2", "Two")]


def test_a_split_takes_along_what_belongs_to_the_second_part(report, staff):
    one, _two = agreements_of(report, "Honduras will send a note. Mexico will answer.", "Last")
    stays = ActionFactory(agreement=one, what_en="Honduras will send a note")
    goes = ActionFactory(agreement=one, what_en="Mexico will answer")
    reference = Lineage.objects.create(agreement=one, phrase="Mexico will")

    fresh = reshaping.split_agreement(agreement_id=one.pk, language="en", offset=27, by=staff, kind="undertake")

    assert shape(report) == [("1", "Honduras will send a note."), ("2", "Mexico will answer."), ("3", "Last")]
    assert [list(agreement.actions.all()) for agreement in (one, fresh)] == [[stays], [goes]]
    reference.refresh_from_db()
    assert (reference.agreement, fresh.kind) == (fresh, "undertake")


@pytest.mark.parametrize("offset", [-3, 0, 3, 4, 9])
def test_a_split_needs_words_on_both_sides(report, staff, offset):
    (one,) = agreements_of(report, "One ")

    with pytest.raises(CannotEdit, match="both sides"):
        reshaping.split_agreement(agreement_id=one.pk, language="en", offset=offset, by=staff)


def test_joining_brings_texts_actions_and_sub_items_together(report, staff):
    one, two = agreements_of(report, "The first breaks", "off here.")
    (child,) = agreements_of(report, "Sub", under=two)
    first = ActionFactory(agreement=one, position=0)
    second = ActionFactory(agreement=two, position=0)

    kept = reshaping.join_with_previous(agreement_id=two.pk, by=staff)

    assert kept == one
    assert shape(report) == [("1", "The first breaks off here."), ("a", "Sub")]
    assert list(one.actions.order_by("position")) == [first, second]
    child.refresh_from_db()
    assert child.parent == one


def test_a_first_sub_item_joins_what_it_stands_under(report, staff):
    (one,) = agreements_of(report, "A whole sentence.")
    (child,) = agreements_of(report, "Its second paragraph.", under=one)

    reshaping.join_with_previous(agreement_id=child.pk, by=staff)

    assert shape(report) == [("1", "A whole sentence.\n\nIts second paragraph.")]
    with pytest.raises(CannotEdit, match="no agreement before"):
        reshaping.join_with_previous(agreement_id=one.pk, by=staff)


def test_what_stood_under_a_first_sub_item_takes_its_place(report, staff):
    (one,) = agreements_of(report, "One:")
    first, _second = agreements_of(report, "One a.", "One b", under=one)
    agreements_of(report, "One a i", "One a ii", under=first)

    reshaping.join_with_previous(agreement_id=first.pk, by=staff)

    assert shape(report) == [("1", "One:\n\nOne a."), ("a", "One a i"), ("b", "One a ii"), ("c", "One b")]


def test_what_comes_back_stands_on_the_third_level_at_most(report, staff):
    _one, two = agreements_of(report, "One", "Two")
    (sub,) = agreements_of(report, "Two a", under=two)
    (gone,) = agreements_of(report, "Two a i", under=sub)
    dropping.drop_agreement(agreement_id=gone.pk, by=staff, now=NOW)
    editing.make_sub_item(agreement_id=two.pk, by=staff)

    with pytest.raises(CannotEdit, match="three levels at most"):
        dropping.take_back_agreement(report_id=report.pk, agreement_id=gone.pk, by=staff)

    assert shape(report) == [("1", "One"), ("a", "Two"), ("i", "Two a")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_dropped_comes_back_whole(report, staff, language):
    one, two, _three = agreements_of(report, "One", "Two", "Three")
    (child,) = agreements_of(report, "Two a", under=two)
    action = ActionFactory(agreement=child)
    ActionOwnerFactory(action=action, delegation=DelegationFactory())
    Lineage.objects.create(agreement=two, phrase="as agreed in May")

    with translation.override(language):
        dropping.drop_agreement(agreement_id=two.pk, by=staff, now=NOW)

    assert shape(report) == [("1", "One"), ("2", "Three")]
    assert [row.id for row in dropping.dropped_agreements(report.pk)] == [two.pk]

    dropping.take_back_agreement(report_id=report.pk, agreement_id=two.pk, by=staff)

    assert shape(report) == [("1", "One"), ("2", "Two"), ("a", "Two a"), ("3", "Three")]
    back = Action.objects.get(pk=action.pk)
    assert [owner_key(owner) for owner in back.owners.all()] == ["HN"]
    assert Lineage.objects.get().agreement_id == two.pk
    assert list(dropping.dropped_agreements(report.pk)) == []
    with pytest.raises(CannotEdit, match="was not dropped"):
        dropping.take_back_agreement(report_id=report.pk, agreement_id=one.pk, by=staff)


def test_what_was_joined_is_not_offered_as_dropped(report, staff):
    _one, two = agreements_of(report, "One", "Two")

    reshaping.join_with_previous(agreement_id=two.pk, by=staff)

    assert list(dropping.dropped_agreements(report.pk)) == []


def test_a_sub_item_waits_for_what_it_stood_under(report, staff):
    (one,) = agreements_of(report, "One")
    (child,) = agreements_of(report, "One a", under=one)
    dropping.drop_agreement(agreement_id=child.pk, by=staff, now=NOW)
    dropping.drop_agreement(agreement_id=one.pk, by=staff, now=NOW + datetime.timedelta(minutes=1))

    with pytest.raises(CannotEdit, match="take that one back"):
        dropping.take_back_agreement(report_id=report.pk, agreement_id=child.pk, by=staff)

    dropping.take_back_agreement(report_id=report.pk, agreement_id=one.pk, by=staff)
    dropping.take_back_agreement(report_id=report.pk, agreement_id=child.pk, by=staff)
    assert shape(report) == [("1", "One"), ("a", "One a")]


def test_a_dropped_action_comes_back_beside_a_newer_one(report, staff):
    (one,) = agreements_of(report, "One")
    action = assigning.add_action(agreement_id=one.pk, by=staff, what_en="Old", owners=["MEMBERS"])
    dropping.drop_action(action_id=action.pk, by=staff, now=NOW)
    newer = assigning.add_action(agreement_id=one.pk, by=staff, what_en="New")
    assert [row.id for row in dropping.dropped_actions(report.pk)] == [action.pk]

    dropping.take_back_action(report_id=report.pk, action_id=action.pk, by=staff)

    assert [row.what_en for row in one.actions.order_by("position")] == ["New", "Old"]
    assert [owner_key(owner) for owner in Action.objects.get(pk=action.pk).owners.all()] == ["MEMBERS"]
    assert newer.owners.count() == 0


def test_owners_are_delegations_audiences_or_names_as_written(report, staff):
    DelegationFactory(code="HN")
    DelegationFactory(code="MX")
    (one,) = agreements_of(report, "One")
    action = assigning.add_action(agreement_id=one.pk, by=staff, owners=["hn", "members", "The Coalition", "HN"])
    assert [owner_key(owner) for owner in action.owners.all()] == ["HN", "MEMBERS", "The Coalition"]

    assigning.write_action(action_id=action.pk, by=staff, owners=["MX", "HN"])

    assert [owner_key(owner) for owner in action.owners.all()] == ["MX", "HN"]


def test_a_name_becomes_a_delegation_wherever_the_draft_has_it(report, staff):
    (one,) = agreements_of(report, "One")
    first = assigning.add_action(agreement_id=one.pk, by=staff, owners=["The Coalition", "MEMBERS"])
    second = assigning.add_action(agreement_id=one.pk, by=staff, owners=["RC", "the coalition"])
    elsewhere = ActionOwnerFactory(as_written="The Coalition")
    delegation = DelegationFactory(code="RC")

    assigning.name_becomes_delegation(report_id=report.pk, as_written="The Coalition", delegation=delegation, by=staff)

    assert [owner_key(owner) for owner in first.owners.all()] == ["RC", "MEMBERS"]
    assert {owner_key(owner) for owner in second.owners.all()} == {"RC"}
    elsewhere.refresh_from_db()
    assert elsewhere.as_written == "The Coalition"


def test_a_deadline_keeps_only_what_its_kind_needs(report, staff):
    (one,) = agreements_of(report, "One")
    body = NetworkFactory(slug="rcgm", code="RCGM")
    day = datetime.date(2026, 4, 30)
    action = assigning.add_action(agreement_id=one.pk, by=staff, deadline_kind="date", deadline_on=day)

    assigning.write_action(
        action_id=action.pk, by=staff, deadline_kind="event", deadline_body_id=body.pk, deadline_offset_days=-1
    )
    action.refresh_from_db()
    assert (action.deadline_on, action.deadline_body, action.deadline_offset_days) == (None, body, -1)

    assigning.write_action(
        action_id=action.pk, by=staff, deadline_kind="period", deadline_amount=2, deadline_unit="months"
    )
    action.refresh_from_db()
    assert (action.deadline_body, action.deadline_amount, action.deadline_offset_days) == (None, 2, 0)

    assigning.write_action(action_id=action.pk, by=staff, deadline_kind="none")
    action.refresh_from_db()
    assert (action.deadline_amount, action.deadline_unit) == (None, "")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"deadline_kind": "date"}, "needs its day"),
        ({"deadline_kind": "period", "deadline_amount": 2}, "days, weeks or months"),
        ({"deadline_kind": "period", "deadline_amount": 0, "deadline_unit": "days"}, "days, weeks or months"),
        ({"deadline_kind": "event"}, "body that meets"),
        ({"deadline_kind": "someday"}, "not one of the list"),
        ({"force": "ordered"}, "not one of the list"),
        ({"fulfilment": "alone"}, "not one of the list"),
    ],
)
def test_half_a_deadline_is_refused(report, staff, fields, why):
    (one,) = agreements_of(report, "One")

    with pytest.raises(CannotEdit, match=why):
        assigning.add_action(agreement_id=one.pk, by=staff, **fields)

    assert one.actions.count() == 0


def test_a_suggestion_is_confirmed_by_word_or_by_writing_it(report, staff):
    (one,) = agreements_of(report, "One")
    first, second = (assigning.add_action(agreement_id=one.pk, by=staff, confirmed=False) for _turn in "ab")

    assigning.confirm_action(action_id=first.pk, by=staff)
    assigning.write_action(action_id=second.pk, by=staff, force="urged")

    assert list(one.actions.order_by("position").values_list("confirmed", "force")) == [
        (True, "undertaken"),
        (True, "urged"),
    ]


def test_a_filed_report_is_not_edited(report, staff):
    one, two = agreements_of(report, "One", "Two")
    action = assigning.add_action(agreement_id=one.pk, by=staff)
    filing.file_report(report_id=report.pk, by=staff, on=NOW.date(), now=NOW, publish=False, followed=True)

    for change in (
        lambda: editing.write_report(report_id=report.pk, by=staff, heading_en="New"),
        lambda: editing.add_agreement(report_id=report.pk, by=staff),
        lambda: editing.write_agreement(agreement_id=one.pk, by=staff, text_en="New"),
        lambda: editing.move_agreement(agreement_id=one.pk, by=staff, steps=1),
        lambda: editing.make_sub_item(agreement_id=two.pk, by=staff),
        lambda: editing.renumber(report_id=report.pk, by=staff),
        lambda: reshaping.split_agreement(agreement_id=one.pk, language="en", offset=1, by=staff),
        lambda: reshaping.join_with_previous(agreement_id=two.pk, by=staff),
        lambda: dropping.drop_agreement(agreement_id=one.pk, by=staff, now=NOW),
        lambda: dropping.drop_action(action_id=action.pk, by=staff, now=NOW),
        lambda: assigning.write_action(action_id=action.pk, by=staff, what_en="New"),
        lambda: assigning.confirm_action(action_id=action.pk, by=staff),
    ):
        with pytest.raises(CannotEdit, match="filed"):
            change()
