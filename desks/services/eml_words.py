"""The words of a mail: a page reduced to them, and what its sender says without what it repeats of other mails."""

import html.parser
import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
APART = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "blockquote"}
UNSEEN = {"script", "style", "head", "title"}
# The lines that say whose a repeated mail was, and when. A program writes them in one go, or one beneath the other.
HEADERS = r"""
    \*?(?:From|De):[^\n]*\n+(?:\*?(?:To|Para|Cc|Subject|Asunto):[^\n]*\n+){0,3}
    \*?(?:Sent|Date|Enviado(?:\ el)?|Fecha):
"""
WHO_WROTE = r"""
    (?:On|El)\ [^\n]{0,200}\ (?:wrote|escribió):$
    |(?:On|El)\ (?=[^\n]{0,200}[\d@])[^\n]++\n(?:[^\n]++\n)?(?:[^\n]{0,200}\ )?(?:wrote|escribió):$
"""
FORWARDED = r"""
    (?:-{2,}\ ?)?(?:(?:Begin\ )?forwarded\ message|(?:Inicio\ del\ )?mensaje\ reenviado)(?:\ ?-{2,}|:)$
"""
FLAGS = re.MULTILINE | re.IGNORECASE | re.VERBOSE
# What an answer repeats of the mail that it answers begins here: a mark, or the lines that say whose that was and when.
REPEATED = re.compile(
    rf"^(?:>|{WHO_WROTE}|-{{2,}}\ ?(?:Original\ Message|Mensaje\ original)|{FORWARDED}|_{{10,}}$|{HEADERS})", FLAGS
)
FORWARD_MARK = re.compile(rf"\s*(?:{FORWARDED}|_{{10,}}$)", FLAGS)
FORWARDING = re.compile(r"\s*(?:fwd?|rv|reenv(?:iado|ío)?)\s*:", re.IGNORECASE)
ONE_HEADER = re.compile(
    r"""\s*\*?(?:From|To|Cc|Subject|Date|Sent|Reply-To|De|Para|Asunto|Fecha|Enviado(?:\ el)?|Responder\ a):
    [^\n]*(?:(?<=,)\n[^\n]+)*(?:\n|$)""",
    re.IGNORECASE | re.VERBOSE,
)
QUOTED = re.compile(r"(?:^>.*(?:\n+|$))+", re.MULTILINE)
QUOTING = re.compile(rf"(?:(?:{WHO_WROTE})\s*)?(?=>)", FLAGS)


def said_in(text, *, subject=""):
    """What the sender of a mail says: what stands above the mail that it repeats.

    Where nothing does: of a mail that is passed on, what it passes on; of an answer beneath quoted lines or between
    them, what is not quoted. Where the repeated mail is not marked line by line, nothing tells its words from an
    answer's, and none are taken.
    """
    repeated = REPEATED.search(text)
    if repeated is None:
        return text.strip()
    above, rest = text[: repeated.start()].strip(), text[repeated.start() :]
    if above:
        return above
    mark = FORWARD_MARK.match(rest)
    if FORWARDING.match(subject) or mark and not mark[0].strip().startswith("_"):
        return _passed_on(rest[mark.end() :] if mark else rest)
    quoting = QUOTING.match(rest)
    return said_in(QUOTED.sub("", rest[quoting.end() :])) if quoting else ""


def _passed_on(text):
    if text.lstrip().startswith(">"):
        # So some programs mark what they forward, too.
        text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
    while header := ONE_HEADER.match(text):
        text = text[header.end() :]
    return said_in(text)


def words_of_page(page):
    """The words of a page of HTML, its blocks on lines of their own, what it quotes behind ">"."""
    reduced = _Text()
    reduced.feed(page)
    reduced.close()
    return reduced.text


def one_line(text):
    """A text as one line, without what is not written: no database keeps all of that."""
    return CONTROL.sub("", " ".join(text.split()))


class _Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._unseen = 0
        self._quoting = []

    def handle_starttag(self, tag, attrs):
        # A head that nobody closed ends where the body begins.
        self._unseen = 0 if tag == "body" else self._unseen + (tag in UNSEEN)
        if tag == "blockquote":
            # Others indent their own words by it.
            self._quoting.append(("type", "cite") in attrs or "quote" in (dict(attrs).get("class") or ""))
        self._break(tag in APART)

    def handle_endtag(self, tag):
        self._unseen = max(0, self._unseen - (tag in UNSEEN))
        if tag == "blockquote" and self._quoting:
            self._quoting.pop()
        self._break(tag in APART and tag != "br")

    def handle_data(self, data):
        if not self._unseen:
            self.text += " ".join(data.split("\n"))

    def _break(self, needed):
        if needed:
            self.text += "\n" + "> " * any(self._quoting)
