"""What somebody sees whose role has no work of its own on the start page: what the role will see, and whom to ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lyhord.accounts.enums import Role


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class Welcome:
    title: str
    lead: str
    links: tuple[Link, ...] = ()


def welcome(roles: Collection[Role]) -> Welcome:
    """Return the page for the first of the roles that has one; without any role, say whom to ask. No query."""
    for role in Role:
        if role in roles and role in _PAGES:
            return _PAGES[role]()
    if roles:
        return Welcome(
            _("Här är det tomt än så länge."),
            _("När något är bokat för dig syns det här. Undrar du över något? Fråga din chef eller samordnaren."),
        )
    return Welcome(
        _("Du har ingen roll här än."),
        _("Därför finns det inget att visa. Be din behörighetsadministratör om den roll du behöver."),
    )


def _access_administrator() -> Welcome:
    return Welcome(
        _("Du sköter vem som får göra vad."),
        _("Här lägger du till användare och roller, och avslutar dem när någon slutar."),
        (
            Link(_("Roller"), reverse("accounts:grant-list")),
            Link(_("Organisation"), reverse("accounts:board-list")),
        ),
    )


def _auditor() -> Welcome:
    return Welcome(
        _("Du granskar."),
        _("Allt som någon gör antecknas. Under Loggen ser du vem som har gjort vad i din nämnd."),
    )


def _operator() -> Welcome:
    return Welcome(
        _("Du sköter driften."),
        _("Du ser varken personer eller planer här. Drift, säkerhetskopior och loggar sköts på servern."),
    )


def _board_reader() -> Welcome:
    return Welcome(
        _("Här ser du de siffror som nämnden har fått."),
        _("Samordnaren eller nämndsekreteraren fryser läget när det är dags. Ett fryst läge ändras aldrig."),
        (Link(_("Nämndens beslut"), reverse("programme:decision-list")),),
    )


def _board_secretary() -> Welcome:
    return Welcome(
        _("Inget beslut är inskrivet än."),
        _("När samordnaren har skrivit in nämndens beslut ser du här hur långt satsningen har kommit."),
    )


def _adviser() -> Welcome:
    return Welcome(
        _("Du är rådgivare på Nexus."),
        _("Du behöver inte göra något här i dag. Frågor om planen svarar samordnaren på."),
    )


_PAGES = {
    Role.ACCESS_ADMINISTRATOR: _access_administrator,
    Role.BOARD_READER: _board_reader,
    Role.BOARD_SECRETARY: _board_secretary,
    Role.ADVISER: _adviser,
    Role.AUDITOR: _auditor,
    Role.SYSTEM_OPERATOR: _operator,
}
