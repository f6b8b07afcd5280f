"""Who has left: users whose every employment has ended."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, Q

from lyhord.people.models import Employee, Employment


def users_who_left(today: dt.date) -> set[uuid.UUID]:
    """Return the ids of the users. Someone never employed, or employed from later on, has not left."""
    employments = Employment.objects.filter(employee=OuterRef("pk"))
    going_on = employments.filter(Q(ends_before=None) | Q(ends_before__gt=today))
    rows = Employee.objects.filter(Exists(employments), ~Exists(going_on), user__isnull=False)
    return {pk for pk in rows.values_list("user", flat=True) if pk is not None}
