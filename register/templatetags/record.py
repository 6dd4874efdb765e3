"""What the pages say of the record: days, delegations, statuses, a text with its deadlines marked."""

import functools
import re

from babel.dates import format_date
from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks import alphabet, dates
from register import wording

register = template.Library()


@register.filter
def day(value, language=None):
    """30 Jan 2015, 30 ene 2015."""
    return dates.day(value, language) if value else ""


@register.filter
def long_day(value, language=None):
    """30 January 2015, 30 de enero de 2015."""
    return dates.long_day(value, language) if value else ""


@register.filter
def zone_words(zone):
    """Costa Rica Time, hora de Costa Rica."""
    return dates.zone_words(zone) if zone else ""


@register.filter
def month(value):
    """January 2015, enero de 2015, of a day or of "2015-01"."""
    return dates.month(value) if value else ""


@register.simple_tag
def days(first, last):
    """7–8 Jun 2016: the days of a meeting, as one."""
    return dates.days(first, last)


@register.simple_tag
def date_tag(value, today=None):
    """The day as a `time` element; with `today`, its distance in words beside it."""
    if not value:
        return ""
    element = format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.day(value))
    if today is None:
        return element
    return format_html('{} <span class="quiet small">{}</span>', element, dates.distance(value, today=today))


@register.simple_tag
def status(situation, due_on=None, today=None):
    """A situation as a shape, a word and a colour; with its date, how far that is."""
    return format_html(
        '<span class="status is-{}">{}</span>',
        wording.LOOKS[situation],
        wording.situation(situation, due_on=due_on, today=today),
    )


@register.filter
def situation_words(situation):
    return wording.situation(situation)


@register.simple_tag
def who(shares, summary=""):
    """Many delegations as one strip of codes; `shares` from `register.rows`."""
    if not shares:
        return ""
    marks = mark_safe("".join(map(_in_strip, shares)))  # noqa: S308  every piece was escaped below
    return format_html('<ul class="who" aria-label="{}">{}</ul>', summary or _("Responsible"), marks)


@functools.lru_cache(maxsize=4096)
def _in_strip(share):
    """One delegation of a strip; the same few stand in a list again and again."""
    return format_html(
        '<li class="{}" title="{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></li>',
        share.mark,
        share.title,
        share.code,
        share.title,
    )


@register.simple_tag
def marked(text, phrases=(), links=()):
    """The paragraphs of a text as the record prints them, its deadlines marked, its references linked.

    phrases: what to mark, verbatim. links: pairs of a verbatim phrase and an address. Where two overlap, the first
    one that begins is kept.
    """
    pieces = []
    for paragraph in re.split(r"\n\s*\n", text or ""):
        if paragraph.strip():
            pieces.append(format_html('<p class="record">{}</p>', _with_marks(paragraph.strip(), phrases, links)))
    return mark_safe("".join(pieces))  # noqa: S308  every piece was escaped above


def _with_marks(text, phrases, links):
    found = []
    wanted = [(phrase, None) for phrase in phrases] + list(links)
    for phrase, address in wanted:
        words = [re.escape(word) for word in phrase.split()]
        match = re.search(r"\s+".join(words), text) if words else None
        if match:
            found.append((match.start(), match.end(), address))
    pieces, place = [], 0
    for start, end, address in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < place:
            continue
        pieces.append(conditional_escape(text[place:start]))
        if address:
            pieces.append(format_html('<a href="{}">{}</a>', address, text[start:end]))
        else:
            pieces.append(format_html("<mark>{}</mark>", text[start:end]))
        place = end
    pieces.append(conditional_escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308  every piece was escaped above


@register.filter
def alphabetical(delegations):
    """By name in the reader's language, in its alphabet."""
    return alphabet.alphabetical(delegations)


@register.filter
def in_reader_language(thing, field):
    """`meeting|in_reader_language:"title"`: the field in the reader's language, or in the other one."""
    return thing.in_language(field)


@register.filter
def language_shown(thing, field):
    """The language in which `in_reader_language` gives the field: the other one where the reader's has no text."""
    return wording.language_shown(thing, field)


@register.simple_tag
def field_in(thing, field, language):
    """The field's text in exactly this language, empty where it has none."""
    return getattr(thing, f"{field}_{language}")


@register.simple_tag(takes_context=True)
def here_in(context, language):
    """The address of this page in another language; `address` in the context is it without what a form left empty."""
    request = context.get("request")
    if request is None:
        return f"/{language}/"
    path = context.get("address") or request.get_full_path()
    head = f"/{get_language()}/"
    return f"/{language}/{path.removeprefix(head)}" if path.startswith(head) else f"/{language}/"


@register.filter
def weekday(value):
    return format_date(value, "EEEE", locale=get_language() or "en") if value else ""


@register.filter
def from_now(value, today):
    """In 9 days, today, 49 days ago."""
    return dates.distance(value, today=today)


@register.filter
def cited(thing, language):
    """The citation of an agreement or a report in the language, whatever the page's."""
    return wording.citation(thing, language) if hasattr(thing, "label") else wording.report_citation(thing, language)
