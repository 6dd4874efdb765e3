"""A mail's contents as plain text."""

import textwrap

from django.utils.translation import gettext as _

WIDTH = 76


def plain_text(page, words):
    """page: contents.Contents. words: texts.Words, filled. Paragraphs are folded, addresses never are."""
    blocks = [f"*** {page.sample} ***"] if page.sample else []
    blocks += _paragraphs(words.opening)
    if page.note:
        blocks += _paragraphs(page.note)
    if page.confirm:
        where = _("Sign in to confirm it:")
        blocks += [_folded(str(page.to_confirm)), f"{where}\n{page.confirm}"]
    for share in page.shares:
        if len(page.shares) > 1 or not page.is_for_a_delegation:
            blocks.append(f"{share.title}\n{'=' * len(share.title)}")
        for part in share.parts:
            blocks.append(f"{part.title}\n{'-' * len(part.title)}")
            blocks += [_line(line) for line in part.lines]
            if part.more:
                blocks.append(f"  … {part.more}")
        if share.address and page.is_for_a_delegation:
            pending = _("The pending matters %(of_delegation)s, without a password:") % {"of_delegation": share.of}
            where = _("Your answer, without a password:") if share.asks else pending
            blocks.append(f"{where}\n{share.address}")
        elif share.address:
            blocks.append(share.address)
    for block in page.blocks:
        blocks.append(f"{block.title}\n{'=' * len(block.title)}")
        blocks += [_item(sentence) for sentence in block.sentences]
        blocks.append(block.address)
    blocks += _paragraphs(words.closing)
    blocks.append(_foot(page))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _item(text):
    return textwrap.fill(text, WIDTH, initial_indent="* ", subsequent_indent="  ", break_long_words=False)


def _line(line):
    distance = f" ({line.distance})" if line.distance else ""
    details = [
        f"{line.due}{distance}" if line.due else _("no date"),
        line.meeting,
        *(part for part in (line.others, line.remark) if part),
    ]
    return "\n".join(
        [_item(f"{line.reference}  {line.what}"), textwrap.indent(_folded("; ".join(details), WIDTH - 2), "  ")]
    )


def _foot(page):
    rows = [
        (_("A colleague handles this:"), page.colleague),
        (_("How often you receive this:"), page.rhythm),
        (_("No longer receive these digests:"), page.unsubscribe),
    ]
    return "\n".join(["-- ", *(f"{label}\n{address}" for label, address in rows if address)]) if page.colleague else ""


def _paragraphs(text):
    return [
        _folded(" ".join(part.split())) if "\n" not in part.strip() else part.strip() for part in text.split("\n\n")
    ]


def _folded(text, width=WIDTH):
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
