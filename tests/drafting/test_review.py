"""The review page: everything on it can be put right, nothing of somebody else's is overwritten."""

import pytest
from django.urls import reverse

from actions.models import Action, Agreement
from actions.numbering import in_order, shown_labels
from actions.services.assigning import add_action
from actions.services.editing import write_agreement
from actions.stamps import owner_key, stamp
from documents.models import Doubt, Upload
from documents.services.headings import heading_stamp
from networks.models import Delegation
from tests.drafting.conftest import REPORT
from tests.factories import MeetingFactory, ReportFactory
from tests.queries import queries_of


@pytest.fixture
def upload(brought_in):
    return brought_in()


@pytest.fixture
def report(upload):
    return upload.report


def at(report, label):
    return report.agreements.get(label=label)


def shape(report):
    ordered = in_order(Agreement.objects.filter(report=report))
    labels = shown_labels(ordered)
    return [(labels[one.pk], one.text_en) for one in ordered]


def texts(*, seen, **changes):
    return {"seen": seen, "label": "2", "kind": "undertake", "text_en": "New words.", "text_es": ""} | changes


def an_action(**changes):
    """What the form of an action sends back."""
    return {
        "what_en": "send a guide",
        "owners": "HN",
        "force": "undertaken",
        "fulfilment": "each",
        "deadline_kind": "none",
    } | changes


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_page_shows_original_and_record(desk, report, upload):
    answer = desk.get(reverse("review", args=[report.pk]))

    review = answer.context["review"]
    assert [(one.label, one.text) for one in review.agreements] == shape(report)
    assert [delegation.code for delegation in review.present] == ["CR", "GT", "HN", "MX"]
    second = next(line for line in review.lines() if line.number == at(report, "2").first_line)
    assert second.agreement == at(report, "2").pk
    assert [(piece.text, piece.marked) for piece in second.pieces] == [
        ("2. Honduras will send a revised guide to the Technical Secretariat ", False),
        ("by April 30, 2026", True),
        (". Mexico will comment on it.", False),
    ]
    assert review.obstacles == []
    assert "Draft, not on the record" in answer.text


def test_a_fragment_has_no_page_around_it(desk, report):
    answer = desk.get(reverse("review", args=[report.pk]), headers={"HX-Request": "true"})

    assert answer.text.lstrip().startswith('<section class="record-side" id="record"')
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    "places", [["heading"], ["texts"], ["add"], ["nonsense"], ["agreement-0"], ["body-Somebody"], ["known-Somebody"]]
)
def test_any_place_can_be_asked_for(desk, report, places):
    assert desk.get(reverse("review", args=[report.pk]), {"edit": places[0]}).status_code == 200


@pytest.mark.parametrize("what", ["agreement", "split", "add", "under", "add-action"])
def test_each_form_of_an_agreement_opens_at_its_place(desk, report, what):
    place = f"{what}-{at(report, '2').pk}"

    answer = desk.get(reverse("review", args=[report.pk]), {"edit": place})

    assert answer.context["opened"].place == place
    assert f'name="place" value="{place}"' in answer.text


def test_the_page_asks_the_database_as_often_for_many_agreements(desk, report, staff):
    page = reverse("review", args=[report.pk])
    few = queries_of(desk, page)
    for place in range(30):
        agreement = Agreement.objects.create(
            report=report, position=99 * 1024 + place, label=str(place + 10), text_en="x"
        )
        add_action(agreement_id=agreement.pk, by=staff, owners=["HN", "MEMBERS", "Somebody"])

    assert queries_of(desk, page) == few


def test_texts_are_written(desk, report):
    agreement = at(report, "2")

    answer = desk.post(reverse("write-agreement", args=[agreement.pk]), texts(seen=stamp(agreement)))

    assert answer.url == f"{reverse('review', args=[report.pk])}#agreement-{agreement.pk}"
    agreement.refresh_from_db()
    assert (agreement.text_en, agreement.kind) == ("New words.", "undertake")


