"""What a person who leaves must hand over: the sessions they are to hold."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import Boards, OwnedItem
from lyhord.accounts.models import User
from lyhord.people.models import Trainer
from lyhord.training.enums import SessionState
from lyhord.training.models import TrainingSession


def coming_sessions(user: User, boards: Boards, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    own = Trainer.objects.filter(user=user, owner__in=boards)
    rows = TrainingSession.objects.filter(state=SessionState.PLANNED, ends_at__gt=now, trainers__in=own)
    if not (count := rows.distinct().count()):
        return []
    text = ngettext("Utbildare på %(n)d kommande tillfälle", "Utbildare på %(n)d kommande tillfällen", count)
    return [OwnedItem(text % {"n": count}, _("Samordnaren byter utbildare på dem."))]
