"""Every address of the site, by every role: what docs/roles.md says is what happens."""

import copy
import datetime
import itertools
import re

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from actions.models import Action, ProgressReport, Remark, Report
from actions.services.leave import open_draft
from conftest import ROOT
from correspondence.models import Notice
from correspondence.services import links
from desks.services import feeds
from documents.services.bringing_in import bring_in
from documents.services.reading import read_upload
from networks.models import Conference, Designation, Network, Role
from networks.services import load_conference, public_change, system_user
from tests.factories import (
    ActionFactory,
    AgreementFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    EvidenceFactory,
    FrozenFactory,
    MailFactory,
    MeetingDocumentFactory,
    PresidencyFactory,
    ProgressReportFactory,
    SourceFileFactory,
    StaffFactory,
)
from tests.journeys.documents import AGENDA, REPORT

pytestmark = pytest.mark.django_db

ROW = re.compile(r"^\| `([\w-]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
LISTED = {name: who for name, *who in ROW.findall((ROOT / "docs" / "roles.md").read_text("utf-8"))}
NO_VERB = "–"
STAFF = {"staff", "administrator"}
OWN = {"officer", "focal point"}
OF_AN_OBSERVER = {"observer", "officer of an observer", "focal point of an observer"}
OF_A_DELEGATION = OWN | STAFF | {"officer elsewhere"} | OF_AN_OBSERVER
NOT_DESIGNATED = {"visitor", "former officer", "former chair"}
ROLES = OF_A_DELEGATION | NOT_DESIGNATED | {"chair"}
OFTEN = ("visitor", "former chair", "officer elsewhere", *sorted(OF_AN_OBSERVER))
# A role, and whether the follow-up is open to all.
WALKS = set(itertools.product(ROLES, (True, False)))
OFTEN_WALKED = {("visitor", True), ("visitor", False), ("officer elsewhere", True)}
LEADS_A_DRAFT = STAFF | {"chair"}
OF_THE_CONFERENCE = OWN | STAFF | {"officer elsewhere", "chair"}
FOLLOW_UP = "whoever sees the follow-up"
WHO = {
    "everybody": ROLES,
    "the link": ROLES,
    "signed in": ROLES - {"visitor"},
    "designated": OF_A_DELEGATION | {"chair"},
    "whoever reads the draft": LEADS_A_DRAFT,  # that of the walk is not opened
    "its chairs": LEADS_A_DRAFT,
    "its people": OF_A_DELEGATION,
    "the delegation": OWN | STAFF,
    "its officers": OWN | STAFF,
    "its focal point": {"focal point"} | STAFF,
    "staff": STAFF,
    NO_VERB: set(),
}
# Only on the way in or with a factor of one's own; or the thing itself takes a story, told in the tests of its pages.
WITHOUT_ITS_THING = re.compile(
    r"mfa_|account_(confirm_login_code|set_password|change_password|reauthenticate)|set-step|matrix-?|matrix$|"
    r"dropped-mail|answer-seen|filter-remove|undo-agenda|undo-report|undo-joining|discard-draft|join-report|join-call|mail-message|take-back|"
    r"change-|write-agenda-item|write-attendance"
)


def addresses():
    """{name: the converters of its pattern}, of every address but the back office's."""

    def walk(resolver):
        for pattern in resolver.url_patterns:
            if not hasattr(pattern, "url_patterns"):
                yield pattern.name, pattern.pattern.converters
            elif pattern.namespace != "admin":
                for name, converters in walk(pattern):
                    yield name, {**pattern.pattern.converters, **converters}

    return dict(walk(get_resolver()))


def test_every_address_is_listed():
    assert sorted(addresses()) == sorted(LISTED)


def set_follow_up(*, public):
    with public_change():  # no page kept from before is given out
        Conference.objects.update(public_follow_up=public)


def signed_in(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def people(settings, tmp_path):
    """{role: a person, None for a visitor}; the delegation asked about is Honduras."""
    settings.MEDIA_ROOT = tmp_path
    by = system_user()
    load_conference(by=by)
    set_follow_up(public=True)
    honduras, mexico, observer = (DelegationFactory(code=code) for code in ("HN", "MX", "UNHCR"))
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2020, 1, 1))

    def designated(delegation, role=Role.LIAISON_OFFICER, **days):
        return DesignationFactory(delegation=delegation, role=role, **days).person

    return {
        "visitor": None,
        "former officer": designated(honduras, ends_on=datetime.date(2021, 1, 1)),
        "officer": designated(honduras),
        "focal point": designated(honduras, Role.FOCAL_POINT),
        "chair": designated(honduras, Role.CHAIR),
        "former chair": designated(mexico, Role.CHAIR),
        "officer elsewhere": designated(mexico),
        "observer": designated(observer, Role.OBSERVER),
        "officer of an observer": designated(observer),
        "focal point of an observer": designated(observer, Role.FOCAL_POINT),
        "staff": StaffFactory(is_superuser=False),
        "administrator": StaffFactory(),
    }


