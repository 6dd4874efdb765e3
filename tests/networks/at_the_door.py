"""What tests of signing in share: browsers, what they are told, and what came by mail."""

import datetime
import random
import re
import time
import uuid

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

ASK, CODE, PASSWORD = "/en/sign-in/", "/en/sign-in/code/", "/en/sign-in/password/"
HOME = "/en/"
PASS = "a-long-passphrase"
NOON = datetime.datetime(2026, 3, 10, 18, 0, tzinfo=datetime.UTC)
THE_CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")
MINUTE = datetime.timedelta(minutes=1)
NOT_VALID = "This code is not valid."
TOO_MANY = "Too many attempts to sign in."


def browser():
    """Another browser, at an address of the network that no other test counts attempts of."""
    return Client(REMOTE_ADDR=".".join(str(random.randint(1, 250)) for _ in range(4)))


def address():
    """Attempts stay in Redis when a test is over: nobody else has this address."""
    return f"{uuid.uuid4().hex}@example.org"


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def who(client):
    """The key of the person signed in, or None."""
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def mailed():
    """The code in the last mail."""
    return THE_CODE.search(mail.outbox[-1].body)[0]


def ask(client, person, **more):
    client.post(ASK, {"email": person.email, **more})
    return mailed()


def enter(client, code, **more):
    return client.post(CODE, {"code": code, **more})


def shown_by_the_app(key, *, steps_ago=0):
    """The code of six digits that an app shows, by the key it was set up with; a step is half a minute."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 - steps_ago))
