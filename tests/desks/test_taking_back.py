"""A designation made by mistake is taken back while nothing hangs on it."""

import datetime

import pytest
from django.contrib.messages import get_messages

from actions.services import asking, following
from correspondence.models import Mail, MailKind, MailState, Mention
from desks.services import taking_back
from networks import designating, tasks
from networks.models import Designation, Role
from tests.desks.conftest import NOON, TODAY, form
from tests.factories import (
    CommitmentFactory,
    DesignationFactory,
    MailFactory,
    NetworkFactory,
    ProgressReportFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/delegations/HN/officers/"
A_DAY = datetime.timedelta(days=1)
YESTERDAY = TODAY - A_DAY
WHY = {"take_back": "1", "why": "Another person of that name was meant"}


@pytest.fixture
def focal_point(honduras):
    return DesignationFactory(person__name="Flor Punto", delegation=honduras, role=Role.FOCAL_POINT).person


@pytest.fixture
def eva(honduras):
    """Eva, designated by mistake yesterday for all networks."""
    return DesignationFactory(
        person__name="Eva Otra", person__email="eva@example.org", delegation=honduras, starts_on=YESTERDAY
    )


@pytest.fixture
def told(monkeypatch):
    """What the worker was handed to tell somebody that a designation was taken back."""
    keys = []
    monkeypatch.setattr(tasks.send_word_of_taking_back, "delay_on_commit", keys.append)
    return keys


def hanging(designation):
    return taking_back.hanging_on(designation, on=TODAY)


def mailed(recipient, share, *, day=YESTERDAY, **fields):
    mail = MailFactory(recipient=recipient, day=day, about=f"mail {Mail.objects.count()}", **fields)
    Mention.objects.create(mail=mail, commitment=share, delegation=share.delegation, section="later")
    return mail


def network_of(share):
    return share.action.agreement.report.meeting.network


# On the page


@pytest.mark.parametrize("starts_on", [YESTERDAY, TODAY, TODAY + A_DAY])
def test_a_focal_point_takes_back_what_was_a_mistake(client, focal_point, eva, told, starts_on):
    Designation.objects.filter(pk=eva.pk).update(starts_on=starts_on)
    client.force_login(focal_point)
    assert 'name="take_back"' in client.get(f"{PAGE}{eva.pk}/end/").content.decode()
    answer = client.post(f"{PAGE}{eva.pk}/end/", {**WHY, "tell": "on"})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert (answer.url, said) == (PAGE, ["The designation of Eva Otra is taken back."])
    gone = Designation.history.filter(id=eva.pk).latest()
    assert (gone.history_type, gone.history_user, gone.history_change_reason) == ("-", focal_point, WHY["why"])
    assert (told, Designation.objects.filter(pk=eva.pk).exists()) == ([gone.history_id], False)
    assert [part.now for part in client.get(PAGE).context["people"]] == [[focal_point.designations.get()]]


def test_nobody_is_told_who_need_not_be(client, focal_point, eva, told):
    client.force_login(focal_point)
    client.post(f"{PAGE}{eva.pk}/end/", WHY)
    assert (told, Designation.objects.filter(pk=eva.pk).exists()) == ([], False)


def test_without_a_reason_it_stays(client, focal_point, eva, told):
    client.force_login(focal_point)
    answer = client.post(f"{PAGE}{eva.pk}/end/", {"take_back": "1", "why": " "})
    assert answer.context["back_form"].errors == {"why": ["This field is required."]}
    assert (answer.context["form"].is_bound, told, Designation.objects.filter(pk=eva.pk).exists()) == (False, [], True)


def test_what_hangs_on_it_is_said_and_that_it_can_be_ended(client, focal_point, eva, share, told):
    mailed("eva@example.org", share)
    client.force_login(focal_point)
    for answer in (client.get(f"{PAGE}{eva.pk}/end/"), client.post(f"{PAGE}{eva.pk}/end/", WHY)):
        page = answer.content.decode()
        assert ("It cannot be taken back any more, but ended." in page, 'name="take_back"' in page) == (True, False)
        assert "<li>1 mail went out because of it.</li>" in page
    with pytest.raises(designating.CannotDesignate) as refusal:
        taking_back.take_back(designation_id=eva.pk, by=focal_point, on=TODAY, reason="A mistake")
    assert str(refusal.value) == "It can be ended, but not taken back: 1 mail went out because of it."
    client.post(f"{PAGE}{eva.pk}/end/", {"ends_on": YESTERDAY.isoformat(), "reason": "A mistake"})
    eva.refresh_from_db()
    assert (eva.ends_on, told) == (YESTERDAY, [])


# What hangs on it


def test_mails_hang_on_it_that_it_brought(eva, share, honduras, mexico):
    mailed("eva@example.org", CommitmentFactory(delegation=mexico))
    mailed("eva@example.org", share, day=YESTERDAY - A_DAY)
    mailed("luz@example.org", share)
    for state in (MailState.WITHDRAWN, MailState.REFUSED, MailState.RETURNED):
        mailed("eva@example.org", share, state=state, sent_at=NOON)
    assert hanging(eva) == []
    mailed("eva@example.org", share, kind=MailKind.QUESTION)
    mailed("office@example.org", share)
    assert hanging(eva) == ["1 mail went out because of it"]
    eva.copy_to = "Office@example.org"
    assert hanging(eva) == ["2 mails went out because of it"]


def test_of_a_designation_for_one_network_mails_of_another_do_not_speak(eva, share):
    mailed("eva@example.org", share)
    eva.network = NetworkFactory(slug="another-network")
    assert hanging(eva) == []
    eva.network = network_of(share)
    assert hanging(eva) == ["1 mail went out because of it"]


def test_what_another_designation_brings_as_well_hangs_on_that_one(eva, share, honduras):
    mailed("eva@example.org", share)
    ProgressReportFactory(delegation=honduras, about=[share], author_address="eva@example.org", made_at=NOON)
    before = DesignationFactory(
        person=eva.person, delegation=honduras, network=network_of(share), starts_on=YESTERDAY - A_DAY
    )
    assert len(hanging(eva)) == 2
    eva.network = network_of(share)
    assert hanging(eva) == []
    Designation.objects.filter(pk=before.pk).update(starts_on=TODAY)
    assert len(hanging(eva)) == 2


def test_what_the_person_put_on_record_hangs_on_it(client, eva, share, staff, honduras):
    client.force_login(eva.person)
    answer = client.post("/en/delegations/HN/inform/", form(share, send="send"))
    assert answer.status_code == 302
    absent = CommitmentFactory(delegation=honduras, status="to_confirm")
    following.take_part(commitment_id=absent.pk, takes_part=True, by=eva.person, on=TODAY)
    asking.ask(commitment_id=absent.pk, text="By when?", by=staff, now=NOON)
    asking.answer(commitment_id=absent.pk, text="In May.", by=eva.person, now=NOON)
    assert hanging(eva) == [
        "this person wrote or confirmed 1 report of progress",
        "this person gave 1 answer to the Technical Secretariat",
        "this person changed what stands of 2 commitments",
    ]
    eva.network = NetworkFactory(slug="another-network")
    assert hanging(eva) == []


def test_what_came_by_the_link_of_the_person_s_mail_hangs_on_it(eva, share, honduras):
    words = {"delegation": honduras, "about": [share], "came_by": "link"}
    ProgressReportFactory(author_address="eva@example.org", made_at=NOON - 3 * A_DAY, **words)
    ProgressReportFactory(author_address="luz@example.org", made_at=NOON, **words)
    assert hanging(eva) == []
    ProgressReportFactory(author_address="eva@example.org", made_at=NOON, **words)
    assert hanging(eva) == ["this person wrote or confirmed 1 report of progress"]


def test_whom_a_focal_point_by_mistake_has_designated_hangs_on_it(eva, honduras):
    words = {"delegation": honduras, "role": Role.LIAISON_OFFICER, "network": None, "language": "es", "by": eva.person}
    designating.designate(email="rosa@example.org", name="Rosa Ríos", starts_on=TODAY, **words)
    assert hanging(eva) == []
    eva.role = Role.FOCAL_POINT
    assert hanging(eva) == ["this person made or changed 1 designation"]


def test_nothing_hangs_on_what_staff_do_as_staff(eva, share, honduras):
    ProgressReportFactory(delegation=honduras, about=[share], author_address="eva@example.org", made_at=NOON)
    eva.person.is_staff = True
    assert hanging(eva) == []


def test_a_chair_s_designation_brings_no_mail(eva, share):
    mailed("eva@example.org", share)
    eva.role = Role.CHAIR
    assert hanging(eva) == []
