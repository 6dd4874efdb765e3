"""One step for a filtered set: chosen, looked at row by row, done exactly as seen, for all or for none."""

import datetime
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import translation

from actions.models import Commitment
from actions.services import bulk, following
from correspondence.models import MailSettings
from desks.models import SetStep
from desks.services import steps
from networks.models import Conference
from networks.reasons import in_reader_language
from networks.services import count_what_is_stored
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    NetworkFactory,
    PresidencyFactory,
    UserFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/steps/"
NEW_DAY = TODAY + datetime.timedelta(days=40)
SOURCE = {"source": "note", "source_words": "No. 12 of 18 May", "reason": "Asked for by the capitals"}
NEW_DATE = {"step": "new-date", "new_date": NEW_DAY.isoformat(), **SOURCE}
PASS_ON = {"step": "pass-on", "to": "MX", **SOURCE}
CLOSE = {"step": "close", "status": "fulfilled", "on": TODAY.isoformat(), "outcome": "Sent.", **SOURCE}


@pytest.fixture(autouse=True)
def at_the_desk(client, staff):
    client.force_login(staff)


@pytest.fixture
def shares(honduras, mexico):
    """Three shares of Honduras, due ten days ago or more."""
    return [
        CommitmentFactory(delegation=honduras, due_on=datetime.date(2026, 5, day), news_on=datetime.date(2026, 4, 1))
        for day in (8, 9, 10)
    ]


def keys(rows):
    return " ".join(str(one.pk) for one in rows)


def look(client, rows, fields, **more):
    return client.post(PAGE, {"chosen": keys(rows), "look": "1", **fields, **more})


def do(client, rows, fields, *, seen):
    return client.post(PAGE, {"chosen": keys(rows), "do": "1", "seen": seen, **fields})


def seen_and_done(client, rows, fields):
    return do(client, rows, fields, seen=look(client, rows, fields).context["plan"].seen)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def why(kept):
    """What the history of each commitment says of a step."""
    return f"a note (step {kept.pk}). Asked for by the capitals"


def planned(answer):
    plan = answer.context["plan"]
    changes = [(one.commitment, one.before, one.after, one.together) for one in plan.changes]
    return changes, [(one.commitment, one.why) for one in plan.refused]


def test_a_filter_finds_what_is_open_by_agreement_delegation_network_and_situation(client, shares, honduras, mexico):
    other = CommitmentFactory(
        delegation=mexico,
        due_on=NEW_DAY,
        action=ActionFactory(agreement=FrozenFactory(report__meeting__network=NetworkFactory(slug="rcgm"))),
    )
    absent = CommitmentFactory(delegation=mexico, status="to_confirm", due_on=None)
    CommitmentFactory(delegation=mexico, status="fulfilled", closed_on=TODAY)
    CommitmentFactory(delegation=mexico, action=ActionFactory())  # of a draft
    queries = {
        "?delegation=": [*shares, other, absent],
        "?delegation=HN": shares,
        "?network=rcgm": [other],
        "?situation=to_confirm": [absent],
        "?situation=date_passed&delegation=HN": shares,
        f"?agreement={shares[1].action.agreement.reference.lower()}": [shares[1]],
        "?delegation=MX&situation=stale": [],
        "?delegation=nobody": [],
        "": [],
    }
    found = {query: [one for one, _situation in client.get(PAGE + query).context["rows"]] for query in queries}
    assert found == queries


def test_what_the_presidency_bears_is_found_with_its_holder(client, mexico):
    PresidencyFactory(delegation=mexico, starts_on=datetime.date(2026, 1, 1))
    held = CommitmentFactory(delegation=DelegationFactory(code="PPT", kind="office"))
    assert [one for one, _situation in client.get(f"{PAGE}?delegation=MX").context["rows"]] == [held]


