"""A file of a report that was sent is withdrawn by staff: gone for everybody, told to staff and its delegation."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from actions.models import Evidence, ProgressReport
from networks.models import Conference
from tests.desks.conftest import form
from tests.desks.test_informing import a_pdf, was_sent
from tests.factories import ChairFactory, DesignationFactory

pytestmark = pytest.mark.django_db
TOLD = {
    "en": "A file was withdrawn on 20 May 2026 by A Clerk. Why: It holds a list of families.",
    "es": "Un archivo fue retirado el 20 may 2026 por A Clerk. Motivo: It holds a list of families.",
}


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(client, officer, share):
    """Ana has informed, for the public, with two files."""
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    client.force_login(officer)
    files = [a_pdf("families.pdf"), a_pdf("paper.pdf", b"%PDF-1.7\n%%EOF\n")]
    client.post("/en/delegations/HN/inform/", form(share, audience="public", evidence=files))
    client.logout()
    return ProgressReport.objects.get()


@pytest.fixture
def wrong(report):
    return report.evidence.get(name="families.pdf")


def page(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def seen_by(client, person, address):
    """What one reads there, without the tags, on one line; not signed in where the person is None."""
    client.logout()
    if person:
        client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def withdrawn(client, staff, file, reason="It holds a list of families.", **options):
    client.force_login(staff)
    return client.post(page("evidence-withdraw", "HN", file.pk), {"reason": reason}, **options)


def test_staff_find_it_at_each_file_and_nobody_else_does(client, officer, staff, token, share, report):
    linked = page("pending", token) + f"matters/{share.pk}/"
    places = {
        "staff": (staff, [page("progress-report", "HN", report.pk), page("matter", "HN", share.pk)]),
        "officer": (officer, [page("progress-report", "HN", report.pk), page("matter", "HN", share.pk)]),
        "link": (None, [linked]),
    }
    expected = [page("evidence-withdraw", "HN", file.pk) for file in report.evidence.all()]
    found = {}
    for name, (person, addresses) in places.items():
        client.logout()
        if person:
            client.force_login(person)
        pages = [client.get(address).content.decode() for address in addresses]
        found[name] = [re.findall(r'href="([^"]+/withdraw/)"', one) for one in pages]
    assert found == {"staff": [expected, expected], "officer": [[], []], "link": [[]]}


@pytest.mark.parametrize("language", TOLD)
def test_it_is_gone_for_everybody_and_told_to_staff_and_the_delegation(
    client, officer, staff, token, mexico, share, report, wrong, language, django_capture_on_commit_callbacks
):
    elsewhere = DesignationFactory(delegation=mexico).person
    files = [
        page("open-evidence", wrong.pk),
        page("evidence", "HN", wrong.pk),
        page("evidence-by-link", token, wrong.pk),
    ]
    readers = {"visitor": None, "elsewhere": elsewhere, "officer": officer, "staff": staff}

    def opened():
        found = {}
        for name, person in readers.items():
            client.logout()
            if person:
                client.force_login(person)
            found[name] = ["sent" if was_sent(answer) else answer.status_code for answer in map(client.get, files)]
        return found

    sent_to = {"visitor": ["sent", 302, "sent"], "elsewhere": ["sent", 404, "sent"]}
    assert opened() == sent_to | dict.fromkeys(("officer", "staff"), ["sent"] * 3)
    with django_capture_on_commit_callbacks(execute=True):
        answer = withdrawn(client, staff, wrong, follow=True)
    assert answer.redirect_chain == [(page("progress-report", "HN", report.pk), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["The file is withdrawn."]
    gone = {"visitor": [404, 302, 404], "elsewhere": [404] * 3}
    assert opened() == gone | dict.fromkeys(("officer", "staff"), [404] * 3)
    assert not wrong.file.storage.exists(wrong.file.name)

    at_the_desk = [
        page("progress-report", "HN", report.pk, language=language),
        page("matter", "HN", share.pk, language=language),
    ]
    by_link = page("matter-by-link", token, share.pk, language=language)
    told = [(staff, address) for address in at_the_desk] + [(officer, address) for address in at_the_desk]
    for person, address in [*told, (None, by_link)]:
        read = seen_by(client, person, address)
        assert (read.count(TOLD[language]), "families.pdf" in read, "paper.pdf" in read) == (1, False, True)
    with translation.override(language):
        agreement = share.action.agreement.get_absolute_url()
    for person in (None, elsewhere):
        read = seen_by(client, person, agreement)
        assert ("list of families" in read, "families.pdf" in read, "paper.pdf" in read) == (False, False, True)


def test_it_says_what_goes_and_what_stays_and_asks_why(client, staff, report, wrong):
    client.force_login(staff)
    asked = client.get(page("evidence-withdraw", "HN", wrong.pk)).content.decode()
    assert ("The file is deleted and nobody finds it any more" in asked, "families.pdf" in asked) == (True, True)
    answer = withdrawn(client, staff, wrong, reason=" ")
    assert (answer.status_code, answer.context["form"].errors) == (200, {"reason": ["This field is required."]})
    spanish = client.get(page("evidence-withdraw", "HN", wrong.pk, language="es")).content.decode()
    assert "El archivo se elimina y ya nadie lo encuentra" in spanish
    assert report.evidence.count() == 2


def test_nobody_but_staff_withdraws(client, officer, honduras, mexico, report, wrong):
    people = {
        "officer": officer,
        "focal point": DesignationFactory(delegation=honduras, role="focal_point").person,
        "chair": ChairFactory(delegation=honduras).person,
        "elsewhere": DesignationFactory(delegation=mexico).person,
    }
    address = page("evidence-withdraw", "HN", wrong.pk)
    answers = {"visitor": [client.get(address).status_code, client.post(address, {"reason": "Wrong."}).status_code]}
    for name, person in people.items():
        client.force_login(person)
        answers[name] = [client.get(address).status_code, client.post(address, {"reason": "Wrong."}).status_code]
    assert answers == {"visitor": [302, 302]} | {name: [404, 404] for name in people}
    assert report.evidence.count() == 2


def test_at_another_delegations_desk_it_is_not_there(client, staff, mexico, wrong):
    client.force_login(staff)
    assert client.get(page("evidence-withdraw", "MX", wrong.pk)).status_code == 404


def test_before_it_is_confirmed_its_files_are_taken_away_where_it_is_changed(client, staff, token, share):
    words = {"name": "Luz Paz", "post": "Adviser", "evidence": [a_pdf()]}
    client.post(page("inform-by-link", token), form(share, **words))
    kept = Evidence.objects.get()
    client.force_login(staff)
    refusal = "This report is “to be confirmed”: its files are taken away where it is changed."
    address = page("evidence-withdraw", "HN", kept.pk)
    for answer in (client.get(address, follow=True), client.post(address, {"reason": "Wrong."}, follow=True)):
        assert answer.redirect_chain == [(page("progress-report", "HN", kept.report_id), 302)]
        assert [str(message) for message in answer.context["messages"]] == [refusal]
    assert Evidence.objects.get() == kept
