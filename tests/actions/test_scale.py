"""The register for measuring: as many agreements as asked for, believable, and true to the record's rules."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from actions.models import Agreement, AgreementKind, Commitment, Report, ReportVersion
from actions.services.verifying import findings
from networks.models import Conference, Network
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db


def texts_made(*, seed):
    """The texts of a small register; nothing of it stays."""
    with transaction.atomic():
        call_command("make_scale_data", agreements=60, seed=seed)
        texts = list(Agreement.objects.order_by("pk").values_list("reference", "text_en", "text_es"))
        transaction.set_rollback(True)
    return texts


def test_exactly_as_many_agreements_as_asked_for_all_published_with_history(capsys):
    call_command("make_scale_data", agreements=613)
    assert Agreement.objects.count() == Agreement.history.count() == 613
    assert set(Report.objects.values_list("state", flat=True)) == {"published"}
    assert ReportVersion.objects.count() == Report.objects.count()
    assert Commitment.history.count() == Commitment.objects.count()
    assert Agreement.objects.filter(parent__isnull=False).exists()
    assert capsys.readouterr().out.splitlines()[-1].startswith("613 of 613 agreements")


def test_what_is_made_keeps_the_records_rules(capsys):
    call_command("make_scale_data", agreements=400)
    assert list(findings()) == []


def test_it_is_believable(capsys):
    call_command("make_scale_data", agreements=1500)
    statuses = Counter(Commitment.objects.values_list("status", flat=True))
    assert set(statuses) == {"fulfilled", "not_recorded", "to_confirm", "open", "in_progress", "withdrawn"}
    assert 0.4 < statuses["fulfilled"] / statuses.total() < 0.7
    assert set(Report.objects.values_list("meeting__network__slug", flat=True)) == set(
        Network.objects.values_list("slug", flat=True)
    )
    assert not set(Agreement.objects.values_list("kind", flat=True)) - set(AgreementKind.values)
    assert Conference.objects.get().is_sample


def test_the_same_seed_makes_the_same_register(capsys):
    first = texts_made(seed=7)
    assert len(first) == 60
    assert texts_made(seed=7) == first
    assert texts_made(seed=8) != first


def test_it_is_not_mixed_with_a_record():
    MeetingFactory()
    with pytest.raises(CommandError, match="not mixed with them"):
        call_command("make_scale_data", agreements=10)
    assert not Agreement.objects.exists()
