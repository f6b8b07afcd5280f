"""Every page and file that the log can name is called something that its readers understand."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from lyhord.accounts.domain.audit.pages import PAGES, page_of
from tests.architecture.repository import python_files, read


def pages_that_name_others() -> set[str]:
    """Return the names of the views that call `log_read`, themselves or through functions of their module."""
    return {name for name, view in _views(get_resolver().url_patterns, ()) if _name_of(view) in _readers_beside(view)}


def _views(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            within = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _views(pattern.url_patterns, within)
        else:
            yield ":".join([*spaces, pattern.name or ""]), inspect.unwrap(pattern.callback)


def _name_of(view: object) -> str:
    return str(getattr(getattr(view, "view_class", view), "__name__", ""))


def _readers_beside(view: object) -> set[str]:
    return readers(inspect.getsource(sys.modules[view.__module__]))


def readers(source: str) -> set[str]:
    """Return the functions and classes of a module that come to call `log_read`."""
    called = {
        node.name: {_called(part) for part in ast.walk(node) if isinstance(part, ast.Call)}
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    found: set[str] = {"log_read"}
    while new := {name for name, calls in called.items() if calls & found} - found:
        found |= new
    return found - {"log_read"}


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def pages_named_in_the_source() -> set[str]:
    """Return the views that are written out as an argument: files, and what is logged beside `log_read`."""
    found = set()
    for path in python_files("src"):
        for node in ast.walk(ast.parse(read(path) or "")):
            if isinstance(node, ast.keyword) and node.arg == "view" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
    return found


def test_every_page_that_names_others_and_every_file_has_a_name_and_every_name_a_page() -> None:
    found = pages_that_name_others()
    assert len(found) > 50 and {"people:employee-list", "home:start", "accounts:account-close"} <= found
    assert sorted((found | pages_named_in_the_source()) - set(PAGES)) == []
    assert sorted(set(PAGES) - found - pages_named_in_the_source()) == []


def test_a_reader_is_found_through_another_function_and_nobody_else_is() -> None:
    source = "def a(r):\n  log_read(r)\ndef b(r):\n  return a(r)\ndef c(r):\n  pass\n"
    assert readers(source) == {"a", "b"}


def test_no_two_pages_are_called_alike_and_none_by_its_code() -> None:
    with translation.override("sv"):
        told = [page_of(view) for view in PAGES]
    assert len(set(told)) == len(told)
    assert not [text for text in told if ":" in text or "_" in text]


@pytest.mark.parametrize(
    ("view", "called"),
    [
        ("places:place-edit", "/traffpunkter/…/andra/"),
        ("accounts:own-log", "/konto/min-logg/"),
        ("places:gone", "places:gone"),
        ("gone:gone", "gone:gone"),
        ("", ""),
    ],
)
def test_page_that_only_refuses_is_told_by_its_address(view: str, called: str) -> None:
    assert page_of(view) == called
