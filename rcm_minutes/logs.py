"""Logs: one JSON object a line on standard error, each with the id of the request or job it belongs to.

No line has the key of a mailed link, whoever wrote it: Django, too, logs the addresses it refuses.
"""

from typing import Any

import structlog

from correspondence.services.redaction import redacted

SHARED_STEPS: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(*, readable: bool) -> dict[str, Any]:
    """Return Django's LOGGING; `readable` lines are for a developer's terminal, the others for a log collector."""
    structlog.configure(
        processors=[
            *SHARED_STEPS,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    rendering: list[structlog.types.Processor] = (
        [without_keys, structlog.dev.ConsoleRenderer()]
        if readable
        else [structlog.processors.format_exc_info, without_keys, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED_STEPS, structlog.stdlib.ExtraAdder(allow=["status_code"])],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # The request line of RequestLogMiddleware says the same once, with its id.
            "django.server": {"handlers": [], "level": "WARNING", "propagate": False},
            "kombu": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


def without_keys(
    logger: structlog.types.WrappedLogger, name: str, line: structlog.types.EventDict
) -> structlog.types.EventDict:
    return {key: redacted(value) if isinstance(value, str) else value for key, value in line.items()}
