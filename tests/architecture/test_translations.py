"""Every Swedish text has an English translation, and no Swedish text escapes being translated."""

from __future__ import annotations

import ast
import re

from tests.architecture.messages import KEYWORDS, faults, template_catalogue
from tests.architecture.repository import python_files, read, templates

SWEDISH = re.compile(r"[åäöÅÄÖ]")
NOT_SHOWN = re.compile(
    r"src/lyhord/("
    r"imports/.*|\w+/domain/import_\w+\.py|places/domain/lookup\.py"  # headings of spreadsheets are read, not shown
    r"|common/sorting\.py"  # letters
    r"|training/domain/(scenarios|curriculum)/words\.py"  # what one writes in the texts of the training
    r"|web/(catalogue\w*|samples)\.py|home/templates/home/patterns\.html"  # the pattern page, for those who build
    r"|home/domain/example\.py"  # the name of a row
    r"|accounts/management/commands/init\.py"  # names in examples
    r")"
)
"""Where Swedish words need no translation."""


def test_catalogue_is_complete() -> None:
    assert faults() == []


def test_the_search_finds_texts_in_code_and_templates() -> None:
    places = {location[0].rsplit(".", 1)[1] for message in template_catalogue() for location in message.locations}
    assert places == {"py", "html"}
    assert len(template_catalogue()) > 300


def _untranslatable(tree: ast.AST) -> list[tuple[int, str]]:
    """Return the Swedish strings that stand outside both docstrings and calls that translate."""
    shielded: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in KEYWORDS:
            shielded |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            shielded.add(id(node.value))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in shielded
        and SWEDISH.search(node.value)
    ]


def test_no_swedish_string_in_code_escapes_translation() -> None:
    found = []
    for path in python_files("src"):
        if path.parts[1] == "lyhord" and not NOT_SHOWN.fullmatch(str(path)):
            found += [f"{path}:{line}: {text!r}" for line, text in _untranslatable(ast.parse(read(path) or ""))]
    assert found == []


def test_no_text_in_templates_escapes_translation() -> None:
    """Looks for Swedish letters outside tags; other words are found by the eye."""
    found = []
    for path in (path for path in templates() if not NOT_SHOWN.fullmatch(str(path))):
        text = re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}", "", read(path) or "", flags=re.DOTALL)
        text = re.sub(r"\{% blocktrans.*?endblocktrans\w* %\}", "", text, flags=re.DOTALL)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
        text = text.replace("Lyhörd", "")  # the name of the product is the same in every language
        if match := SWEDISH.search(text):
            found.append(f"{path}: {text[max(0, match.start() - 30) : match.end() + 30]!r}")
    assert found == []


def test_translating_calls_hold_plain_strings() -> None:
    """An f-string or a variable cannot be extracted, so it would stay Swedish."""
    found = []
    for path in python_files("src"):
        for node in ast.walk(ast.parse(read(path) or "")):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
            if is_call and node.args and not isinstance(node.args[0], ast.Constant):
                found.append(f"{path}:{node.lineno}")
    assert found == []
