"""What is tracked is never written behind its history's back; tests/fixtures.py watches every test for it."""

import pytest

from actions.models import ReportVersion
from networks.models import Network
from tests.fixtures import WrittenWithoutHistory, refuse_untracked_write


@pytest.mark.parametrize("caller", ["actions.services.filing", "networks.admin.bodies", "register.views"])
def test_a_bulk_write_on_a_tracked_model_is_refused(caller):
    with pytest.raises(WrittenWithoutHistory, match=r"^actions|^networks|^register"):
        refuse_untracked_write(Network, "update", caller)


@pytest.mark.parametrize("caller", ["simple_history.utils", "tests.factories"])
def test_the_history_s_own_helpers_and_the_tests_may(caller):
    refuse_untracked_write(Network, "bulk_create", caller)


def test_what_is_not_tracked_may_be_claimed_by_an_update():
    refuse_untracked_write(ReportVersion, "update", "actions.services.filing")


@pytest.mark.django_db
def test_the_watch_is_on():
    source = "def write(rows):\n    rows.update(name_en='Another')\n"
    namespace = {"__name__": "networks.services"}
    exec(source, namespace)
    with pytest.raises(WrittenWithoutHistory, match=r"^networks\.services calls update\(\) on Network"):
        namespace["write"](Network.objects.all())