def test_all_that_is_listed_is_chosen_and_reminding_takes_what_is_ticked(client, shares):
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    page = client.get(f"{PAGE}?delegation=HN&situation=date_passed").content.decode()
    remind = f"{reverse('remind')}?delegation=HN&situation=date_passed"
    assert page.count(" checked>") == 3
    assert f'formaction="{remind.replace("&", "&amp;")}"' in page
    answer = client.post(remind, {"commitment": [one.pk for one in shares[1:]], "listed": keys(shares)})
    assert answer.context["chosen"] == [one.pk for one in shares[1:]]
    assert [one.commitment for one in answer.context["plan"].left_out] == shares[1:]


def test_a_new_date_is_given_to_those_ticked_and_to_nobody_else(client, shares, staff):
    answer = client.post(PAGE, {"commitment": [one.pk for one in shares[:2]], "step": "new-date"})
    assert (answer.context["chosen"], answer.context["plan"]) == ([one.pk for one in shares[:2]], None)
    answer = look(client, shares[:2], NEW_DATE)
    assert planned(answer) == (
        [(shares[0], "8 May 2026", "29 Jun 2026", False), (shares[1], "9 May 2026", "29 Jun 2026", False)],
        [],
    )
    assert set(Commitment.objects.values_list("extended_to", flat=True)) == {None}
    done = do(client, shares[:2], NEW_DATE, seen=answer.context["plan"].seen)
    assert done["Location"] == "/en/desk/monday/"
    assert said(client.get(done["Location"])) == ["2 commitments were changed."]
    rows = Commitment.objects.order_by("pk").values_list("due_on", "extended_to")
    assert list(rows) == [(NEW_DAY, NEW_DAY), (NEW_DAY, NEW_DAY), (shares[2].due_on, None)]
    last = shares[0].history.latest()
    assert (last.history_user, in_reader_language(last.history_change_reason)) == (staff, why(SetStep.objects.get()))


def test_they_pass_to_another_delegation(client, shares, mexico):
    changes, refused = planned(look(client, shares[:1], PASS_ON))
    assert (changes, refused) == ([(shares[0], "Honduras", "Mexico", False)], [])
    seen_and_done(client, shares[:1], PASS_ON)
    of_action = shares[0].action.commitments.order_by("pk").values_list("delegation__code", "status", "closed_on")
    assert list(of_action) == [("HN", "withdrawn", TODAY), ("MX", "open", None)]


@pytest.mark.parametrize("fields", [NEW_DATE, PASS_ON, CLOSE], ids=lambda fields: fields["step"])
def test_whose_mail_or_call_it_was_stays_with_staff(client, shares, mexico, officer, staff, fields):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    seen_and_done(client, shares[:1], {**fields, "source": "call", "source_words": "Call of Luz Otra"})
    kept = SetStep.objects.get()
    assert (kept.state, kept.commitments, kept.by) == ("done", [shares[0].pk], staff)
    assert "A call: Call of Luz Otra" in client.get(f"{PAGE}{kept.pk}/").content.decode()
    agreement = shares[0].action.agreement.get_absolute_url()
    matter = f"/en/delegations/HN/matters/{shares[0].pk}/"
    said = f"a call (step {kept.pk}). Asked for by the capitals"
    for person in (officer, DesignationFactory(delegation=mexico).person, staff):
        client.force_login(person)
        page = client.get(agreement).content.decode()
        assert (said in page, "Luz Otra" in page) == (True, False)
        assert "Luz Otra" not in client.get(matter).content.decode()
    client.logout()
    assert "Luz Otra" not in client.get(agreement).content.decode()


