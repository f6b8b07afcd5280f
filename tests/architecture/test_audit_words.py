"""Every action that the source writes to the log has a sentence for those who read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit.words import FORMER, SENTENCES, sentence_of
from lyhord.programme.enums import DecisionState
from tests.architecture.repository import python_files, read

WRITERS = {"record", "record_for_boards"}
"""Functions that take an action as their first argument."""
PASSED_ON = {
    ("lyhord/accounts/domain/audit/recording.py", "action"),
}
"""Where such a function hands its own argument on: its callers are looked at instead."""
FORMED = {"programme.note_": DecisionState.values}
"""Beginning of an action that is put together → what may follow."""


class CannotTell(AssertionError):
    """The test cannot read which action is written: write it so that it can."""


def recorded(source: str, name: str) -> Iterator[str]:
    """Yield the actions that a module writes."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        is_written = isinstance(node, ast.Call) and _name(node.func) in WRITERS and node.args
        if is_written and (name, _name(node.args[0])) not in PASSED_ON:
            yield from _values(node.args[0], tree, name)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _values(node: ast.expr, tree: ast.Module, name: str) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body, tree, name)
        yield from _values(node.orelse, tree, name)
    elif isinstance(node, ast.Attribute) and _name(node.value) == "audit":
        yield getattr(audit, node.attr)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        beginning = node.values[0].value
        if beginning not in FORMED:
            raise CannotTell(f"{name}:{node.lineno}")
        yield from (beginning + end for end in FORMED[beginning])
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value, tree, name)
    elif isinstance(node, ast.Subscript):
        yield from _values(node.value, tree, name)
    elif isinstance(node, ast.Name):
        yield from _assigned(node, tree, name)
    else:
        raise CannotTell(f"{name}:{node.lineno}")


def _assigned(wanted: ast.Name, tree: ast.Module, name: str) -> Iterator[str]:
    found = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == wanted.id:
                    found = True
                    yield from _values(node.value, tree, name)
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    for part, value in zip(target.elts, node.value.elts, strict=True):
                        if _name(part) == wanted.id:
                            found = True
                            yield from _values(value, tree, name)
    if not found:
        raise CannotTell(f"{name}:{wanted.lineno}")


def all_recorded() -> set[str]:
    modules = [path for path in python_files("src") if not {"migrations", "views"} & set(path.parts)]
    return {
        action
        for path in modules
        if "audit" in (text := read(path) or "") or "record_for_boards" in text
        for action in recorded(text, str(path.relative_to("src")))
    }


def test_every_recorded_action_has_a_sentence_and_every_sentence_an_action() -> None:
    found = all_recorded()
    assert len(found) > 80 and {audit.DENIED, audit.EXPORTED, "accounts.decline_grant"} <= found
    assert sorted(found - set(SENTENCES)) == []
    assert sorted(set(SENTENCES) - found - FORMER) == []


def test_no_two_actions_are_told_alike_and_none_as_its_code() -> None:
    with translation.override("sv"):
        told = [sentence_of(action) for action in SENTENCES]
    assert len(set(told)) == len(told)
    assert not [text for text in told if "." in text or "_" in text]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('record("a.b", actor=None)', ["a.b"]),
        ('audit.record("a.b" if x else "a.c")', ["a.b", "a.c"]),
        ('ACTS = {1: "a.b", 2: "a.c"}\nrecord_for_boards(ACTS[1], actor=None)', ["a.b", "a.c"]),
        ("audit.record(audit.READ)", [audit.READ]),
        ('action = "a.b"\naudit.record(action)', ["a.b"]),
    ],
)
def test_the_search_reads_how_actions_are_written(source: str, found: list[str]) -> None:
    assert list(recorded(source, "x.py")) == found


@pytest.mark.parametrize("source", ["record(something)", "record(act())", 'record(f"a.{x}")'])
def test_an_action_that_cannot_be_read_is_a_fault(source: str) -> None:
    with pytest.raises(CannotTell):
        list(recorded(source, "x.py"))