@pytest.fixture
def evidence(people):
    """A file with a report of Honduras that was sent, and that everybody may read who sees the follow-up."""
    honduras = DelegationFactory(code="HN")
    evidence = EvidenceFactory(
        report=ProgressReportFactory(
            delegation=honduras,
            state="sent",
            sent_at=timezone.now(),
            audience="public",
            about=[CommitmentFactory(delegation=honduras)],
            author=people["officer"],
        )
    )
    evidence.file.storage.save(evidence.file.name, ContentFile(b"%PDF"))
    return evidence


@pytest.fixture
def things(people, evidence):
    """{address: the values in it}, each of a thing that is there."""
    now, staff = timezone.now(), people["administrator"]
    uploads = []
    for name, text in (("report.txt", REPORT), ("agenda.txt", AGENDA)):
        uploads.append(bring_in(content=text.encode(), name=name, by=staff, now=now))
        read_upload(upload_id=uploads[-1].pk, now=now)
        uploads[-1].refresh_from_db()
    upload, agenda = uploads
    draft = upload.report
    honduras = DelegationFactory(code="HN")
    report, share = evidence.report, evidence.report.answers.get().commitment
    annex = MeetingDocumentFactory(meeting=share.action.agreement.report.meeting, distribution="public")
    annex.file.storage.save(annex.file.name, ContentFile(b"%PDF"))
    source = SourceFileFactory(commitment=share)
    source.file.storage.save(source.file.name, ContentFile(b"%PDF"))
    mail = MailFactory(recipient=people["officer"].email)
    link = links.links_for([(mail, honduras.pk)], now=now, valid_days=45)[mail.pk, honduras.pk]
    event = ActionFactory(
        agreement=FrozenFactory(), deadline_kind="event", deadline_body=Network.objects.get(slug="rcgm")
    )
    CommitmentFactory(action=event, delegation=honduras)
    notice = Notice.objects.create(kind="unsubscribed", address=mail.recipient, at=now)
    point = share.action.agreement
    of_draft = {"pk": draft.pk}
    own = {"code": "HN", "token": links.token_of(link), "report": point.report.reference, "label": point.label}
    keys = {
        **dict.fromkeys(("matter", "matter-by-link", "take-part"), share.pk),
        **dict.fromkeys(("evidence", "evidence-withdraw", "evidence-by-link", "open-evidence"), evidence.pk),
        **dict.fromkeys(("source-file", "source-file-by-link"), source.pk),
        **dict.fromkeys(("progress-report", "progress-change", "progress-step"), report.pk),
        **dict.fromkeys(("officer-change", "officer-end", "officer-hand-over", "officer-invite"), _officer(people)),
        **dict.fromkeys((name for name in addresses() if name.startswith("meeting-document")), annex.meeting_id),
        **dict.fromkeys(("brief", "meeting"), point.report.meeting_id),
        **dict.fromkeys(("upload", "original", "read-again", "discard"), upload.pk),
        **dict.fromkeys(("write-action", "change-action"), Action.objects.filter(agreement__report=draft).first().pk),
        **dict.fromkeys(
            ("write-agreement", "change-agreement", "split-agreement", "add-action"), draft.agreements.first().pk
        ),
        **dict.fromkeys((name for name in addresses() if "agenda" in name), agenda.pk),
        **dict.fromkeys(("draft", "open-draft"), AgreementFactory().report_id),
        **dict.fromkeys(("mail", "mail-message"), mail.pk),
        **dict.fromkeys(("notice-seen", "monday-notice-seen"), notice.pk),
        "publish-report": point.report_id,
        "revoke-link": link.pk,
        "bind-deadline": event.pk,
    }
    other = {
        "step": "acknowledge",
        "index": 0,
        "document": annex.pk,
        "row_pk": 1,
        "reference": point.report.reference,
        "kind": "digest",
        "language": "en",
    }
    slugs = {"network": "rcgm", "mail-network": "rcgm"}
    values = {}
    for name, converters in addresses().items():
        known = {**own, **other, "pk": keys.get(name, of_draft["pk"]), "slug": slugs.get(name, "")}
        values[name] = {part: known[part] for part in converters}
    values["calendar"] = {"token": feeds.token_of(feeds.make_feed(person=people["officer"], now=now))}
    return values


