"""What every page may know of the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "municipality": settings.MUNICIPALITY,
        "is_demo": settings.DEMO,
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
    }
