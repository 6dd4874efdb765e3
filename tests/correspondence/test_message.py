"""A message's bytes are those that Django writes, but for the marks between its parts."""

import re

import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from hypothesis import example, given
from hypothesis import strategies as st

from correspondence.services.message import Message

# Django gives a message without the first two an hour and a number of its own.
HEADERS = {
    "Date": "Fri, 20 Mar 2026 15:00:00 +0000",
    "Message-ID": "<4a08be11c1f14ab1a36325001ba55060@example.org>",
    "Auto-Submitted": "auto-generated",
    "List-Unsubscribe": f"<https://minutes.example.org/es/pending/{'0f' * 16}~{'x' * 43}/unsubscribe/>",
}
ONE_LINE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=200)
LINES = st.text(st.one_of(st.sampled_from(" .-aé—\n\r\t\x0b\u2028"), st.characters(exclude_categories=["Cs"])))


def written(kind, *, subject="Pending", text="Good day.", calendar="", headers=HEADERS, reply_to=()):
    sender, to = "RCM Minutes <minutes@example.org>", ["officer@example.org"]
    message = kind(subject, text, sender, to, headers=headers, reply_to=list(reply_to))
    message.attach_alternative(f"<p>{text}</p>", "text/html")
    if calendar:
        message.attach("deadlines.ics", calendar, "text/calendar")
    content = message.message().as_bytes(linesep="\r\n")
    for place, boundary in enumerate(re.findall(rb'boundary="(.+?)"', content)):
        content = content.replace(boundary, f"boundary {place}".encode())
    return content


@given(subject=ONE_LINE.map(lambda words: " ".join(words.split())))
@example(subject="Delegation of " + "a" * 41 + ": pending matters")
@example(subject="Delegación de " + "a" * 300 + ": asuntos pendientes")
@example(subject="a" * 100)
@example(subject="a,b;c=?d?=" * 10)
def test_a_subject_is_encoded_and_folded_as_django_does_it(subject):
    assert written(Message, subject=subject) == written(EmailMultiAlternatives, subject=subject)


@given(text=LINES.filter(bool), calendar=LINES)
@example(text="Good day.\n" + "a" * 998, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
@example(text="Good day.\n" + "a" * 999, calendar="é" * 499)
@example(text="é" * 500, calendar="é" * 500)
@example(text="a" * 600 + "\u2028" + "a" * 600, calendar=".\r.\n\r\n.")
def test_texts_are_encoded_and_put_together_as_django_does_it(text, calendar):
    words = {"text": text, "calendar": calendar}
    assert written(Message, **words) == written(EmailMultiAlternatives, **words)


@pytest.mark.parametrize(
    "envelope",
    [
        {"reply_to": ["st@example.org", "Secretaría Técnica <another@example.org>"]},
        {"headers": {**HEADERS, "From": "The Secretariat <st@example.org>"}, "reply_to": ["st@example.org"]},
    ],
)
def test_other_headers_are_those_that_django_writes_in_its_order(envelope):
    assert written(Message, **envelope) == written(EmailMultiAlternatives, **envelope)


@pytest.mark.parametrize("header", ["Subject", "List-Unsubscribe"])
def test_a_header_of_two_lines_is_refused(header):
    two = "a\nBcc: everybody@example.org"
    with pytest.raises(BadHeaderError):
        Message("a", "a", to=["b@example.org"], headers={header: two}).message()
