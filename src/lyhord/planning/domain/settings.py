"""What the planner needs and the decision leaves open."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db import transaction

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.planning.models import PlanSettings
from lyhord.programme.models import Decision

WEEKS_AHEAD = 3
MONTHS = 6


def settings_of(decision: Decision, *, today: dt.date | None = None) -> PlanSettings | None:
    """Return the settings, or with `today` an unsaved suggestion: half a year from the first Monday three weeks ahead,
    within the decision's own dates."""
    found = PlanSettings.objects.filter(decision=decision).first()
    if found is not None or today is None:
        return found
    ahead = today + dt.timedelta(weeks=WEEKS_AHEAD)
    first = max(ahead + dt.timedelta(days=-ahead.weekday() % 7), decision.starts_on or dt.date.min)
    before = min(first + relativedelta(months=MONTHS), decision.ends_before or dt.date.max)
    return PlanSettings(decision=decision, starts_on=first, ends_before=max(before, first + dt.timedelta(days=1)))


@transaction.atomic
def save_settings(*, settings: PlanSettings, saved_by: User, now: dt.datetime) -> PlanSettings:
    """Store the settings; runs that are queued or solving keep those they began with."""
    settings.save()
    record("planning.save_settings", actor=saved_by, obj=settings, owner=settings.decision.owner, at=now)
    return settings
