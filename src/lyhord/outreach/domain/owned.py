"""What a person who leaves must hand over: the visits they are to make."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import Boards, OwnedItem
from lyhord.accounts.models import User
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Trainer


def coming_visits(user: User, boards: Boards, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    own = Trainer.objects.filter(user=user, owner__in=boards)
    rows = Visit.objects.filter(state=VisitState.PLANNED, ends_at__gt=now, trainers__in=own)
    if not (count := rows.distinct().count()):
        return []
    text = ngettext("Går på %(n)d kommande besök", "Går på %(n)d kommande besök", count)
    return [OwnedItem(text % {"n": count}, _("Samordnaren låter någon annan gå."))]
