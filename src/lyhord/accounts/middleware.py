"""Deny by default: a view that does not say who may open it cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from lyhord.accounts.permissions import can

type View = Callable[..., HttpResponseBase]


class DenyByDefault:
    """Let a view run only if it is marked public, or the signed-in user holds the action it names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if getattr(view, "is_public", False):
            return None
        action: str | None = getattr(view, "action", None)
        if action is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} names no action and is not public")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if action != SIGNED_IN and not can(request.user, action):
            raise PermissionDenied
        return None


SIGNED_IN = "signed-in"
