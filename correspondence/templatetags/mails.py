"""What the pages say of mail."""

from django import template

from correspondence.services import contents

register = template.Library()


@register.filter
def notice_words(notice):
    """A notice as a sentence in the reader's language."""
    return contents.notice_words(notice)
