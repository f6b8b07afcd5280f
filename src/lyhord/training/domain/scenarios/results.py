"""What a person has kept of practising: their own, for nobody else. Not in the log either, which others read."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.models import User
from lyhord.training.enums import Ending, StaffRole
from lyhord.training.models import ScenarioResult


@transaction.atomic
def keep_result(*, user: User, slug: str, role: StaffRole, ending: Ending, kept_on: dt.date) -> ScenarioResult:
    """Keep that the user came to such an ending; a second time, only the day is new."""
    result, _created = ScenarioResult.objects.update_or_create(
        user=user, slug=slug, role=role, ending=ending, defaults={"on": kept_on}
    )
    return result


@transaction.atomic
def forget_result(*, result: ScenarioResult) -> None:
    """Take it away at once: there is nothing to keep it for but the person."""
    result.delete()
