import datetime

import pytest

from documents.reading.meeting_days import days_in


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("May 4, 2012", "2012-05-04", "2012-05-04"),
        ("MAY 4th, 2012", "2012-05-04", "2012-05-04"),
        ("4 May, 2012", "2012-05-04", "2012-05-04"),
        ("the 4th of May 2012", "2012-05-04", "2012-05-04"),
        ("4-6 May, 2012", "2012-05-04", "2012-05-06"),
        ("May 4 and 5, 2012", "2012-05-04", "2012-05-05"),
        ("May 30 - June 1, 2012", "2012-05-30", "2012-06-01"),
        ("30 December 2012 – 2 January 2013", "2012-12-30", "2013-01-02"),
        ("4 de mayo de 2012", "2012-05-04", "2012-05-04"),
        ("1º de mayo del 2012", "2012-05-01", "2012-05-01"),
        ("4, 5 y 6 de mayo de 2012", "2012-05-04", "2012-05-06"),
        ("del 4 al 6 de mayo de 2012", "2012-05-04", "2012-05-06"),
        ("del viernes 4 al sábado 5 de mayo de 2012", "2012-05-04", "2012-05-05"),
        ("del 30 de mayo al 1 de junio de 2012", "2012-05-30", "2012-06-01"),
        ("mayo 4 y 5 de 2012", "2012-05-04", "2012-05-05"),
        ("5 de setiembre de 2012", "2012-09-05", "2012-09-05"),
        ("24/05/2012", "2012-05-24", "2012-05-24"),
        ("2012-05-24", "2012-05-24", "2012-05-24"),
    ],
)
def test_days_of_a_meeting(text, first, last):
    assert [(found.starts_on, found.ends_on) for found in days_in(text)] == [(day(first), day(last))]


@pytest.mark.parametrize(
    "text", ["31 February 2012", "may 2 people of 2012", "Resolution 1540 (2004)", "June 9", "2012"]
)
def test_what_is_no_day_with_a_year(text):
    assert days_in(text) == []


def test_a_year_not_written_is_the_one_given():
    assert [found.starts_on for found in days_in("Thursday, June 4", year=2015)] == [day("2015-06-04")]


def test_several_days_in_the_order_of_the_text():
    text = "held on May 4, 2012, as agreed on March 1, 2011"
    assert [found.starts_on for found in days_in(text)] == [day("2012-05-04"), day("2011-03-01")]