def test_why_a_share_passed_on_is_read_by_its_delegation_and_staff_alone(client, shares, mexico, officer, staff):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    seen_and_done(client, shares[:1], PASS_ON)
    agreement = shares[0].action.agreement
    pages = [
        agreement.get_absolute_url(),
        f"/en/delegations/HN/matters/{shares[0].pk}/",
        f"/en/desk/answers/{agreement.reference}/",
    ]
    kept = SetStep.objects.get()
    reads = {}
    for name, person in {"visitor": None, "officer": officer, "staff": staff}.items():
        client.logout()
        if person:
            client.force_login(person)
        for words in (why(kept), f"una nota (paso {kept.pk}). Asked for by the capitals"):
            language = "en" if words == why(kept) else "es"
            answers = [client.get(page.replace("/en/", f"/{language}/", 1)) for page in pages]
            reads[name, language] = [(answer.status_code, words in answer.content.decode()) for answer in answers]
    found = {
        "visitor": [(200, False), (302, False), (302, False)],
        "officer": [(200, True), (200, True), (404, False)],
        "staff": [(200, True), (200, True), (200, True)],
    }
    assert reads == {(name, language): found[name] for name in found for language in ("en", "es")}


@pytest.mark.parametrize("is_public", [True, False])
def test_an_outcome_is_read_by_whoever_sees_the_follow_up(client, shares, officer, staff, is_public):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": is_public})
    seen_and_done(client, shares[:1], {**CLOSE, "outcome": "The list was sent."})
    page = shares[0].action.agreement.get_absolute_url()
    reads = {}
    for name, person in {"visitor": None, "officer": officer, "staff": staff}.items():
        client.logout()
        if person:
            client.force_login(person)
        reads[name] = "The list was sent." in client.get(page).content.decode()
    assert reads == {"visitor": is_public, "officer": True, "staff": True}


WHO_READS = {
    ("en", True): "What came of it, in a few words. Everybody who reads the agreement will read it, visitors too: the "
    "follow-up is public.",
    ("en", False): "What came of it, in a few words. Officers, focal points, chairs and staff will read it; visitors "
    "too, if the follow-up becomes public.",
    ("es", True): "En qué resultó, en pocas palabras. Lo leerá toda persona que lea el acuerdo, también los "
    "visitantes: el seguimiento es público.",
    ("es", False): "En qué resultó, en pocas palabras. Lo leerán los enlaces, los puntos focales, las presidencias y "
    "la Secretaría Técnica; también los visitantes, si el seguimiento llega a ser público.",
}


@pytest.mark.parametrize(("language", "is_public"), WHO_READS)
def test_where_an_outcome_is_written_it_is_said_who_will_read_it(client, shares, language, is_public):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": is_public})
    page = PAGE.replace("/en/", f"/{language}/")
    asked = client.post(page, {"chosen": keys(shares), "step": "close"})
    looked_at = client.post(page, {"chosen": keys(shares), "look": "1", **CLOSE})
    words = f'<p class="help" id="id_outcome_helptext">{WHO_READS[language, is_public]}</p>'
    assert [answer.content.decode().count(words) for answer in (asked, looked_at)] == [1, 1]


def test_closing_one_share_of_a_joint_action_says_which_others_close_with_it(client, shares, honduras, mexico):
    joint = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly")
    ours, theirs = (
        CommitmentFactory(delegation=one, action=joint, news_on=datetime.date(2026, 4, 1)) for one in (honduras, mexico)
    )
    changes, refused = planned(look(client, [ours, shares[0]], CLOSE))
    then = "fulfilled as of 20 May 2026"
    assert (sorted(changes, key=lambda one: one[0].pk), refused) == (
        [(shares[0], "pending", then, False), (ours, "pending", then, False), (theirs, "pending", then, True)],
        [],
    )
    seen_and_done(client, [ours, shares[0]], CLOSE)
    closed = Commitment.objects.filter(status="fulfilled").order_by("pk").values_list("pk", "closed_on", "outcome")
    assert list(closed) == [(one.pk, TODAY, "Sent.") for one in (shares[0], ours, theirs)]


