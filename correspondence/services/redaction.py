"""The keys of mailed links, kept out of whatever is written down. Asks no database: the log uses it, too."""

import re

# As links.token_of makes them; some who quote an address write its tilde as %7E.
KEY = re.compile(r"\b[0-9a-f]{32}(?:~|%7E)[\w-]{43}", re.IGNORECASE)


def redacted(text):
    """The text, each key of a mailed link in it replaced."""
    return KEY.sub("[…]", text)
