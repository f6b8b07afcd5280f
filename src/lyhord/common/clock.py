"""The clock of the site. Only the demo and the tests may set it; everybody else gets the real time."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """Return the moment, aware; with `LYHORD_TODAY` set, that day at the real time of day."""
    real = timezone.now()
    pretended: dt.date | None = settings.TODAY
    if pretended is None:
        return real
    return timezone.make_aware(dt.datetime.combine(pretended, timezone.localtime(real).time()))


def today() -> dt.date:
    """Return the day it is where the municipality is."""
    return timezone.localdate(now())
