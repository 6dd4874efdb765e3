import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from kombu import Connection

from rcm_minutes import celery, health

READY = {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"}


@pytest.fixture(autouse=True)
def no_worker(request):
    if request.node.get_closest_marker("django_db"):
        cache.delete(celery.HEARTBEAT_KEY)


def test_the_process_is_up_whatever_else_is_down(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_once_a_worker_has_given_a_sign_of_life(client):
    before = client.get("/readyz")
    assert (before.status_code, before.json()) == (503, {**READY, "status": "unavailable", "worker": "absent"})
    celery.heartbeat()
    after = client.get("/readyz")
    assert (after.status_code, after.json()) == (200, READY)
    assert after["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.soak  # its tables are made by migrating
@pytest.mark.django_db
def test_a_schema_behind_the_program_is_not_ready(client):
    celery.heartbeat()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'documents'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {**READY, "status": "unavailable", "migrations": "pending"})


@pytest.mark.django_db
def test_a_database_out_of_reach_is_named(monkeypatch):
    def unreachable():
        raise DatabaseError

    monkeypatch.setattr(connection, "ensure_connection", unreachable)
    assert health.database() == "unreachable"


def test_a_broker_out_of_reach_is_named(monkeypatch):
    monkeypatch.setattr(celery.app, "connection_for_write", lambda: Connection("redis://127.0.0.1:1/0"))
    assert health.broker() == "unreachable"
