"""What a person who leaves must hand over: the sessions they are to hold."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import OwnedItem
from lyhord.accounts.models import User
from lyhord.training.enums import SessionState
from lyhord.training.models import TrainingSession


def coming_sessions(user: User, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    rows = TrainingSession.objects.filter(state=SessionState.PLANNED, ends_at__gt=now, trainers__user=user)
    if not (count := rows.distinct().count()):
        return []
    text = ngettext("Utbildare på %(n)d kommande tillfälle", "Utbildare på %(n)d kommande tillfällen", count)
    return [OwnedItem(text % {"n": count}, _("Samordnaren byter utbildare på dem."))]
