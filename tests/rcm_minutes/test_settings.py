"""What the environment says is what the settings are; each has a default that works."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_minutes.secret_key import kept_secret_key

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json
from rcm_minutes import settings
print(json.dumps({name: getattr(settings, name) for name in NAMES}, default=str))
"""


def settings_with(tmp_path, *names, **environment):
    """The values of `names` in a process whose environment is `environment` and nothing of ours."""
    ours = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "PORT", "HTTPS")
    ours += ("SITE_URL", "BOUNCES_URL", "BOUNCES_ADDRESS", "STAFF_SECOND_FACTOR", "PROXIES")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, "-c", ASK.replace("NAMES", repr(names))],
        env={**clean, "VAR_DIR": str(tmp_path), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_with_nothing_set_all_is_on_this_machine(tmp_path):
    names = ("DEBUG", "PORT", "HTTPS", "ALLOWED_HOSTS", "DATABASES", "CELERY_BROKER_URL", "EMAIL_FILE_PATH")
    found = settings_with(tmp_path, *names, "SESSION_COOKIE_SECURE", "SECRET_KEY")
    assert found == {
        "DEBUG": False,
        "PORT": 8000,
        "HTTPS": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{tmp_path}/db.sqlite3",
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                },
            }
        },
        "CELERY_BROKER_URL": "folder://",
        "EMAIL_FILE_PATH": f"{tmp_path}/outbox",
        "SESSION_COOKIE_SECURE": False,
        "SECRET_KEY": (tmp_path / "secret-key").read_text(),
    }


def test_in_production_everything_comes_from_the_environment(tmp_path):
    found = settings_with(
        tmp_path,
        *("HTTPS", "SECRET_KEY", "CELERY_BROKER_URL", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS"),
        *("EMAIL_HOST_PASSWORD", "EMAIL_BACKEND", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"),
        *("DATABASES", "CACHES"),
        SECRET_KEY="chosen",
        ALLOWED_HOSTS="minutes.example.org,www.example.org",
        DATABASE_URL="postgres://rcm:p%40ss@database.example:5433/minutes",
        REDIS_URL="redis://redis.example:6379/2",
        EMAIL_URL="smtp+tls://officer%40example.org:s%2Fcret@mail.example:587",
    )
    assert found["DATABASES"]["default"] == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "minutes",
        "USER": "rcm",
        "PASSWORD": "p@ss",
        "HOST": "database.example",
        "PORT": 5433,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    assert found["CACHES"]["default"] == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://redis.example:6379/2",
        "KEY_PREFIX": "rcm",
    }
    del found["DATABASES"], found["CACHES"]
    assert found == {
        "HTTPS": True,
        "SECRET_KEY": "chosen",
        "CELERY_BROKER_URL": "redis://redis.example:6379/2",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "officer@example.org",
        "EMAIL_HOST_PASSWORD": "s/cret",
        "EMAIL_USE_TLS": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
    }
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("environment", "https"),
    [
        ({"ALLOWED_HOSTS": "minutes.example.org"}, True),
        ({"ALLOWED_HOSTS": "minutes.example.org", "HTTPS": "false"}, False),
        ({"ALLOWED_HOSTS": "minutes.example.org", "DEBUG": "true"}, False),
        ({"HTTPS": "true"}, True),
    ],
)
def test_a_name_others_use_stands_behind_tls_unless_told_otherwise(tmp_path, environment, https):
    assert settings_with(tmp_path, "HTTPS", **environment) == {"HTTPS": https}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8001"}, "http://localhost:8001"),
        ({"ALLOWED_HOSTS": ".example.org,minutes.example.org,www.example.org"}, "https://minutes.example.org"),
        ({"ALLOWED_HOSTS": "minutes.example.org", "HTTPS": "false"}, "http://minutes.example.org"),
        ({"ALLOWED_HOSTS": "*", "SITE_URL": "https://crm.example.org/"}, "https://crm.example.org"),
    ],
)
def test_links_in_mails_begin_with_a_name_that_others_reach(tmp_path, environment, address):
    assert settings_with(tmp_path, "SITE_URL", **environment) == {"SITE_URL": address}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, ""),
        ({"BOUNCES_URL": "imaps://returned%40example.org:secret@mail.example/INBOX"}, "returned@example.org"),
        ({"BOUNCES_URL": "imaps://returned:secret@mail.example/INBOX"}, ""),
        ({"BOUNCES_URL": "imaps://a:b@mail.example/INBOX", "BOUNCES_ADDRESS": "back@example.org"}, "back@example.org"),
        ({"BOUNCES_ADDRESS": "back@example.org"}, "back@example.org"),
    ],
)
def test_undeliverable_mail_comes_back_to_the_mailbox_that_is_read(tmp_path, environment, address):
    assert settings_with(tmp_path, "BOUNCES_ADDRESS", **environment) == {"BOUNCES_ADDRESS": address}


def test_the_kept_key_is_long_made_once_and_only_its_owners(tmp_path):
    path = tmp_path / "new" / "secret-key"
    key = kept_secret_key(path)
    assert len(key) >= 50
    assert kept_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_a_second_factor_and_the_proxies_are_asked_for_by_name(tmp_path):
    names = ("STAFF_SECOND_FACTOR", "ALLAUTH_TRUSTED_PROXY_COUNT")
    assert settings_with(tmp_path, *names) == dict(zip(names, (False, 0), strict=True))
    asked = settings_with(tmp_path, *names, STAFF_SECOND_FACTOR="true", PROXIES="1")
    assert asked == dict(zip(names, (True, 1), strict=True))


@pytest.mark.parametrize(
    ("name", "written"),
    [("DATABASE_URL", "foo"), ("EMAIL_URL", "bad")],
)
def test_an_address_that_cannot_be_read_is_told_in_one_line(tmp_path, name, written):
    done = subprocess.run(
        [sys.executable, "-m", "rcm_minutes.prepare"],
        env={**os.environ, "VAR_DIR": str(tmp_path), name: written},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    line = f"{name} is no address that can be read here; README.md shows what it looks like.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


def test_preparing_is_interrupted_without_a_traceback(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    preparing = subprocess.Popen(
        [sys.executable, "-m", "rcm_minutes.prepare"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert preparing.stdout.readline().startswith("Bringing the database up to date")
    preparing.send_signal(signal.SIGINT)
    _said, refused = preparing.communicate(timeout=60)
    assert (preparing.returncode, refused) == (130, "")
