"""Where requests come from, and the answer to those that come too often."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from lyhord.accounts.domain.limits import TooManyTries, take_named
from lyhord.accounts.domain.sign_in.limits import DEVICE_DAYS
from lyhord.common import clock

type View = Callable[..., HttpResponseBase]

_DEVICE = re.compile(r"[A-Za-z0-9_-]{32}")
_WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def client_address(request: HttpRequest) -> str:
    """Return the network address of the client; of IPv6 the network of one household, since they have many.

    Behind a proxy it is the last that the proxy wrote: what stands before it is what the client claims.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        text = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def device_of(request: HttpRequest) -> str:
    """Return the secret of the device, or "" for one that never had anybody signed in."""
    secret = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return secret if _DEVICE.fullmatch(secret) else ""


def remember_device(response: HttpResponseBase, device: str) -> None:
    """Let the browser keep the device's secret. It opens nothing: it only tells a known device from an unknown one."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        device,
        max_age=DEVICE_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def too_many_tries(request: HttpRequest, error: TooManyTries) -> HttpResponse:
    """Return the page that says when to try again."""
    minutes = -(-error.retry_after_seconds // 60)
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(error.retry_after_seconds)
    return response


class Limits:
    """Count requests for views that say `limited`, by user or else by address; answer 429 when there are too many."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        name: str | None = getattr(view, "limit", None)
        if name is None or (getattr(view, "limits_writing_only", False) and request.method not in _WRITING):
            return None
        try:
            take_named(name, self._who(request, view), clock.now())
        except TooManyTries as error:
            return too_many_tries(request, error)
        return None

    def _who(self, request: HttpRequest, view: View) -> str:
        """A public view is counted by address, so that it need not ask for a session."""
        if not getattr(view, "is_public", False) and request.user.is_authenticated:
            return f"user {request.user.pk}"
        return f"address {client_address(request)}"

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return too_many_tries(request, exception) if isinstance(exception, TooManyTries) else None
