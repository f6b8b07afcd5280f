"""What a person who leaves must hand over: the visits they are to make."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import OwnedItem
from lyhord.accounts.models import User
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit


def coming_visits(user: User, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    rows = Visit.objects.filter(state=VisitState.PLANNED, ends_at__gt=now, trainers__user=user)
    if not (count := rows.distinct().count()):
        return []
    text = ngettext("Går på %(n)d kommande besök", "Går på %(n)d kommande besök", count)
    return [OwnedItem(text % {"n": count}, _("Samordnaren låter någon annan gå."))]
