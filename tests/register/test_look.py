"""The stylesheet's colours are readable, light and dark, and the pages carry nothing inline."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static" / "css" / "app.css").read_text("utf-8")
WASHES = ("passed", "soon", "done", "waiting", "closed", "accent")
PAPERS = ("paper", "sheet")


def tokens(scheme):
    """The colour tokens of the light or the dark scheme."""
    light, dark = CSS.split("prefers-color-scheme: dark", 1)
    part = light if scheme == "light" else dark.split("@layer", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs(colours):
    """What stands on what: pairs of token names, and the contrast WCAG 2.2 AA asks of them."""
    for paper in (*PAPERS, "wash"):
        yield from ((ink, paper, 4.5) for ink in ("ink", "quiet", "accent", "accent-strong"))
    for paper in PAPERS:
        yield from ((name, paper, 4.5) for name in WASHES)
        yield from ((name, paper, 3) for name in ("edge", "focus"))
    yield from ((name, f"{name}-wash", 4.5) for name in WASHES)
    yield from (("ink", marked, 4.5) for marked in ("added", "removed", "marked", "accent-wash"))
    yield ("on-accent", "accent", 4.5)
    yield ("on-accent", "accent-strong", 4.5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_is_readable(scheme):
    colours = tokens(scheme)
    weak = {
        f"{ink} on {paper}": round(contrast(colours[ink], colours[paper]), 2)
        for ink, paper, least in pairs(colours)
        if contrast(colours[ink], colours[paper]) < least
    }
    assert weak == {}


def test_no_template_has_a_script_or_a_style_of_its_own():
    found = {}
    a_mail = settings.BASE_DIR / "templates" / "correspondence" / "mail.html"  # no page: it brings its styles along
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        if template == a_mail:
            continue
        text = template.read_text("utf-8")
        # A block of data is no script: nothing in it is run.
        own = re.findall(
            r"<script(?![^>]* (?:src=|type=\"application/json\"))|<style|\sstyle=|\son\w+=|hx-on|javascript:", text
        )
        if own:
            found[template.name] = own
    assert found == {}


def test_every_fragment_says_first_what_it_needs():
    silent = [
        template.name
        for template in (settings.BASE_DIR / "templates").rglob("_*.html")
        if not re.match(r"\{(#|% comment %\}).*", template.read_text("utf-8"))
    ]
    assert silent == []
