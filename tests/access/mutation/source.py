"""Mutants of the source: every condition of the policy left out, one at a time; every question to it not asked.

They are found in the syntax trees of the files, so that a new predicate or a new question brings its own mutants. The
changed code is put into the functions of the running program, wherever they are kept: in a registry, a decorator or
another module's names.
"""

from __future__ import annotations

import ast
import functools
import gc
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType

from tests.access.mutation.changes import Change, conditions, filters, questions

SOURCE = Path(__file__).parents[3] / "src" / "lyhord"
CORE = (
    "accounts/middleware.py",
    "accounts/models/grants.py",
    "accounts/permissions.py",
)
"""What the policy itself is made of, besides the files that register rules."""
READS_GRANTS = {"boards_of", "grants_of", "programmes_of", "still_crosses", "units_of"}
"""A function that calls one of these decides by itself who sees what: the filters of its rows are of the policy too."""

type Function = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True)
class SourceMutant:
    """One node of a file and what is made of it. name: stays the same when lines move. lines: where it is noticed."""

    path: Path
    node: int
    line: int
    name: str
    lines: frozenset[int]
    change: Change = field(repr=False)

    @property
    def where(self) -> str:
        return f"{self.path.relative_to(SOURCE.parents[1])}:{self.line}"

    @property
    def touched_by(self) -> frozenset[tuple[str, object]]:
        """What a test must have come by, to notice."""
        return frozenset((str(self.path), line) for line in self.lines)

    @contextmanager
    def mutated(self) -> Iterator[None]:
        """Put the changed code into the functions of the running program. Raises LookupError when none has it."""
        tree = ast.parse(_text(self.path))
        Replace(list(ast.walk(tree))[self.node], self.change).visit(tree)
        codes = {_key(c): c for c in _codes(compile(ast.fix_missing_locations(tree), str(self.path), "exec"))}
        swapped: list[tuple[FunctionType, CodeType]] = []
        for function in functions_of(str(self.path)):
            code, original = codes.get(_key(function.__code__)), function.__code__
            if code is not None and code != original and code.co_freevars == original.co_freevars:
                swapped.append((function, original))
                function.__code__ = code
        if not swapped:
            raise LookupError(f"{self.where}: {self.name} changes no function")
        try:
            yield
        finally:
            for function, original in swapped:
                function.__code__ = original


class Replace(ast.NodeTransformer):
    def __init__(self, node: ast.AST, change: Change) -> None:
        self.node, self.change = node, change

    def visit(self, node: ast.AST) -> ast.AST | None:
        if node is self.node:
            return self.change(node)
        self.generic_visit(node)
        return node


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _codes(const)


def functions_of(path: str) -> list[FunctionType]:
    """Return every function that was made from the file, wherever it is kept."""
    return _functions()[path]


@functools.cache
def _functions() -> dict[str, list[FunctionType]]:
    """Look through all that is in memory, once: forks that are made later find it done."""
    found: dict[str, list[FunctionType]] = defaultdict(list)
    gc.unfreeze()  # what the server's entry has set aside is not listed
    for it in gc.get_objects():
        # type() and not isinstance(): that would ask a lazy object of a page what it is, and so run its query
        if type(it) is FunctionType:
            found[it.__code__.co_filename].append(it)
    return found


@functools.cache
def source_mutants() -> tuple[SourceMutant, ...]:
    """Return every mutant of the source, file by file."""
    return tuple(
        mutant
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        for mutant in _mutants_of(path)
    )


def _mutants_of(path: Path) -> Iterator[SourceMutant]:
    text = _text(path)
    tree = ast.parse(text)
    numbers = {node: number for number, node in enumerate(ast.walk(tree))}
    name = path.relative_to(SOURCE).as_posix()
    is_policy = name in CORE or "\nregister(" in text
    seen: Counter[str] = Counter()
    for node, inside, lines in _nodes_in_functions(tree):
        changes = [*questions(node)]
        if is_policy:
            changes += conditions(node)
        elif any(_reads_grants(function) for function in inside):
            changes += filters(node)
        for what, change in changes:
            where = ".".join(getattr(function, "name", "lambda") for function in inside)
            said = f"{name} {where}: {what}: {_shortened(ast.unparse(node))}"
            seen[said] += 1
            yield SourceMutant(
                path=path,
                node=numbers[node],
                line=getattr(node, "lineno", min(lines)),
                name=said if seen[said] == 1 else f"{said} #{seen[said]}",
                lines=lines,
                change=change,
            )


def _nodes_in_functions(tree: ast.Module) -> Iterator[tuple[ast.AST, tuple[Function, ...], frozenset[int]]]:
    """Yield each node of a function's body, the functions around it, and the lines of the statement it is part of."""

    def walk(
        node: ast.AST, inside: tuple[Function, ...], lines: frozenset[int]
    ) -> Iterator[tuple[ast.AST, tuple[Function, ...], frozenset[int]]]:
        lines = _lines(node) or lines
        if inside:
            yield node, inside, lines
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            for part in node.body if isinstance(node, ast.FunctionDef) else [node.body]:
                yield from walk(part, (*inside, node), lines)
            return
        for child in ast.iter_child_nodes(node):
            if child is not getattr(node, "annotation", None):
                yield from walk(child, inside, lines)

    return walk(tree, (), frozenset())


def _lines(node: ast.AST) -> frozenset[int]:
    """Return the lines of a statement, without those of the statements in it."""
    if not isinstance(node, ast.stmt | ast.Lambda):
        return frozenset()
    inner = node.body if isinstance(node, ast.If | ast.For | ast.With | ast.Try | ast.FunctionDef) else []
    last = inner[0].lineno - 1 if inner else node.end_lineno or node.lineno
    return frozenset(range(node.lineno, max(node.lineno, last) + 1))


@functools.cache
def _reads_grants(function: Function) -> bool:
    calls = (n.func.id for n in ast.walk(function) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    return not READS_GRANTS.isdisjoint(calls)


def _shortened(text: str, width: int = 100) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
