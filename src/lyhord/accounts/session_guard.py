"""Watches over signed-in sessions: idle time, lock and second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from lyhord.accounts.domain.sign_in import sessions
from lyhord.accounts.domain.sign_in.second_factor import needs_second_factor
from lyhord.common import clock

type View = Callable[..., HttpResponseBase]


class SessionGuard:
    """Stands before `DenyByDefault`. Views are let through by their marks: see `accounts/access.py`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Without a session's cookie the session is not touched, so that pages for nobody in particular stay so.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = clock.now()
            if sessions.is_over(request.session, now):
                sessions.end_session(request)
            elif "Asks-By-Itself" not in request.headers:  # a page that asks again and again is nobody being there
                sessions.note_seen(request.session, now)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "is_public", False) or not request.user.is_authenticated:
            return None
        if sessions.is_locked(request.session):
            return None if getattr(view, "while_locked", False) else _to("accounts:unlock", request)
        if getattr(view, "before_second_factor", False) or sessions.is_strong(request.session):
            return None
        return _to("accounts:second-factor", request) if needs_second_factor(request.user) else None


def _to(url_name: str, request: HttpRequest) -> HttpResponse:
    """Lead there and back again. What was about to be sent with a form is not kept."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return redirect(f"{reverse(url_name)}?{urlencode({'next': back})}")
