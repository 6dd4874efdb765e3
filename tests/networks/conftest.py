import pytest

from networks import tasks
from tests.factories import DesignationFactory
from tests.networks.at_the_door import address, browser


@pytest.fixture
def visitor():
    """Somebody at a browser of their own."""
    return browser()


@pytest.fixture
def officer():
    return DesignationFactory(person__email=address(), person__name="Ana Reyes").person


@pytest.fixture
def asked(monkeypatch):
    """Whom the tasks that were handed out are for."""
    persons = []
    monkeypatch.setattr(tasks.send_sign_in_code, "apply_async", lambda args, **options: persons.extend(args))
    return persons


@pytest.fixture
def at_once(monkeypatch):
    """Each task is done when it is handed out."""
    monkeypatch.setattr(tasks.send_sign_in_code, "apply_async", lambda args, **options: tasks.send_sign_in_code(*args))
