"""What the pages say of links between accounts and the register."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from lyhord.accounts.domain.roles.second_person import AboutOneself
from lyhord.accounts.domain.roles.words import SETTLING_REFUSALS, why_not
from lyhord.people.domain import links
from lyhord.people.domain.registers import Row
from lyhord.people.domain.working_time import primary_employment
from lyhord.people.models import Employee

REFUSALS = (
    *SETTLING_REFUSALS,
    links.AccountTaken,
    links.AlreadyProposed,
    links.RowNotFree,
)


def why_not_linked(error: Exception) -> str:
    """Return the refusal in a sentence that says what to do instead."""
    words: dict[type[Exception], str] = {
        links.AccountTaken: _("Kontot kan inte logga in, eller är redan kopplat. Ta bort den kopplingen först."),
        links.AlreadyProposed: _("Någon har redan föreslagit ett konto för personen. Bestäm om det först."),
        AboutOneself: _("Vem du själv är bestämmer två andra."),
        links.RowNotFree: _("Personen har slutat eller har ett konto, eller så saknar kontot en roll i nämnden."),
    }
    return words.get(type(error)) or why_not(error)


def told_of(row: Row, today: dt.date) -> str:
    """Return what tells one person from another of the same name: number and workplace, or where a trainer starts."""
    if not isinstance(row, Employee):
        return " · ".join(filter(None, [row.name, row.key, row.base, str(row.owner)]))
    primary = primary_employment(list(row.employments.all()), today)
    return " · ".join(filter(None, [row.name, row.key, row.role_title, primary.place.name if primary else ""]))