def test_what_cannot_is_named_with_why_and_can_be_left_out(client, shares, honduras, staff):
    following.change_status(commitment_id=shares[2].pk, status="fulfilled", by=staff, on=TODAY)
    answer = look(client, shares, NEW_DATE)
    changes, refused = planned(answer)
    assert [one[0] for one in changes] == shares[:2]
    assert refused == [(shares[2], "Only what is pending or in progress can have a new date.")]
    assert 'name="do"' not in answer.content.decode()
    # It is not done in part, either.
    assert said(do(client, shares, NEW_DATE, seen=answer.context["plan"].seen)) == [
        "1 commitment cannot take this step: nothing was changed."
    ]
    assert set(Commitment.objects.values_list("extended_to", flat=True)) == {None}
    answer = client.post(PAGE, {"chosen": keys(shares), "leave-out": "1", **NEW_DATE})
    assert (answer.context["chosen"], planned(answer)[1]) == ([one.pk for one in shares[:2]], [])
    do(client, shares[:2], NEW_DATE, seen=answer.context["plan"].seen)
    assert Commitment.objects.filter(extended_to=NEW_DAY).count() == 2


def test_what_has_changed_since_must_be_looked_at_again(client, shares, staff):
    seen = look(client, shares, NEW_DATE).context["plan"].seen
    following.extend(
        commitment_id=shares[0].pk, new_date=NEW_DAY + datetime.timedelta(days=1), by=staff, on=TODAY, reason="Note"
    )
    answer = do(client, shares, NEW_DATE, seen=seen)
    assert said(answer) == ["Something has changed since you looked. Please look again before it is done."]
    assert Commitment.objects.filter(extended_to=NEW_DAY).count() == 0
    assert do(client, shares, NEW_DATE, seen=answer.context["plan"].seen).status_code == 302
    assert Commitment.objects.filter(extended_to=NEW_DAY).count() == 3


@pytest.mark.parametrize("change", [{"new_date": "2026-07-01"}, {"source_words": "No. 13"}, {"reason": "Other"}])
def test_other_fields_than_those_seen_must_be_looked_at(client, shares, change):
    seen = look(client, shares, NEW_DATE).context["plan"].seen
    assert do(client, shares, NEW_DATE | change, seen=seen).status_code == 200
    assert Commitment.objects.exclude(extended_to=None).count() == 0


@pytest.mark.parametrize("fields", [NEW_DATE, PASS_ON, CLOSE], ids=lambda fields: fields["step"])
@pytest.mark.parametrize("missing", ["source", "source_words", "reason", "own"])
def test_nothing_is_done_without_its_source_and_reason(client, shares, fields, missing):
    own = {"new-date": "new_date", "pass-on": "to", "close": "on"}[fields["step"]]
    name = own if missing == "own" else missing
    answer = look(client, shares, fields | {name: ""})
    assert (answer.context["plan"], list(answer.context["form"].errors)) == (None, [name])


def test_nothing_chosen_is_said(client, shares):
    for sent in ({"step": "new-date"}, {"commitment": [shares[0].pk], "step": "nonsense"}):
        answer = client.post(f"{PAGE}?delegation=HN", sent)
        assert said(client.get(answer["Location"])) == ["Choose first which commitments it is about."]
        assert answer["Location"] == f"{PAGE}?delegation=HN"


def test_more_than_are_listed_are_chosen_with_the_others(client, shares, monkeypatch):
    monkeypatch.setattr("desks.views.steps.LISTED_AT_MOST", 1)
    answer = client.get(f"{PAGE}?delegation=HN")
    assert (len(answer.context["rows"]), answer.context["number"], answer.context["more"]) == (1, 3, 2)
    listed = {"listed": keys(shares[:1]), "step": "new-date"}
    ticked = {"commitment": [shares[0].pk]}
    chosen = [
        client.post(f"{PAGE}?delegation=HN", listed | sent).context["chosen"]
        for sent in (ticked | {"others": "1"}, {"others": "1"}, ticked)
    ]
    assert chosen == [[one.pk for one in shares], [one.pk for one in shares[1:]], [shares[0].pk]]


def test_nothing_is_closed_as_of_a_day_ahead(client, shares):
    tomorrow = CLOSE | {"on": (TODAY + datetime.timedelta(days=1)).isoformat()}
    answer = look(client, shares, tomorrow)
    assert (said(answer), answer.context["plan"]) == (["The day as of which it is so cannot lie ahead."], None)
    seen = look(client, shares, CLOSE).context["plan"].seen
    assert said(do(client, shares, tomorrow, seen=seen)) == ["The day as of which it is so cannot lie ahead."]
    assert set(Commitment.objects.values_list("status", "closed_on")) == {("open", None)}


