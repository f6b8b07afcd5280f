"""The main menu: one table of what there is, and for each user what of it they may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import Role
from lyhord.accounts.permissions import Anyone, can, grants_of


@dataclass(frozen=True)
class Entry:
    """text: what the menu says. url_name: where it leads. action: who sees it; empty is everybody signed in.

    roles: when given, only these see it, of those who hold the action. under: paths that belong to the entry besides
    those that begin with its own.
    """

    text: str | Promise
    url_name: str
    action: str = ""
    roles: frozenset[Role] | None = None
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuLink:
    """An entry for one user on one page. is_this_page: the page itself; is_current: the page or one below it."""

    text: str | Promise
    url: str
    is_current: bool
    is_this_page: bool


STAFF = frozenset({Role.EMPLOYEE, Role.VOLUNTEER, Role.UNIT_MANAGER, Role.DEPUTY, Role.TRAINER, Role.ADVISER})
STAFF_KEEPERS = frozenset({Role.COORDINATOR, Role.UNIT_MANAGER, Role.DEPUTY})

WORKERS = frozenset({Role.EMPLOYEE, Role.VOLUNTEER, Role.UNIT_MANAGER, Role.DEPUTY})

MAIN = (
    Entry(_("Översikt"), "home:start", under=("/tackning/",)),
    Entry(_("Plan"), "planning:run-list", "planning.make_plan"),
    Entry(_("Kalender"), "planning:calendar", "planning.view_calendar"),
    Entry(_("Utbildning"), "training:session-list", "training.view_session"),
    Entry(_("Öva"), "practice:scenario-list", "training.practise", roles=STAFF),
    Entry(_("Besök"), "outreach:visit-list", "outreach.view_visit"),
    Entry(_("Träffpunkter"), "places:place-list", "places.view_place"),
    Entry(_("Personer"), "people:employee-list", "people.view_employee", roles=STAFF_KEEPERS, under=("/utbildare/",)),
    Entry(_("Beslut"), "programme:decision-list", "programme.view_decision"),
)
"""The main menu, in order."""

SETTINGS = (
    Entry(_("Utskick"), "messaging:outbox", "messaging.run_outbox"),
    Entry(_("Läs in filer"), "imports:import-list", "imports.read_in"),
    Entry(_("Roller"), "accounts:grant-list", "accounts.view_grants"),
    Entry(_("Konton och registret"), "people:link-list", "people.link_account"),
    Entry(_("Behörighetskontroll"), "accounts:check-list", "accounts.check_access"),
    Entry(_("Behörighetskontroller"), "accounts:round-list", "accounts.view_access_round"),
    Entry(_("Loggen"), "accounts:log-list", "accounts.view_log"),
    Entry(_("Organisation"), "accounts:board-list", "organisation.change_board"),
    Entry(_("Begäranden om personuppgifter"), "people:request-list", "people.answer_request"),
    Entry(_("Gallring"), "accounts:retention-list", "retention.keep_rules"),
    Entry(_("Mina uppgifter"), "accounts:own-extract"),
    Entry(_("Mina intyg"), "training:own-certificates", roles=WORKERS),
    Entry(_("Min logg"), "accounts:own-log"),
    Entry(_("Din inloggning"), "accounts:own-sign-in", under=("/konto/losenord/",)),
)
"""What one seldom does, behind one's own name."""


def menu_for(user: Anyone, path: str, entries: tuple[Entry, ...] = MAIN) -> list[MenuLink]:
    """Return the entries that the user may open. Costs at most the one query for the user's grants."""
    if not user.is_authenticated:
        return []
    return [_link(entry, path) for entry in entries if _is_open(entry, user)]


def _is_open(entry: Entry, user: Anyone) -> bool:
    if entry.roles is not None and not grants_of(user, entry.roles):
        return False
    return not entry.action or can(user, entry.action)


def _link(entry: Entry, path: str) -> MenuLink:
    url = reverse(entry.url_name)
    below = entry.under if url == "/" else (url, *entry.under)
    return MenuLink(
        text=entry.text,
        url=url,
        is_current=path == url or any(path.startswith(start) for start in below),
        is_this_page=path == url,
    )
