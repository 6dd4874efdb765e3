"""Days, situations, names and citations, as each language says them."""

import datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from networks import dates
from networks.alphabet import alphabetical
from networks.models import Delegation
from register import wording
from register.changes import Piece, word_changes

JUNE_8 = datetime.date(2016, 6, 8)


@pytest.mark.parametrize(
    ("language", "day", "long_day", "month"),
    [
        ("en", "30 Jan 2015", "30 January 2015", "January 2015"),
        ("es", "30 ene 2015", "30 de enero de 2015", "enero de 2015"),
    ],
)
def test_a_day(language, day, long_day, month):
    value = datetime.date(2015, 1, 30)
    with override(language):
        assert (dates.day(value), dates.long_day(value), dates.month("2015-01")) == (day, long_day, month)


@pytest.mark.parametrize(
    ("last", "english", "spanish"),
    [
        (JUNE_8, "8 Jun 2016", "8 jun 2016"),
        (datetime.date(2016, 6, 9), "8–9 Jun 2016", "8–9 jun 2016"),
        (datetime.date(2016, 7, 1), "8 Jun – 1 Jul 2016", "8 jun – 1 jul 2016"),
        (datetime.date(2017, 1, 1), "8 Jun 2016 – 1 Jan 2017", "8 jun 2016 – 1 ene 2017"),
    ],
)
def test_the_days_of_a_meeting(last, english, spanish):
    assert (dates.days(JUNE_8, last, "en"), dates.days(JUNE_8, last, "es")) == (english, spanish)


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (-49, "49 days ago", "hace 49 días"),
        (-1, "1 day ago", "hace 1 día"),
        (0, "today", "hoy"),
        (1, "in 1 day", "en 1 día"),
        (9, "in 9 days", "en 9 días"),
    ],
)
def test_how_far_a_day_is(days, english, spanish):
    value = JUNE_8 + datetime.timedelta(days)
    with override("en"):
        assert dates.distance(value, today=JUNE_8) == english
    with override("es"):
        assert dates.distance(value, today=JUNE_8) == spanish


@pytest.mark.parametrize(
    ("situation", "days", "english", "spanish"),
    [
        ("date_passed", -49, "Date passed 49 days ago", "Plazo vencido hace 49 días"),
        ("due_soon", 0, "Due today", "Vence hoy"),
        ("due_soon", 1, "1 day left", "Queda 1 día"),
        ("due_soon", 30, "30 days left", "Quedan 30 días"),
        ("open", 90, "Pending", "Pendiente"),
        ("open", -90, "Pending", "Pendiente"),
        ("not_recorded", -90, "Outcome not recorded", "Resultado no registrado"),
    ],
)
def test_a_situation(situation, days, english, spanish):
    due_on = JUNE_8 + datetime.timedelta(days)
    with override("en"):
        assert wording.situation(situation, due_on=due_on, today=JUNE_8) == english
    with override("es"):
        assert wording.situation(situation, due_on=due_on, today=JUNE_8) == spanish


def test_names_stand_in_the_readers_alphabet():
    names = [
        ("Mexico", "México"),
        ("El Salvador", "El Salvador"),
        ("United States", "Estados Unidos"),
        ("Nz", "Ñandú"),
        ("Na", "Nube"),
        ("Oa", "Oro"),
    ]
    delegations = [Delegation(name_en=english, name_es=spanish) for english, spanish in names]
    assert [one.name_en for one in alphabetical(delegations, "en")] == [
        "El Salvador",
        "Mexico",
        "Na",
        "Nz",
        "Oa",
        "United States",
    ]
    assert [one.name_es for one in alphabetical(delegations, "es")] == [
        "El Salvador",
        "Estados Unidos",
        "México",
        "Nube",
        "Ñandú",
        "Oro",
    ]


def marked(text, phrases=(), links=()):
    return Template("{% load record %}{% marked text phrases links %}").render(
        Context({"text": text, "phrases": phrases, "links": links})
    )


@pytest.mark.parametrize(
    ("text", "phrases", "html"),
    [
        ("a & b", [], '<p class="record">a &amp; b</p>'),
        ("one\n\n \n\ntwo", ["two"], '<p class="record">one</p><p class="record"><mark>two</mark></p>'),
        ("by\n9 April", ["by 9 April"], '<p class="record"><mark>by\n9 April</mark></p>'),
        ("by 9 April", ["by 10 April", ""], '<p class="record">by 9 April</p>'),
        ("a (b.) c", ["(b.)"], '<p class="record">a <mark>(b.)</mark> c</p>'),
        ("one two three", ["two three", "one two"], '<p class="record"><mark>one two</mark> three</p>'),
        ("", ["x"], ""),
    ],
)
def test_a_text_with_its_deadlines_marked(text, phrases, html):
    assert marked(text, phrases) == html


def test_a_reference_in_a_text_is_a_link():
    assert marked("see point 6 of June", links=[("point 6", "/en/x/?a=1&b=2")]) == (
        '<p class="record">see <a href="/en/x/?a=1&amp;b=2">point 6</a> of June</p>'
    )


def test_which_words_changed():
    assert list(word_changes("to the Secretariat by 20 January 2016", "to the Secretariat by 30 January 2016")) == [
        Piece("same", "to the Secretariat by "),
        Piece("del", "20"),
        Piece("ins", "30"),
        Piece("same", "January 2016"),
    ]


def test_long_stretches_without_a_change_are_cut():
    words = [f"w{number}" for number in range(60)]
    changed = [*words[:30], "new", *words[30:]]
    assert list(word_changes(" ".join(words), " ".join(changed))) == [
        Piece("cut", "…"),
        Piece("same", "".join(f"w{number} " for number in range(18, 30))),
        Piece("ins", "new"),
        Piece("same", "".join(f"w{number} " for number in range(30, 42))),
        Piece("cut", "…"),
    ]