def test_what_somebody_else_wrote_is_shown_and_not_lost(desk, report, staff):
    agreement = at(report, "2")
    seen = stamp(agreement)
    write_agreement(agreement_id=agreement.pk, by=staff, text_en="Theirs.")

    answer = desk.post(reverse("write-agreement", args=[agreement.pk]), texts(seen=seen, text_en="Mine."))

    agreement.refresh_from_db()
    assert agreement.text_en == "Theirs."
    opened = answer.context["opened"]
    assert list(opened.form.non_field_errors()) == [
        "Somebody else changed this in the meantime. Nothing of theirs was overwritten."
    ]
    assert ("Text (English)", "Theirs.") in opened.theirs
    assert opened.form["text_en"].value() == "Mine."

    desk.post(reverse("write-agreement", args=[agreement.pk]), texts(seen=opened.form["seen"].value(), text_en="Mine."))
    agreement.refresh_from_db()
    assert agreement.text_en == "Mine."


def test_an_unknown_verb_is_said_at_its_field(desk, report):
    agreement = at(report, "2")

    answer = desk.post(reverse("write-agreement", args=[agreement.pk]), texts(seen=stamp(agreement), kind="ponder"))

    assert list(answer.context["opened"].form.errors) == ["kind"]
    agreement.refresh_from_db()
    assert agreement.text_en != "New words."


@pytest.mark.parametrize(
    ("label", "do", "order"),
    [("2", "up", "213"), ("2", "down", "132"), ("2", "sub", "1a2"), ("3", "join", "12"), ("1", "drop", "23")],
)
def test_the_order_and_shape_change(desk, report, label, do, order):
    desk.post(reverse("change-agreement", args=[at(report, label).pk]), {"do": do})

    labels = "".join(label for label, _text in shape(report))
    assert labels == {"1a2": "1a3"}.get(order, order)


def test_what_cannot_be_done_is_said(desk, report):
    answer = desk.post(reverse("change-agreement", args=[at(report, "1").pk]), {"do": "join"}, follow=True)

    assert said(answer) == ["There is no agreement before this one."]


def test_a_dropped_agreement_comes_back_from_the_page(desk, report):
    before = shape(report)
    agreement = at(report, "2")
    answer = desk.post(reverse("change-agreement", args=[agreement.pk]), {"do": "drop"}, follow=True)
    assert answer.context["just_dropped"] == f"agreement-{agreement.pk}"
    assert [row.id for row in answer.context["review"].gone_agreements] == [agreement.pk]

    desk.post(reverse("take-back", args=[report.pk]), {"what": f"agreement-{agreement.pk}"})

    assert shape(report) == before
    again = desk.get(reverse("review", args=[report.pk]), {"dropped": f"agreement-{agreement.pk}"})
    assert again.context["just_dropped"] == ""


def test_an_agreement_is_split_at_a_sentence(desk, report):
    agreement = at(report, "2")
    page = desk.get(reverse("review", args=[report.pk]), {"edit": f"split-{agreement.pk}"})
    ((offset, words),) = page.context["opened"].form.fields["offset"].choices
    assert words == "Mexico will comment on it.…"

    desk.post(reverse("split-agreement", args=[agreement.pk]), {"offset": offset, "seen": stamp(agreement)})

    assert [text for _label, text in shape(report)][1:3] == [
        "Honduras will send a revised guide to the Technical Secretariat by April 30, 2026.",
        "Mexico will comment on it.",
    ]


def test_numbers_are_made_afresh(desk, report):
    desk.post(reverse("change-agreement", args=[at(report, "2").pk]), {"do": "drop"})

    desk.post(reverse("renumber", args=[report.pk]))

    assert [label for label, _text in shape(report)] == ["1", "2"]


