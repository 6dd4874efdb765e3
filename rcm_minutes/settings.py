"""Settings, read from the environment; every one has a default that works on one machine.

With nothing set: SQLite, a file broker and an outbox folder, all under VAR_DIR. With DATABASE_URL and REDIS_URL set,
the same code runs on PostgreSQL and Redis. The table of settings is in README.md.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rcm_minutes.broker import SCHEME as FOLDER_BROKER
from rcm_minutes.logs import logging_config
from rcm_minutes.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def parts_of(read: Callable[..., dict[str, Any]], name: str, **default: str) -> dict[str, Any]:
    """What environ reads out of the address in a setting; where it cannot, ImproperlyConfigured names the setting."""
    written = env.str(name, **default)
    try:
        parts = read(name, **default) if "://" in written else None
    except (ImproperlyConfigured, ValueError):
        parts = None
    if not parts:
        raise ImproperlyConfigured(f"{name} is no address that can be read here; README.md shows what it looks like.")
    return parts


# Where this installation keeps what it must not lose
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()
MEDIA_ROOT = VAR_DIR / "uploads"
BROKER_DIR = VAR_DIR / "broker"

# How it is reached
DEBUG = env.bool("DEBUG", default=False)
PORT = int(env.str("PORT", default="") or 8000)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret_key(VAR_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), *THIS_MACHINE]
# A name that others use stands behind a proxy that speaks TLS; on this machine alone there is none.
HTTPS = env.bool("HTTPS", default=not DEBUG and ALLOWED_HOSTS != THIS_MACHINE)
# What links in mails begin with
named_hosts = [name for name in ALLOWED_HOSTS if name not in THIS_MACHINE and not name.startswith(("*", "."))]
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or (
    f"{'https' if HTTPS else 'http'}://{named_hosts[0]}" if named_hosts else f"http://localhost:{PORT}"
)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "networks",
    "meetings",
    "actions",
    "documents",
    "correspondence",
    "desks",
    "drafting",
    "register",
]

MIDDLEWARE = [
    "rcm_minutes.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rcm_minutes.public_pages.PublicPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "rcm_minutes.middleware.AdminStyleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "networks.second_factor.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "rcm_minutes.urls"
WSGI_APPLICATION = "rcm_minutes.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "register.readers.reader",
            ],
        },
    },
]

# Data
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": parts_of(env.db_url, "DATABASE_URL")}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "db.sqlite3"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A writer takes its lock at BEGIN and waits its turn, instead of failing half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# What two processes share goes to Redis or the database; what carries its version in its key may stay in one process.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "rcm"}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
            # Attempts to sign in are counted here: with few entries, many strangers would push each other's out.
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    ),
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    "rows": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rows",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Jobs: due dates live in the database; the broker only carries what is to be done at once.
TASK_TIME_LIMIT = 30 * 60
CELERY_BROKER_URL = REDIS_URL or f"{FOLDER_BROKER}://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 12 * TASK_TIME_LIMIT}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = TASK_TIME_LIMIT
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(BROKER_DIR / "beat-schedule")
CELERY_BEAT_MAX_LOOP_INTERVAL = 1  # it is asked to stop only this often
CELERY_TIMEZONE = "UTC"
CELERY_IMPORTS = ["rcm_minutes.tasks"]
HEARTBEAT_SECONDS = 30
TICK_SECONDS = 60
CELERY_BEAT_SCHEDULE = {
    # Beats wait in the broker while the worker is down: an old one must not run.
    "heartbeat": {
        "task": "rcm_minutes.celery.heartbeat",
        "schedule": HEARTBEAT_SECONDS,
        "options": {"expires": HEARTBEAT_SECONDS},
    },
    "tick": {
        "task": "rcm_minutes.tasks.tick",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS},
    },
}

# Mail: without a server each message is written to a folder, to be looked at.
email = parts_of(env.email_url, "EMAIL_URL", default="filemail://")
EMAIL_BACKEND = email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = email["EMAIL_HOST"] or "localhost", email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = unquote(email["EMAIL_HOST_USER"] or "")
EMAIL_HOST_PASSWORD = unquote(email["EMAIL_HOST_PASSWORD"] or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = email.get("EMAIL_USE_TLS", False), email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = email["EMAIL_FILE_PATH"] or VAR_DIR / "outbox"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="RCM Minutes <rcm-minutes@localhost>")
# Whoever took a mail and was not heard of for so long is gone; more than handing over a single one can ever take.
MAIL_LEASE_SECONDS = env.int("MAIL_LEASE_SECONDS", default=10 * 60)
# How long a mail waits after each temporary refusal; after the last, about two days on, it is given up.
MAIL_DELAYS = [minutes * 60 for minutes in (1, 5, 15, 60, 180, 360, 360, 360, 360, 360, 360, 360)]
# Where what cannot be delivered comes back to, and how that mailbox is read
BOUNCES_URL = env.str("BOUNCES_URL", default="")
bounces_user = unquote(urlsplit(BOUNCES_URL).username or "")
BOUNCES_ADDRESS = env.str("BOUNCES_ADDRESS", default="") or (bounces_user if "@" in bounces_user else "")

# People
AUTH_USER_MODEL = "networks.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60

# Signing in, by django-allauth: what it does not do here has no address (networks/urls.py)
AUTHENTICATION_BACKENDS = ["networks.backends.PasswordBackend"]
ACCOUNT_ADAPTER = "networks.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# A code counts for half an hour from when it is made; the page for it waits a little longer.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 40 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Behind a proxy all visitors may share one address of the network ("ip"): its limits are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "300/15m/ip",
    "login_failed": "100/15m/ip,5/15m/key",
    "request_login_code": "100/15m/ip,10/15m/key",
    "enter_code": "300/15m/ip,30/15m/key",
    "change_password": "10/15m/user",
    "reauthenticate": "10/15m/user",
}
ACCOUNT_FORMS = {
    "reauthenticate": "networks.forms.ReauthenticateForm",
    "set_password": "networks.forms.SetPasswordForm",
}
MFA_ADAPTER = "networks.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "RCM Minutes"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
MFA_FORMS = {
    "authenticate": "networks.forms.SecondFactorForm",
    "reauthenticate": "networks.forms.SecondFactorAgainForm",
    "authenticate_webauthn": "networks.forms.PasskeyForm",
    "reauthenticate_webauthn": "networks.forms.PasskeyAgainForm",
    "activate_totp": "networks.forms.AppForm",
    "add_webauthn": "networks.forms.AddPasskeyForm",
    "edit_webauthn": "networks.forms.NamePasskeyForm",
}
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
# How many proxies of our own stand before us: as many of the addresses in X-Forwarded-For are believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", default=0)

# History: read by date, reasons of any length, no way back round the services, no more than the record itself shows
SIMPLE_HISTORY_DATE_INDEX = "Composite"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "America/Costa_Rica"  # the Technical Secretariat's; a meeting has its own

# Files the pages need; uploads are never served from here
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the review page of a long report is one form

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Its neighbours under the same domain are not this installation's to decide for.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = logging_config(readable=DEBUG)
