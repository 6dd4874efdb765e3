"""The project's own settings for the processes of a drill: what takes minutes or days takes seconds."""

from rcm_minutes.settings import *  # noqa: F403
from rcm_minutes.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE["tick"]["schedule"] = 1
EMAIL_TIMEOUT = 5
MAIL_DELAYS = [1] * 60