def test_too_many_at_once_are_refused(client, shares, monkeypatch):
    monkeypatch.setattr("desks.services.steps.AT_MOST", 2)
    answer = look(client, shares, NEW_DATE)
    assert (said(answer), answer.context["plan"]) == (["More than 2 at once are too many: choose fewer."], None)


@pytest.fixture
def many(client, shares, monkeypatch):
    """Three are too many to wait for."""
    monkeypatch.setattr("desks.services.steps.AT_ONCE", 2)
    return shares


@pytest.fixture
def kept(client, many):
    """A step for three that waits for the worker."""
    answer = seen_and_done(client, many, NEW_DATE)
    kept = SetStep.objects.get()
    assert answer["Location"] == f"/en/desk/steps/{kept.pk}/"
    return kept


def test_what_is_too_much_to_wait_for_the_worker_takes(client, kept, many, staff):
    assert (kept.state, kept.commitments, kept.by) == ("waiting", [one.pk for one in many], staff)
    page = client.get(f"{PAGE}{kept.pk}/").content.decode()
    assert ("hx-get" in page, "Waits its turn" in page) == (True, True)
    assert Commitment.objects.exclude(extended_to=None).count() == 0
    assert steps.take_kept(step_id=kept.pk, now=NOON) is True
    assert steps.take_kept(step_id=kept.pk, now=NOON) is False
    kept.refresh_from_db()
    assert (kept.state, kept.changed, Commitment.objects.filter(extended_to=NEW_DAY).count()) == ("done", 3, 3)
    last = many[0].history.latest()
    said_of_it = in_reader_language(last.history_change_reason)
    assert (last.history_user, said_of_it, many[0].history.count()) == (staff, why(kept), 2)
    fragment = client.get(f"{PAGE}{kept.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in fragment, "hx-get" in fragment, "3 commitments were changed." in fragment) == (
        False,
        False,
        True,
    )


def test_its_source_is_read_in_the_language_of_who_reads(client, many):
    answer = client.post(PAGE.replace("en", "es", 1), {"chosen": keys(many), "look": "1", **NEW_DATE})
    seen = answer.context["plan"].seen
    client.post(PAGE.replace("en", "es", 1), {"chosen": keys(many), "do": "1", "seen": seen, **NEW_DATE})
    steps.take_kept(step_id=SetStep.objects.get().pk, now=NOON)
    kept = SetStep.objects.get()
    reason = many[0].history.latest().history_change_reason
    with translation.override("en"):
        assert in_reader_language(reason) == why(kept)
    with translation.override("es"):
        assert in_reader_language(reason) == f"una nota (paso {kept.pk}). Asked for by the capitals"


def test_how_far_it_is_can_be_seen_while_it_is_under_way(client, kept, monkeypatch):
    monkeypatch.setattr(bulk, "A_BATCH", 1)
    watched = []

    def watch(*args, **kwargs):
        watched.append(client.get(f"{PAGE}{kept.pk}/").context["written"])
        return real(*args, **kwargs)

    real = bulk.bulk_update_with_history
    monkeypatch.setattr(bulk, "bulk_update_with_history", watch)
    steps.take_kept(step_id=kept.pk, now=NOON)
    assert (watched, client.get(f"{PAGE}{kept.pk}/").context["written"]) == ([0, 1, 2], 3)


