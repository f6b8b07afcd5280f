"""Marks on views: who may open them. See `middleware.DenyByDefault`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from lyhord.accounts.domain import audit
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.models import User
from lyhord.accounts.permissions import grants_of, visible
from lyhord.common import clock


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


def log_read(request: HttpRequest, *, rows: int = 1, of: Model | None = None) -> None:
    """Write in the log that a page with names is handed out: one event a page, before it is rendered.

    rows: how many persons the page names, `of` among them; nothing is written when that is only the reader. of: whose
    or what page it is. The filter is kept as a keyed hash. Never catches anything: no event, no page. A public page,
    such as a feed, is read by nobody known.
    """
    reader = None if _is_public(request) else acting_user(request)
    rows -= of is not None and reader is not None and _is_me(reader, of)
    if rows <= 0:
        return
    with transaction.atomic():
        audit.record(
            audit.READ,
            actor=reader,
            obj=of,
            owner_id=None if reader is None else only_board(reader),
            view=view_name(request),
            filter_hash=audit.hash_of_filter(asked_for(request)),
            counts={"rows": rows},
            at=clock.now(),
        )


def asked_for(request: HttpRequest, *without: str) -> str:
    """Return the query, but for some names, in an order of its own: the same filter is the same text."""
    asked = [(name, text) for name, texts in request.GET.lists() if name not in without for text in texts]
    return urlencode(sorted(asked), errors="surrogatepass")


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def only_board(user: User) -> uuid.UUID | None:
    """Return the board of all the user's roles, if it is one: what they do without saying where is in its log."""
    boards = {board.pk for grant in grants_of(user) for board in grant.boards}
    return boards.pop() if len(boards) == 1 else None


def _is_public(request: HttpRequest) -> bool:
    return request.resolver_match is not None and getattr(request.resolver_match.func, "is_public", False)


def _is_me(user: User, row: Model) -> bool:
    return row == user or getattr(row, "user_id", None) == user.pk