def test_an_action_is_added_with_names_as_people_write_them(desk, report):
    agreement = at(report, "3")
    sent = an_action(
        owners="Honduras, mx; Member Countries\nThe Coalition", deadline_kind="date", deadline_on="2026-05-31"
    )

    desk.post(reverse("add-action", args=[agreement.pk]), sent)

    action = agreement.actions.get()
    assert [owner_key(owner) for owner in action.owners.all()] == ["HN", "MX", "MEMBERS", "The Coalition"]
    assert (str(action.deadline_on), action.confirmed) == ("2026-05-31", True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"deadline_kind": "date"}, "deadline_on"),
        ({"deadline_kind": "date", "deadline_on": "someday"}, "deadline_on"),
        ({"deadline_kind": "period", "deadline_amount": "3"}, "deadline_amount"),
        ({"deadline_kind": "event"}, "deadline_body"),
        ({"deadline_month": "May"}, "deadline_month"),
        ({"force": "ordered"}, "force"),
    ],
)
def test_half_a_deadline_is_said_at_its_field(desk, report, wrong, field):
    agreement = at(report, "3")

    answer = desk.post(reverse("add-action", args=[agreement.pk]), an_action(**wrong))

    assert list(answer.context["opened"].form.errors) == [field]
    assert agreement.actions.count() == 0


def test_an_action_is_corrected_confirmed_dropped_and_taken_back(desk, report, staff):
    agreement = at(report, "3")
    action = add_action(agreement_id=agreement.pk, by=staff, what_en="old", owners=["HN"], confirmed=False)

    desk.post(reverse("change-action", args=[action.pk]), {"do": "confirm"})
    action.refresh_from_db()
    assert action.confirmed

    sent = an_action(what_en="new", owners="GT, CR", seen=stamp(Action.objects.get(pk=action.pk)))
    desk.post(reverse("write-action", args=[action.pk]), sent)
    action = Action.objects.get(pk=action.pk)
    assert (action.what_en, [owner_key(owner) for owner in action.owners.all()]) == ("new", ["GT", "CR"])

    desk.post(reverse("change-action", args=[action.pk]), {"do": "drop"})
    assert agreement.actions.count() == 0
    desk.post(reverse("take-back", args=[report.pk]), {"what": f"action-{action.pk}"})
    assert agreement.actions.get() == action


def test_an_unknown_body_becomes_a_delegation(desk, report, upload, staff):
    Upload.objects.filter(pk=upload.pk).update(participants=["HN", "The Coalition"])
    action = add_action(agreement_id=at(report, "3").pk, by=staff, owners=["The Coalition"])
    page = desk.get(reverse("review", args=[report.pk])).text
    assert "“The Coalition” is not known here as a delegation." in page

    sent = {"as_written": "The Coalition", "code": "rc", "kind": "civil_society"}
    desk.post(reverse("make-delegation", args=[report.pk]), sent)

    upload.refresh_from_db()
    assert Delegation.objects.get(code="RC").name_en == "The Coalition"
    assert (upload.participants, [owner_key(owner) for owner in action.owners.all()]) == (["HN", "RC"], ["RC"])
    taken = desk.post(reverse("make-delegation", args=[report.pk]), sent | {"as_written": "Others"})
    assert taken.context["opened"].form.non_field_errors() == ["The code RC is taken by another delegation."]


def test_the_heading_is_corrected(desk, report, upload):
    sent = {
        "seen": heading_stamp(upload),
        "network": upload.network_id,
        "starts_on": "2026-03-11",
        "city": "Flores",
        "participants": "Honduras, MX, Nobody",
    }

    answer = desk.post(reverse("write-heading", args=[report.pk]), sent)

    upload.refresh_from_db()
    assert answer.status_code == 302
    assert (str(upload.starts_on), str(upload.ends_on), upload.city) == ("2026-03-11", "2026-03-11", "Flores")
    assert upload.participants == ["HN", "MX", "Nobody"]
    stale = desk.post(reverse("write-heading", args=[report.pk]), sent | {"city": "Elsewhere"})
    upload.refresh_from_db()
    assert (upload.city, stale.context["opened"].form["city"].value()) == ("Flores", "Elsewhere")
    assert ("City", "Flores") in stale.context["opened"].theirs


