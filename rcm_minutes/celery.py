import logging.config
import os
import time
from typing import Any

import structlog
from celery import Celery, signals
from django.conf import settings
from django.core.cache import cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcm_minutes.settings")

HEARTBEAT_KEY = "worker-heartbeat"

app = Celery("rcm_minutes")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task
def heartbeat() -> None:
    """Leave a sign of life where the web processes can see it."""
    cache.set(HEARTBEAT_KEY, time.time(), timeout=4 * settings.HEARTBEAT_SECONDS)


@signals.worker_ready.connect
def first_heartbeat(**kwargs: Any) -> None:
    heartbeat()


@signals.setup_logging.connect
def use_the_project_s_logging(**kwargs: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)


@signals.before_task_publish.connect
def send_request_id(headers: dict[str, Any], **kwargs: Any) -> None:
    headers["request_id"] = structlog.contextvars.get_contextvars().get("request_id")


@signals.task_prerun.connect
def bind_ids(task_id: str, task: Any, **kwargs: Any) -> None:
    request_id = getattr(task.request, "request_id", None)
    structlog.contextvars.bind_contextvars(task_id=task_id, **({"request_id": request_id} if request_id else {}))


@signals.task_postrun.connect
def unbind_ids(**kwargs: Any) -> None:
    structlog.contextvars.clear_contextvars()
