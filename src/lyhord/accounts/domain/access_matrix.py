"""The access matrix: every action with the roles that hold it, every address with the action it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from lyhord.accounts.enums import Role
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.permissions import registered_actions, rule_for

PUBLIC = "public"


def addresses() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every address of the site, as Django writes it, with its view."""
    yield from _within(get_resolver().url_patterns, "/")


def _within(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _within(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def mark_of(view: Callable[..., Any]) -> str | None:
    """Return the action that the view asks for, `PUBLIC`, or None when it says nothing."""
    if getattr(view, "is_public", False):
        return PUBLIC
    action: str | None = getattr(view, "action", None)
    return action


def as_markdown() -> str:
    """Return the page docs/access-matrix.md."""
    roles = list(Role)
    lines = [
        "# Access matrix",
        "",
        "Written by `script/fix` from the code; a test tells when it is out of date. A dot says that the role holds",
        "the action; which rows it reaches is said in the area's `permissions.py`. What is not here cannot be done.",
        "",
        "## Actions and roles",
        "",
        "| action | " + " | ".join(role.value.replace("_", " ") for role in roles) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for action in registered_actions():
        dots = ["●" if role in rule_for(action).roles else " " for role in roles]
        lines.append(f"| `{action}` | " + " | ".join(dots) + " |")
    lines += ["", "## Addresses", "", "| address | asks for |", "|---|---|"]
    lines += [
        f"| `{address}` | {_as_word(mark_of(view))} |" for address, view in sorted(addresses(), key=lambda a: a[0])
    ]
    return "\n".join(lines) + "\n"


def _as_word(mark: str | None) -> str:
    words = {PUBLIC: "nothing: open to anybody", SIGNED_IN: "being signed in", None: "**unmarked**"}
    return words.get(mark, f"`{mark}`")