def test_what_has_changed_before_the_worker_came_is_not_done(client, kept, many, staff):
    following.change_status(commitment_id=many[0].pk, status="in_progress", by=staff, on=TODAY)
    steps.take_kept(step_id=kept.pk, now=NOON)
    kept.refresh_from_db()
    why = {
        "en": "Something has changed since you looked. Please look again before it is done.",
        "es": "Algo ha cambiado desde que usted lo vio. Por favor, véalo de nuevo antes de hacerlo.",
    }
    for language, words in why.items():
        with translation.override(language):
            assert (kept.state, in_reader_language(kept.refusal)) == ("refused", words)
    assert Commitment.objects.exclude(extended_to=None).count() == 0
    assert why["en"] in client.get(f"{PAGE}{kept.pk}/").content.decode()
    assert why["es"] in client.get(f"{PAGE}{kept.pk}/".replace("en", "es", 1)).content.decode()


def test_how_many_cannot_take_a_step_is_kept_in_both_languages(client, many):
    seen_and_done(client, [*many, CommitmentFactory(status="fulfilled", closed_on=TODAY)], NEW_DATE)
    steps.take_kept(step_id=SetStep.objects.get().pk, now=NOON)
    kept = SetStep.objects.get()
    why = {
        "en": "1 commitment cannot take this step: nothing was changed.",
        "es": "Para 1 compromiso no se puede dar este paso: no se cambió nada.",
    }
    for language, words in why.items():
        with translation.override(language):
            assert (kept.state, in_reader_language(kept.refusal)) == ("refused", words)


def test_one_that_breaks_off_changes_nothing(client, kept, many, monkeypatch):
    monkeypatch.setattr(bulk, "A_BATCH", 1)
    once = mock.Mock(side_effect=[None, OSError("The disk is full.")])
    with mock.patch.object(steps.cache, "set", once):
        steps.take_kept(step_id=kept.pk, now=NOON)
    kept.refresh_from_db()
    assert (once.call_count, kept.state, Commitment.objects.exclude(extended_to=None).count()) == (2, "refused", 0)
    assert [one.history.count() for one in many] == [1, 1, 1]
    assert "It broke off unexpectedly." in client.get(f"{PAGE}{kept.pk}/").content.decode()


def test_one_whose_worker_is_gone_is_handed_out_again_and_given_up_at_last(kept):
    assert list(steps.untaken(now=NOON)) == [kept]
    SetStep.objects.update(state="under_way", claimed_at=NOON, attempts=1)
    assert list(steps.untaken(now=NOON + steps.GIVEN_UP_AFTER)) == []
    later = NOON + steps.GIVEN_UP_AFTER + datetime.timedelta(seconds=1)
    assert list(steps.untaken(now=later)) == [kept]
    SetStep.objects.update(attempts=steps.MOST_ATTEMPTS)
    assert list(steps.untaken(now=later)) == []
    kept.refresh_from_db()
    assert (kept.state, kept.refusal) == ("refused", "")


def test_a_worker_that_was_given_up_undoes_what_it_did(kept, many, monkeypatch):
    real = steps._take

    def slow(kept, **values):
        SetStep.objects.update(claimed_at=NOON + datetime.timedelta(minutes=6))  # another has it now
        return real(kept, **values)

    monkeypatch.setattr(steps, "_take", slow)
    assert steps.take_kept(step_id=kept.pk, now=NOON) is False
    assert Commitment.objects.exclude(extended_to=None).count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_find_nothing_here(client, kept, shares, officer, method):
    addresses = [PAGE, f"{PAGE}{kept.pk}/"]
    for person in (officer, UserFactory()):
        client.force_login(person)
        assert [getattr(client, method)(address).status_code for address in addresses] == [404, 404]
    client.logout()
    assert [getattr(client, method)(address).status_code for address in addresses] == [302, 302]


@pytest.mark.parametrize("rows", [1, 3, pytest.param(10, marks=pytest.mark.postgres)])
def test_it_asks_the_database_as_often_for_many_as_for_one(client, honduras, django_assert_num_queries, rows):
    shares = [CommitmentFactory(delegation=honduras, due_on=TODAY) for _number in range(rows)]
    count_what_is_stored()
    assert queries_of(client, f"{PAGE}?delegation=HN") == 7
    with django_assert_num_queries(5):
        answer = look(client, shares, NEW_DATE)
    assert len(answer.context["plan"].changes) == rows
