"""What the system itself gives as a reason goes into a history in both languages: `networks.reasons`."""

import ast

import pytest

from tests.house.test_the_day import ROOT, code

WORDED = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
REASONS = {"reason", "default_change_reason", "_change_reason", "history_change_reason"}


def reasons_in(tree):
    """What is given, in any way, as the reason of a change."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (given.value for given in node.keywords if given.arg in REASONS)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in pairs if isinstance(key, ast.Constant) and key.value in REASONS)
        elif isinstance(node, ast.FunctionDef):
            for step in ast.walk(node):
                targets = step.targets if isinstance(step, ast.Assign) else []
                if any(getattr(one, "id", getattr(one, "attr", "")) in REASONS for one in targets):
                    yield step.value


def worded_here(node):
    """The calls of gettext in an expression that no `in_both_languages` surrounds."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "in_both_languages":
            return
        if node.func.id in WORDED:
            yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from worded_here(child)


def lines_in_one_language(text):
    return sorted({line for reason in reasons_in(ast.parse(text)) for line in worded_here(reason)})


def test_no_reason_is_worded_in_the_language_of_whoever_acts():
    found = {path.relative_to(ROOT): lines_in_one_language(path.read_text("utf-8")) for path in code()}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('save_recorded(row, by=by, reason=_("Filed"))', [1]),
        ('save_recorded(row, by=by, reason=reason.strip() or _("Filed"))', [1]),
        ('filed = {"default_change_reason": _("Filed") % values}', [1]),
        ('def file(row):\n    row._change_reason = gettext("Filed")', [2]),
        ('save_recorded(row, by=by, reason=in_both_languages(lambda: _("Filed")))', []),
        ('class Form:\n    reason = CharField(label=_("Why"))', []),
    ],
)
def test_it_finds_them(line, found):
    assert lines_in_one_language(line) == found
