"""What is done in the evening is of that day: ten o'clock in Costa Rica is the next day elsewhere."""

import datetime
import re

import pytest
from django.urls import reverse

from desks.models import DroppedMail, Matrix
from tests.desks.conftest import TODAY
from tests.desks.matrices import a_csv, compared
from tests.desks.test_eml import a_mail, taken_in

pytestmark = pytest.mark.django_db
TEN = datetime.datetime(2026, 5, 21, 4, tzinfo=datetime.UTC)


@pytest.fixture
def desk(client, staff, settings, tmp_path, time_machine):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(TEN, tick=False)
    client.force_login(staff)
    return client


def days_on(page):
    return set(re.findall(r"\d+ May 2026", page.text))


def test_a_matrix_is_of_the_day_of_the_conference(desk, staff):
    matrix = compared(a_csv(("1", "Honduras", "", "Sent.")), by=staff, as_of=TODAY)
    Matrix.objects.update(state="filed", at=TEN, filed_at=TEN, filed_by=staff)
    page = desk.get(reverse("matrix", args=[matrix.pk]))
    assert "Filed on 20 May 2026 by A Clerk" in page.text
    assert (days_on(page), days_on(desk.get(reverse("matrices")))) == ({"20 May 2026"}, {"20 May 2026"})


def test_a_dropped_mail_too(desk, staff):
    taken_in(a_mail(), by=staff)
    DroppedMail.objects.update(at=TEN)
    assert days_on(desk.get(reverse("dropped-mails"))) == {"20 May 2026"}