def test_a_heading_that_ends_before_it_begins_is_said(desk, report, upload):
    sent = {"seen": heading_stamp(upload), "starts_on": "2026-03-11", "ends_on": "2026-03-01"}

    answer = desk.post(reverse("write-heading", args=[report.pk]), sent)

    assert answer.context["opened"].form.errors == {"ends_on": ["The meeting ends before it begins."]}


def test_an_offered_meeting_can_be_declined(desk, brought_in, conference):
    first = brought_in()
    meeting = MeetingFactory(network=first.network, starts_on=first.starts_on, city="Antigua")
    second = brought_in(b"\n" + REPORT, "second.txt")
    assert second.meeting == meeting

    sent = {"seen": heading_stamp(second), "network": second.network_id, "starts_on": "2026-03-10", "meeting": ""}
    desk.post(reverse("write-heading", args=[second.report_id]), sent)

    second.refresh_from_db()
    assert second.meeting is None


def test_doubts_are_settled_one_by_one_and_together(desk, report, upload):
    Doubt.objects.all().delete()
    first, *_others = [
        Doubt.objects.create(upload=upload, position=place, line=3, message_en=f"Doubt {place}") for place in range(3)
    ]
    page = desk.get(reverse("review", args=[report.pk]))
    assert "3 doubts to look at" in page.text
    assert 'href="#line-3"' in page.text

    desk.post(reverse("settle-doubts", args=[report.pk]), {"doubt": first.pk})
    assert upload.doubts.filter(settled=False).count() == 2

    desk.post(reverse("settle-doubts", args=[report.pk]), {"doubt": "all"})
    assert "No open doubts" in desk.get(reverse("review", args=[report.pk])).text


def test_a_report_is_typed_with_suggestions(desk, staff, conference):
    report = ReportFactory(meeting=MeetingFactory())

    sent = {
        "place": "add",
        "kind": "other",
        "text_en": "Mexico will send a draft to the Technical Secretariat by May 4, 2026.",
    }
    desk.post(reverse("add-agreement", args=[report.pk]), sent)
    desk.post(reverse("write-attendance", args=[report.pk]), {"participants": "Mexico, HN"})
    wrong = desk.post(reverse("write-attendance", args=[report.pk]), {"participants": "Atlantis"})

    (action,) = Action.objects.filter(agreement__report=report)
    assert [owner_key(owner) for owner in action.owners.all()] == ["MX"]
    assert (str(action.deadline_on), action.confirmed) == ("2026-05-04", False)
    assert sorted(report.meeting.attendances.values_list("delegation__code", flat=True)) == ["HN", "MX"]
    assert wrong.context["opened"].form.errors == {"participants": ["Not known here: Atlantis."]}


def test_texts_of_the_report_are_written(desk, report):
    sent = {"seen": stamp(report), "heading_en": "Heading", "preamble_en": "One\r\n\r\nTwo", "preamble_es": "Uno"}

    desk.post(reverse("write-texts", args=[report.pk]), sent)

    report.refresh_from_db()
    assert (report.heading_en, report.preamble_en, report.preamble_es) == ("Heading", "One\n\nTwo", "Uno")


def test_obstacles_are_named_first(desk, report, upload, staff):
    Upload.objects.filter(pk=upload.pk).update(network=None, starts_on=None)
    write_agreement(agreement_id=at(report, "3").pk, by=staff, label="2", text_en="")
    third = report.agreements.get(text_en="")

    review = desk.get(reverse("review", args=[report.pk])).context["review"]

    assert review.obstacles == [
        ("Say which body met.", "heading"),
        ("Say on which day the meeting began.", "heading"),
        ("The number 2 stands twice.", f"agreement-{third.pk}"),
        ("Agreement 2 has no text.", f"agreement-{third.pk}"),
    ]
