"""Marks on views: who may open them. See `middleware.DenyByDefault`."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible


def requires[**P, R: HttpResponseBase](action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view: the user must hold the action. Rows are narrowed by `fetch` and `visible`."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.action = action  # type: ignore[attr-defined]  # a mark read by the middleware
        return view

    return mark


def signed_in[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that every signed-in user may open and that shows only what `visible` lets through."""
    return requires(SIGNED_IN)(view)


def public[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that anybody may open."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark read by the middleware
    return view


def limited[**P, R: HttpResponseBase](
    name: str, *, writing_only: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view that may be asked for only so often: `settings.RATE_LIMITS[name]`, see `limiting.Limits`.

    writing_only: count only what changes something, not looking at the form.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.limit = name  # type: ignore[attr-defined]  # a mark read by the middleware
        view.limits_writing_only = writing_only  # type: ignore[attr-defined]  # as above
        return view

    return mark


def while_locked[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that works in a locked session, and before a second factor. It shows nothing but itself."""
    view.while_locked = True  # type: ignore[attr-defined]  # a mark read by the session guard
    return before_second_factor(view)


def before_second_factor[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that somebody whose role needs a second factor may open without having given one."""
    view.before_second_factor = True  # type: ignore[attr-defined]  # a mark read by the session guard
    return view


def acting_user(request: HttpRequest) -> User:
    """Return the signed-in user with its type. Only for views that are not public."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user


def fetch[M: Model](request: HttpRequest, action: str, rows: QuerySet[M], id: uuid.UUID) -> M:
    """Return the row if the user may do the action to it. Raises Http404, the same for no such and not yours."""
    row = visible(acting_user(request), action, rows).filter(pk=id).first()
    if row is None:
        request.looked_for = (rows.model._meta.label_lower, id)  # type: ignore[attr-defined]  # for RecordRefusals
        raise Http404
    return row
