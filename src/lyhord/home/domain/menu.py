"""The main menu: one table of what there is, and for each user what of it they may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.permissions import Anyone, can


@dataclass(frozen=True)
class Entry:
    """text: what the menu says. url_name: where it leads. action: who sees it; empty is everybody signed in.

    under: paths that also belong to the entry, besides those that begin with its own.
    """

    text: str | Promise
    url_name: str
    action: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuLink:
    """An entry for one user on one page. is_this_page: the page itself; is_current: the page or one below it."""

    text: str | Promise
    url: str
    is_current: bool
    is_this_page: bool


ENTRIES = (Entry(_("Översikt"), "home:start"),)


def menu_for(user: Anyone, path: str) -> list[MenuLink]:
    """Return the entries that the user may open. Costs at most the one query for the user's grants."""
    if not user.is_authenticated:
        return []
    return [_link(entry, path) for entry in ENTRIES if not entry.action or can(user, entry.action)]


def _link(entry: Entry, path: str) -> MenuLink:
    url = reverse(entry.url_name)
    below = (url, *entry.under) if url != "/" else entry.under
    return MenuLink(
        text=entry.text,
        url=url,
        is_current=path == url or path.startswith(below or ("\0",)),
        is_this_page=path == url,
    )
