"""Jobs reach a worker over both brokers, with the id of the request they come from."""

import time

import pytest
import structlog
from celery import Celery
from celery.contrib.testing.worker import start_worker
from kombu import Connection

from rcm_minutes.broker import Transport


def folder_connection(folder):
    paths = {"data_folder_in": str(folder / "queue"), "data_folder_out": str(folder / "queue")}
    return Connection(transport=Transport, transport_options={**paths, "control_folder": str(folder / "control")})


def test_messages_in_the_folder_come_out_in_order_and_are_gone(tmp_path):
    with folder_connection(tmp_path) as connection:
        queue = connection.SimpleQueue("jobs")
        for number in range(3):
            queue.put({"number": number})
        assert [queue.get(timeout=1).payload for _ in range(3)] == [{"number": 0}, {"number": 1}, {"number": 2}]
        assert list((tmp_path / "queue").iterdir()) == []
        with pytest.raises(queue.Empty):
            queue.get(block=False)


def test_a_message_not_yet_whole_is_not_seen(tmp_path):
    with folder_connection(tmp_path) as connection:
        queue = connection.SimpleQueue("jobs")
        (tmp_path / "queue" / "00000000000000000001_x.unfinished").write_text("{")
        with pytest.raises(queue.Empty):
            queue.get(block=False)


@pytest.mark.redis
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_job_runs_over_a_real_redis_and_knows_its_request(redis_url):
    app = Celery("trial", broker=redis_url, set_as_current=False)
    app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False, task_default_queue="trial")
    seen = []

    @app.task(bind=True)
    def note(self, word):
        seen.append((word, self.request.request_id))

    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"):
        with structlog.contextvars.bound_contextvars(request_id="asked-by-a-person"):
            note.delay("filed")
        deadline = time.monotonic() + 10
        while not seen and time.monotonic() < deadline:
            time.sleep(0.05)
    assert seen == [("filed", "asked-by-a-person")]
