"""Notes which of the places where something was changed a piece of work comes by: lines, actions asked for, views."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from lyhord.accounts.middleware import DenyByDefault
from lyhord.accounts.permissions import rule_for
from tests.access.mutation.source import functions_of

TOOL = 4
ASKED = {rule_for.__code__: ("action", "action"), DenyByDefault.process_view.__code__: ("view", "view")}
"""Which argument of a function tells what was asked for, and as what it is noted."""

type Touched = set[tuple[str, Any]]

_monitor = sys.monitoring
_touched: Touched = set()


@contextmanager
def tracing(paths: Iterable[str]) -> Iterator[None]:
    """Notice every line of the files' functions, and what is asked of the policy, until the end."""
    _monitor.use_tool_id(TOOL, "mutants")
    _monitor.register_callback(TOOL, _monitor.events.LINE, _on_line)
    _monitor.register_callback(TOOL, _monitor.events.PY_START, _on_start)
    codes = {code for path in paths for function in functions_of(path) for code in _all(function.__code__)}
    for code in codes | ASKED.keys():
        asked = _monitor.events.PY_START if code in ASKED else 0
        _monitor.set_local_events(TOOL, code, _monitor.events.LINE | asked)
    try:
        yield
    finally:
        _monitor.free_tool_id(TOOL)


@contextmanager
def noting() -> Iterator[Touched]:
    """Yield the set that fills with what is come by."""
    _touched.clear()
    _monitor.restart_events()
    yield _touched


def _all(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _all(const)


def _on_line(code: CodeType, line: int) -> Any:
    _touched.add((code.co_filename, line))
    return _monitor.DISABLE


def _on_start(code: CodeType, _offset: int) -> None:
    kind, argument = ASKED[code]
    asked = sys._getframe(1).f_locals[argument]
    _touched.add((kind, asked if isinstance(asked, str) else id(asked)))
