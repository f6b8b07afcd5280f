"""What a clause requires of visits."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.outreach.models import VisitRequirement


@transaction.atomic
def save_requirement(*, requirement: VisitRequirement, saved_by: User | None, now: dt.datetime) -> VisitRequirement:
    """Create or change a clause's visit requirement."""
    requirement.save()
    owner = requirement.clause.decision.owner
    audit.record("outreach.requirement_saved", actor=saved_by, obj=requirement, owner=owner, at=now)
    return requirement
