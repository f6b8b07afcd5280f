"""What a person who leaves must hand over: the decisions that nobody else coordinates."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import Boards, OwnedItem
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.programme.models import Decision


def decisions_alone(user: User, boards: Boards, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    coordinators = RoleGrant.objects.active(today).filter(role=Role.COORDINATOR)
    others = coordinators.filter(user__is_active=True).exclude(user=user).values("programme")
    own = coordinators.filter(user=user).within(boards).values("programme")
    rows = Decision.objects.filter(programme__in=own).exclude(programme__in=others)
    if not (count := rows.count()):
        return []
    text = ngettext("Ensam samordnare för %(n)d beslut", "Ensam samordnare för %(n)d beslut", count)
    return [OwnedItem(text % {"n": count}, _("Föreslå en ny samordnare för programmet."))]