def _officer(people):
    return Designation.objects.get(person=people["officer"]).pk


def answer_to(client, verb, address):
    """The status, or "asked" where the answer is to sign in; what was written is taken back."""
    try:
        with transaction.atomic():
            response = getattr(client, verb)(address)
            # Its end would give the connection back, and what the test has written with it.
            request_finished.disconnect(close_old_connections)
            response.close()
            request_finished.connect(close_old_connections)
            raise _TakenBack
    except _TakenBack:
        pass
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("sign-in") + "?next=")
    return "asked" if to_sign_in else response.status_code


class _TakenBack(Exception):
    """Rolls back what a request wrote."""


def agrees(role, allowed, verb_is_there, name, answer):
    """Whether an answer is what the role is to get. Without a worker, /readyz answers 503."""
    if not verb_is_there:
        return answer in (405, 404, "asked")
    if role in allowed:
        return answer in (200, 302, 400, 405, 503) or (answer == 404 and WITHOUT_ITS_THING.search(name) is not None)
    return answer == "asked" if role == "visitor" else answer == 404


def often_and_else(often, everything):
    """Parameters: what is tried every time, and what besides by `make soak`."""
    return [sorted(often), pytest.param(sorted(everything - set(often)), marks=pytest.mark.soak)]


@pytest.mark.parametrize("walks", often_and_else(OFTEN_WALKED, WALKS))
def test_a_role_gets_at_each_address_what_is_written(people, things, walks):
    wrong = []
    for role, public in walks:
        set_follow_up(public=public)
        client = signed_in(people[role])
        cookies = client.cookies
        for name, (look, write) in LISTED.items():
            address = reverse(name, kwargs=things[name])
            # Who writes does not hang on who reads the follow-up.
            for verb, who in [("get", look), ("post", write)][: 2 if public else 1]:
                client.cookies = copy.deepcopy(cookies)  # one of the addresses signs out
                answer = answer_to(client, verb, address)
                if not agrees(role, allowed(who, public=public), who != NO_VERB, name, answer):
                    wrong.append((role, public, verb, name, answer))
    assert wrong == []


def allowed(who, *, public):
    if who == FOLLOW_UP:
        return ROLES if public else OF_THE_CONFERENCE
    return WHO[who]


@pytest.mark.parametrize("roles", often_and_else(OFTEN, ROLES))
def test_what_became_of_an_agreement_is_read_by_whoever_sees_the_follow_up(people, evidence, roles):
    point = evidence.report.answers.get().commitment.action.agreement
    pages = {
        reverse("agreements"): b'class="status',
        reverse("agreements-csv"): b"Status",
        reverse("delegation", args=["HN"]): b'class="status',
        reverse("agreement", args=[point.report.reference, point.label]): b"The paper is being written.",
        reverse("open-evidence", args=[evidence.pk]): b"%PDF",
    }
    read = {}
    for public, role in itertools.product((True, False), roles):
        set_follow_up(public=public)
        client = signed_in(people[role])
        read[role, public] = [words in b"".join(client.get(page)) for page, words in pages.items()]
    assert read == {(role, public): [role in allowed(FOLLOW_UP, public=public)] * len(pages) for role, public in read}


TO_CONFIRM = {"state": "to_confirm", "came_by": "link"}
ON_BEHALF = {"came_by": "on_behalf", "source": "note"}
# What may be done with which report of progress, and who does it; to whom it is not there at all it is so by no step.
STEPS = [
    ("send", {}, OWN),
    ("send", ON_BEHALF, STAFF),
    ("confirm", TO_CONFIRM, OWN | STAFF),
    ("set-aside", {}, OWN),
    ("set-aside", ON_BEHALF, STAFF),
    ("set-aside", TO_CONFIRM, OWN | STAFF),
    ("acknowledge", {"state": "sent"}, STAFF),
]
AFTER = {
    "send": {"sent", "acknowledged"},
    "confirm": {"sent"},
    "set-aside": {"set_aside"},
    "acknowledge": {"acknowledged"},
}


def outcomes(people, do):
    """{role: what `do` gives of the client of each}; what was written is taken back."""
    found = {}
    for role, person in people.items():
        client = signed_in(person)
        try:
            with transaction.atomic():
                found[role] = do(client)
                raise _TakenBack
        except _TakenBack:
            pass
    return found


