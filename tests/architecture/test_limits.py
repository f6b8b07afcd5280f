"""A view that takes a credential, or is dear to answer, is counted. Found by what it calls, not by a list of views."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType
from typing import Any

import pytest
from django import forms

from lyhord.accounts.access import public
from lyhord.accounts.domain import limits
from lyhord.accounts.domain.access_matrix import addresses
from lyhord.accounts.domain.sign_in import codes as sign_in_codes
from lyhord.accounts.domain.sign_in import second_factor
from lyhord.accounts.domain.sign_in.identity import user_of
from lyhord.accounts.forms.second_factor import CredentialField, OwnPasswordForm
from lyhord.accounts.views.second_factor import too_many_failures
from lyhord.home.domain.search import search
from lyhord.imports.domain.runs import take_in
from lyhord.planning.domain.feeds import feed_file
from lyhord.planning.domain.runs import queue_run
from lyhord.web import downloads

VIEWS = sorted(addresses(), key=lambda pair: pair[0])
DEAR: tuple[Any, ...] = (
    *(downloads.json_file, downloads.pdf_file, downloads.xlsx_file, downloads.zip_file, feed_file),
    *(queue_run, search, take_in),
    *(second_factor.check_code, second_factor.check_passkey, sign_in_codes.redeem_code, user_of),
)
"""What is dear to answer, or says who somebody is. A form with a password or a passkey is found by its fields."""
COUNTING: tuple[Any, ...] = (limits.take, limits.take_named, too_many_failures)
"""too_many_failures: after five the session is gone."""


def reached(start: Callable[..., Any]) -> set[Any]:
    """Return the functions and classes that a view calls, and those that they call in turn, within the site."""
    found: set[Any] = set()
    waiting: list[Any] = [getattr(start, "view_class", None) or inspect.unwrap(start)]
    while waiting:
        thing = waiting.pop()
        if thing not in found:
            found.add(thing)
            waiting += _named(thing) if isinstance(thing, FunctionType) else _members(thing)
    return found


def _members(kind: type) -> Iterator[Any]:
    """Return the functions of a class that are the site's own, and its form."""
    for one in kind.__mro__:
        yield from (thing for thing in vars(one).values() if isinstance(thing, FunctionType))
    yield from filter(None, [getattr(kind, "form_class", None)])


def _is_ours(thing: Any) -> bool:
    if isinstance(thing, FunctionType):  # not what dataclasses make: that stands in no file of the site's
        return "/src/lyhord/" in thing.__code__.co_filename or thing.__code__.co_filename == __file__
    return isinstance(thing, type) and thing.__module__.startswith("lyhord.")


@cache
def _named(function: FunctionType) -> frozenset[Any]:
    """Return the functions and classes of the site that the function names, without their decorators."""
    if not _is_ours(function):
        return frozenset()
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    names = {name: thing for name, thing in function.__globals__.items() if name not in function.__code__.co_varnames}
    things = (_thing(node, names) for node in ast.walk(tree))
    return frozenset(filter(_is_ours, (inspect.unwrap(thing) for thing in things if callable(thing))))


def _thing(node: ast.AST, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(names.get(node.value.id), node.attr, None)
    return None


def _asks_for_secret(thing: Any) -> bool:
    """Tell whether it is a form in which somebody shows who they are."""
    fields = getattr(thing, "base_fields", {}).values()
    return any(isinstance(field.widget, forms.PasswordInput) or isinstance(field, CredentialField) for field in fields)


def needs_limit(view: Callable[..., Any]) -> bool:
    dear = {inspect.unwrap(thing) for thing in DEAR}
    return any(thing in dear or _asks_for_secret(thing) for thing in reached(view))


def is_counted(view: Callable[..., Any]) -> bool:
    counting = {inspect.unwrap(thing) for thing in COUNTING}
    return hasattr(view, "limit") or bool(counting & reached(view))


@pytest.mark.parametrize(("address", "view"), VIEWS, ids=[address for address, _view in VIEWS])
def test_view_that_takes_a_credential_or_is_dear_is_counted(address: str, view: Callable[..., Any]) -> None:
    assert is_counted(view) or not needs_limit(view), f"{address} asks for @limited"


@public
def _guessing(request: Any) -> None:
    _deeper(request)


def _deeper(request: Any) -> None:
    OwnPasswordForm(request.POST, user=request.user)


def test_one_that_forgets_it_is_found() -> None:
    assert needs_limit(_guessing)
    assert not is_counted(_guessing)


def test_many_views_are_found_to_need_it() -> None:
    assert len({view for _address, view in VIEWS if needs_limit(view)}) > 15
