"""What the pages say of mail."""

from django import template

from correspondence.services import contents
from networks import dates

register = template.Library()


@register.filter
def notice_words(notice):
    """A notice as a sentence in the reader's language."""
    return contents.notice_words(notice)


@register.filter
def moment(value, zone):
    """12 Dec 2016, 14:32, in the conference's time."""
    return dates.moment(value, zone=zone)


@register.filter
def day_in(value, zone):
    """12 Dec 2016, of a moment: the day that it then is in `zone`."""
    return dates.day(value.astimezone(zone).date())