def test_a_step_with_a_report_is_taken_by_whom_the_verbs_name(people, evidence):
    found = []
    for step, fields, _who in STEPS:
        report = _as_it_came(evidence.report, people, **fields)
        address = reverse("progress-step", args=["HN", report.pk, step])

        def taken(client, step=step, pk=report.pk, address=address):
            client.post(address, {"reason": "It was not meant"})
            return ProgressReport.objects.get(pk=pk).state in AFTER[step]

        found.append((step, fields, {role for role, took in outcomes(people, taken).items() if took}))
    assert found == STEPS


def _as_it_came(report, people, *, state="draft", came_by="account", source=""):
    report.state, report.came_by, report.source = state, came_by, source
    report.sent_at = timezone.now() if state == "sent" else None
    report.author = people["officer"] if came_by == "account" else None
    report.entered_by = people["staff"] if came_by == "on_behalf" else None
    report.save()
    return report


@pytest.mark.parametrize("state", ["draft", "set_aside"])
def test_what_a_delegation_never_sent_is_read_by_its_own_people_alone(people, evidence, state):
    report = _as_it_came(evidence.report, people, state=state)
    share = report.answers.get().commitment
    pages = {
        reverse("progress-report", args=["HN", report.pk]): OWN,
        reverse("matter", args=["HN", share.pk]): OWN,
        reverse("evidence", args=["HN", evidence.pk]): OWN,
        reverse("admin:actions_progressreport_changelist") + "?q=paper": set(),
        reverse("admin:actions_progressreport_change", args=[report.pk]): set(),
        reverse("admin:actions_progressreport_history", args=[report.pk]): set(),
    }
    read = {page: set() for page in pages}
    for page, (role, person) in itertools.product(pages, people.items()):
        answer = b"".join(signed_in(person).get(page))
        if b"The paper is being written." in answer or answer == b"%PDF":
            read[page].add(role)
    assert read == pages


def test_a_draft_is_read_and_opened_or_closed_by_whom_the_verbs_name(people):
    report = AgreementFactory().report
    elsewhere = DesignationFactory(
        delegation=DelegationFactory(code="HN"), role=Role.CHAIR, network=Network.objects.get(slug="rcgm")
    )
    everybody = people | {"chair of another body": elsewhere.person}
    page, steps = (reverse(name, args=[report.pk]) for name in ("draft", "open-draft"))

    def read_and_changed(client):
        before = client.get(page).status_code
        client.post(steps, {"step": "close" if report.opened_on else "open", "reason": "The chair, by mail"})
        return before, Report.objects.get(pk=report.pk).opened_on != report.opened_on

    def by_whom(reads):
        answers = {role: 200 if role in reads else 404 for role in everybody} | {"visitor": 302}
        return {role: (answers[role], role in LEADS_A_DRAFT) for role in everybody}

    assert outcomes(everybody, read_and_changed) == by_whom(LEADS_A_DRAFT)
    report = open_draft(report_id=report.pk, by=people["chair"], on=timezone.localdate())
    assert outcomes(everybody, read_and_changed) == by_whom(set(everybody) - NOT_DESIGNATED)


def test_a_step_that_there_is_not_is_not_there(people, evidence):
    address = reverse("progress-step", args=["HN", evidence.report_id, "judge"])
    answers = outcomes(people, lambda client: client.post(address).status_code)
    assert answers == {role: 302 if role == "visitor" else 404 for role in people}


@pytest.mark.parametrize(("asked", "who"), [(False, STAFF), (True, OWN | STAFF)])
def test_staff_ask_and_the_delegation_answers(people, evidence, asked, who):
    share = evidence.report.answers.get().commitment
    if asked:
        Remark.objects.create(commitment=share, side="secretariat", text="By when?", at=timezone.now())
    address = reverse("matter", args=["HN", share.pk])

    def said(client):
        before = share.remarks.count()
        client.post(address, {"text": "In May?"})
        return share.remarks.count() > before

    assert outcomes(people, said) == {role: role in who for role in people}


def test_without_its_key_a_link_opens_nothing(client, people, things):
    for name, (look, _write) in LISTED.items():
        if look == "the link":
            address = reverse(name, kwargs={**things[name], "token": "nothing"})
            for role in ("visitor", "officer", "administrator"):
                client.logout()
                if people[role]:
                    client.force_login(people[role])
                assert (name, role, client.get(address).status_code) == (name, role, 404)


def test_the_back_office_is_not_there_for_others(people):
    pages = [reverse(f"admin:{name}") for name in ("index", "networks_user_changelist")]
    answers = {
        role: {signed_in(people[role]).get(page).status_code for page in pages} <= {302, 404} for role in ROLES - STAFF
    }
    assert answers == dict.fromkeys(ROLES - STAFF, True)
