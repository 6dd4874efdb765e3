"""What a browser is called, out of what it says of itself."""

from django.utils.translation import gettext as _

# Most say the names of others, too: the first that is found is the one.
NAMES = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_name(user_agent):
    """“Firefox, Windows”; the beginning of its own words for one that is not known."""
    known = [_first(names, user_agent) for names in (NAMES, SYSTEMS)]
    return ", ".join(name for name in known if name) or user_agent[:60] or _("A browser that says nothing of itself")


def _first(names, user_agent):
    return next((name for mark, name in names.items() if mark in user_agent), None)
