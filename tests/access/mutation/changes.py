"""What is made of a node of the source: a condition left out, a question to the policy not asked."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from typing import Any

NARROWING = {"filter", "exclude"}
OTHER_SIDE = {"__gt": "__gte", "__lte": "__lt", "__gte": "__gt", "__lt": "__lte"}
FOUND = ast.parse('__import__("django.shortcuts", fromlist=["_"]).get_object_or_404', mode="eval").body
"""What fetch() would do, asked nobody."""

type Change = Callable[[Any], ast.AST | None]
type Named = tuple[str, Change]


def questions(node: ast.AST) -> Iterator[Named]:
    """Yield how a question to the policy is left out: every row instead of the visible ones, and so on."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return
    name, count = node.func.id, len(node.args)
    if name == "visible" and count == 3:
        yield "every row is visible", lambda n: n.args[2]
    elif name == "fetch" and count == 4:
        yield "fetched without asking", lambda n: ast.Call(FOUND, [n.args[2]], [ast.keyword("pk", n.args[3])])
    elif name == "can":
        yield "anybody can", lambda _: ast.Constant(True)
        if count == 3:
            yield "can, to something", lambda n: ast.Call(n.func, n.args[:2], [])
    elif name == "grants_of" and count > 1:
        yield "grants in any role", lambda n: ast.Call(n.func, n.args[:1], [ast.keyword("on", a) for a in n.args[2:]])
    elif name == "with_roles":
        yield "grants in any role", lambda n: n.args[0]


def conditions(node: ast.AST) -> Iterator[Named]:
    """Yield how a condition is left out, or let through at the other side of its limit."""
    match node:
        case ast.BinOp(op=ast.BitOr() | ast.BitAnd()):
            yield "left side alone", lambda n: n.left
            yield "right side alone", lambda n: n.right
        case ast.AugAssign(op=ast.BitOr() | ast.BitAnd()):
            yield "not added", lambda _: ast.Pass()
        case ast.If() | ast.IfExp():
            yield "if always", functools.partial(_with_test, value=True)
            yield "if never", functools.partial(_with_test, value=False)
        case ast.UnaryOp(op=ast.Invert() | ast.Not()):
            yield "not negated", lambda n: n.operand
        case ast.comprehension() if node.ifs:
            yield "without the condition", lambda n: ast.comprehension(n.target, n.iter, [], n.is_async)
        case ast.BoolOp():
            for i, part in enumerate(node.values):
                yield f"without {ast.unparse(part)}", functools.partial(_without_value, i=i)
        case _:
            yield from filters(node)


def filters(node: ast.AST) -> Iterator[Named]:
    """Yield how a filter of rows, or a part of one, is left out."""
    match node:
        case ast.Call(func=ast.Attribute(attr=attr)) if attr in NARROWING:
            yield f"without .{attr}()", lambda n: ast.Call(ast.Attribute(n.func.value, "all", ast.Load()), [], [])
            yield from _arguments(node)
        case ast.Call(func=ast.Attribute(attr="Q") | ast.Name(id="Q")):
            yield from _arguments(node)


def _arguments(node: ast.Call) -> Iterator[Named]:
    """Yield a condition's arguments left out one at a time, when it has several, and limits moved by the least step."""
    if len(node.args) + len(node.keywords) > 1:
        for i, argument in enumerate(node.args):
            yield f"without {ast.unparse(argument)}", functools.partial(_without_argument, i=i)
        for i, keyword in enumerate(node.keywords):
            yield f"without {keyword.arg}", functools.partial(_without_keyword, i=i)
    for i, keyword in enumerate(node.keywords):
        for end, other in OTHER_SIDE.items():
            if keyword.arg and keyword.arg.endswith(end):
                changed = keyword.arg.removesuffix(end) + other
                yield f"{keyword.arg} as {other}", functools.partial(_with_name, i=i, name=changed)


def _with_test(node: Any, *, value: bool) -> ast.AST:
    return type(node)(ast.Constant(value), node.body, node.orelse)


def _without_value(node: ast.BoolOp, *, i: int) -> ast.AST:
    rest = node.values[:i] + node.values[i + 1 :]
    return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _without_argument(node: ast.Call, *, i: int) -> ast.AST:
    return ast.Call(node.func, node.args[:i] + node.args[i + 1 :], node.keywords)


def _without_keyword(node: ast.Call, *, i: int) -> ast.AST:
    return ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :])


def _with_name(node: ast.Call, *, i: int, name: str) -> ast.AST:
    keywords = list(node.keywords)
    keywords[i] = ast.keyword(name, keywords[i].value)
    return ast.Call(node.func, node.args, keywords)
