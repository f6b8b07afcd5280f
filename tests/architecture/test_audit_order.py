"""The event comes last in an act: whoever has written one holds the log's lock until the commit.

A row that is locked after it makes two acts wait for each other. The source is read, never run: which functions write
to the log, which lock rows, and in which order they are called, through functions of any area.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.architecture.repository import ROOT

SOURCE = ROOT / "src"
RECORD = "lyhord.accounts.domain.audit.recording.record"
LOCKING = {
    "bulk_create",
    "bulk_update",
    "create",
    "create_user",
    "delete",
    "get_or_create",
    "save",
    "select_for_update",
    "update",
    "update_or_create",
}
"""Methods of rows and querysets that lock rows, by name."""

EXAMPLE = "The example is loaded into an empty database that nobody uses."
AT_INSTALLATION = "Nobody else is there yet."
OWN_TRANSACTIONS = "Each step is a transaction of its own."
HELD_BEFORE = "The rows that others may want are locked before the first event."
ITS_OWN_ROWS = "What it writes then are rows that it has just made, which nobody else sees."
RARE = "Only a first sign-in. Should two acts wait for each other, PostgreSQL ends one of them whole, within a second."
COMPOSED = {
    "lyhord.accounts.domain.roles.access_checks.decide_check": HELD_BEFORE,
    "lyhord.accounts.domain.roles.access_checks.sweep_access_checks": OWN_TRANSACTIONS,
    "lyhord.accounts.domain.roles.claim_rules.apply_rules": HELD_BEFORE,
    "lyhord.accounts.domain.roles.claim_rules.end_rule": HELD_BEFORE,
    "lyhord.accounts.domain.sign_in.identity._first_time": ITS_OWN_ROWS,
    "lyhord.accounts.domain.sign_in.identity._user_of": RARE,
    "lyhord.accounts.domain.sign_in.identity.user_of": OWN_TRANSACTIONS,
    "lyhord.accounts.domain.installation.install": AT_INSTALLATION,
    "lyhord.accounts.domain.offboarding._end_what_is_had": HELD_BEFORE,
    "lyhord.accounts.domain.offboarding.close_account": HELD_BEFORE,
    "lyhord.accounts.domain.retention.passes.run_pass": OWN_TRANSACTIONS,
    "lyhord.accounts.domain.roles.grants.end_grant": HELD_BEFORE,
    "lyhord.coverage.domain.offering.offer_for": OWN_TRANSACTIONS,
    "lyhord.coverage.domain.offering.offer_next_times": OWN_TRANSACTIONS,
    "lyhord.home.domain.demo._make_board": EXAMPLE,
    "lyhord.home.domain.demo._make_modules": EXAMPLE,
    "lyhord.home.domain.demo._say_what_is_required": EXAMPLE,
    "lyhord.home.domain.demo.load_demo": EXAMPLE,
    "lyhord.home.domain.demo_people.add_users": EXAMPLE,
    "lyhord.home.domain.example._read_in": EXAMPLE,
    "lyhord.imports.domain.runs.forget_undecided": OWN_TRANSACTIONS,
    "lyhord.messaging.domain.sending.send_due": OWN_TRANSACTIONS,
    "lyhord.people.domain.link_rules._link": HELD_BEFORE,
    "lyhord.planning.domain.drafts.adopt_draft": HELD_BEFORE,
    "lyhord.planning.domain.drafts.replan_from_replies": HELD_BEFORE,
    "lyhord.planning.domain.owned.end_addresses": HELD_BEFORE,
    "lyhord.planning.domain.runs.claim_next": OWN_TRANSACTIONS,
    "lyhord.planning.domain.runs.execute": OWN_TRANSACTIONS,
    "lyhord.planning.domain.runs.work_off_queue": OWN_TRANSACTIONS,
    "lyhord.programme.domain.decisions.note_partner_decision": ITS_OWN_ROWS,
    "lyhord.training.domain.certificates.by_itself.issue_due": OWN_TRANSACTIONS,
    "lyhord.training.domain.certificates.issuing.issue_all": OWN_TRANSACTIONS,
}
"""Act that is composed of other acts → why what is written after its first event makes nobody wait."""


type Call = tuple[int, str]


@dataclass
class Function:
    """ways: what it calls, with the line, on each way through it to a return. repeated: calls in a loop."""

    name: str
    ways: list[list[Call]] = field(default_factory=list)
    repeated: set[Call] = field(default_factory=set)

    @property
    def calls(self) -> set[str]:
        return {called for way in self.ways for _line, called in way}


def functions() -> dict[str, Function]:
    found: dict[str, Function] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"migrations", "views", "views.py"}.intersection(path.parts):  # a view has no transaction
            for function in _of_module(path):
                found[function.name] = function
    return found


def _of_module(path: Path) -> Iterator[Function]:
    module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.name: f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            function = Function(f"{module}.{node.name}")
            function.ways.append(_read(node.body, [], names, function, is_repeated=False))
            yield function


def _read(
    nodes: Iterable[ast.AST], way: list[Call], names: dict[str, str], into: Function, *, is_repeated: bool
) -> list[Call]:
    """Return the way with what the nodes call; branches that return are ways of their own."""
    for node in nodes:
        if isinstance(node, ast.If | ast.ExceptHandler) and isinstance(node.body[-1], ast.Return | ast.Raise):
            head = [node.test] if isinstance(node, ast.If) else []
            way = _read(head, way, names, into, is_repeated=is_repeated)
            into.ways.append(_read(node.body, list(way), names, into, is_repeated=is_repeated))
            way = _read(getattr(node, "orelse", []), way, names, into, is_repeated=is_repeated)
            continue
        in_loop = is_repeated or isinstance(node, ast.For | ast.While)
        way = _read(ast.iter_child_nodes(node), way, names, into, is_repeated=in_loop)
        if isinstance(node, ast.Call) and (called := _called(node.func, names)):
            way = [*way, (node.lineno, called)]
            if is_repeated:
                into.repeated.add((node.lineno, called))
    return way


@cache
def _passed_on() -> dict[str, str]:
    """Return the names that a package passes on from its modules, with where they are from."""
    found: dict[str, str] = {}
    for path in SOURCE.rglob("__init__.py"):
        package = ".".join(path.parent.relative_to(SOURCE).parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom):
                found |= {f"{package}.{alias.name}": f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _called(function: ast.expr, names: dict[str, str]) -> str:
    """Return the full name of a function where it is written, or ".name" for a method."""
    name = _name(function, names)
    return _passed_on().get(name, name)


def _name(function: ast.expr, names: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return names.get(function.id, "")
    if isinstance(function, ast.Attribute):
        is_module = isinstance(function.value, ast.Name) and function.value.id in names
        full = f"{names[function.value.id]}.{function.attr}" if is_module else ""  # type: ignore[attr-defined]  # a name
        return full if full.startswith("lyhord.") and full.rsplit(".", 1)[0][-1].islower() else f".{function.attr}"
    return ""


def _all_that(found: dict[str, Function], first: set[str]) -> set[str]:
    """Return the calls of `first`, and the functions that make one, themselves or through others."""
    reached, is_growing = set(first), True
    while is_growing:
        new = {f.name for f in found.values() if f.name not in reached and f.calls & reached}
        reached |= new
        is_growing = bool(new)
    return reached


def late(found: dict[str, Function]) -> dict[str, list[str]]:
    """Return what locks rows after an event, by function."""
    recording = _all_that(found, {RECORD})
    locking = _all_that({n: f for n, f in found.items() if n != RECORD}, {f".{name}" for name in LOCKING})
    faults: dict[str, list[str]] = {}
    for function in found.values():
        after = {call for way in function.ways for call in _after_first(way, recording) if call[1] in locking}
        after |= {call for call in function.repeated if call[1] in recording & locking}
        if function.name != RECORD and after:
            faults[function.name] = [f"line {line}: {called}" for line, called in sorted(after)]
    return faults


def _after_first(way: list[Call], recording: set[str]) -> list[Call]:
    first = next((place for place, call in enumerate(way) if call[1] in recording), len(way))
    return way[first + 1 :]


def test_nothing_is_locked_after_the_event_but_in_acts_that_are_composed_of_others() -> None:
    found = functions()
    assert RECORD in found
    assert {name: calls for name, calls in late(found).items() if name not in COMPOSED} == {}


def test_what_is_listed_as_composed_is_so() -> None:
    assert set(COMPOSED) - set(late(functions())) == set()


def test_wrong_order_is_found() -> None:
    """The test itself can fail: directly, through a function, and in a loop."""
    act = Function("act", [[(1, RECORD), (2, ".save")]])
    inner = Function("inner", [[(1, ".save"), (2, RECORD)]])
    outer = Function("outer", [[(1, "inner"), (2, "inner")]])
    loop = Function("loop", [[(1, "inner")]], {(1, "inner")})
    found = {f.name: f for f in (act, inner, outer, loop, Function(RECORD, [[(1, ".save")]]))}
    assert set(late(found)) == {"act", "outer", "loop"}
