"""Beside a role: who its holder is in the register. On the start page: what is missing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.duties import Duty
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.models.grants import GrantNote
from lyhord.accounts.permissions import boards_of, grants_of, rule_for, visible
from lyhord.people.domain.link_queries import lacking, waiting_links
from lyhord.people.domain.registers import REGISTERS
from lyhord.people.models import AccountLink

LINK, SETTLE = "people.link_account", "people.settle_link"


def link_notes(reader: User, grants: Sequence[RoleGrant], today: dt.date) -> Mapping[uuid.UUID, GrantNote]:
    """Return who each holder is in the register of the role's board, or that they are nobody. A query a register."""
    linking = boards_of(grants_of(reader, rule_for(LINK).roles))
    notes: dict[uuid.UUID, GrantNote] = {}
    for register in REGISTERS:
        asked = [grant for grant in grants if Role(grant.role) in register.roles]
        rows = register.model._default_manager.filter(user__in={grant.user_id for grant in asked}) if asked else ()
        row_of = {(row.user_id, row.owner_id): row for row in rows}
        for grant in asked:
            row = row_of.get((grant.user_id, grant.board_id))
            may_link = grant.board_id in linking and grant.user_id != reader.pk
            url = reverse("people:link-account", args=[grant.user_id]) if may_link else ""
            if row is not None:
                text = _("Kopplad till %(name)s, nummer %(key)s") % {"name": row, "key": row.key}
                notes[grant.pk] = GrantNote(text, url)
            elif Role(grant.role) in register.needing and grant.is_standing(today):
                notes[grant.pk] = GrantNote(_("Inte kopplad till registret"), url, is_missing=True)
    return notes


def link_duties(user: User, today: dt.date, now: dt.datetime) -> list[Duty]:
    """Return that one is nobody in the register oneself, and what waits for an access administrator."""
    return [*_own(user, today), *_as_administrator(user, today)]


def _own(user: User, today: dt.date) -> list[Duty]:
    for register in REGISTERS:
        held = grants_of(user, register.needing, today)
        if held and not register.model._default_manager.filter(user=user).exists():
            text = _("Du är inte kopplad till registret än, så dina tider syns inte. Säg till din chef.")
            return [Duty(text, reverse("accounts:own-roles"))]
    return []


def _as_administrator(user: User, today: dt.date) -> list[Duty]:
    boards, url = boards_of(grants_of(user, rule_for(LINK).roles, today)), reverse("people:link-list")
    if not boards:
        return []
    duties = []
    links = visible(user, SETTLE, AccountLink.objects.exclude(proposed_by=user))
    if waiting := waiting_links(links).count():
        text = ngettext(
            "%(n)d koppling till registret väntar på ditt godkännande.",
            "%(n)d kopplingar till registret väntar på ditt godkännande.",
            waiting,
        )
        duties.append(Duty(text % {"n": waiting}, url))
    if missing := lacking(visible(user, LINK, User.objects.all()), boards, today).count():
        text = ngettext(
            "%(n)d konto är inte kopplat till registret.", "%(n)d konton är inte kopplade till registret.", missing
        )
        duties.append(Duty(text % {"n": missing}, url))
    return duties
