"""Refusals are events: somebody signed in asked for what they may not have."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lyhord.accounts.access import only_board, view_name
from lyhord.accounts.domain import audit
from lyhord.accounts.domain.limits import TooManyTries, take_named
from lyhord.accounts.models import User
from lyhord.common import clock


class RecordRefusals:
    """Record each refusal to somebody signed in: 403, and 404 for a row that is not theirs or does not exist.

    "Not yours" and "no such" are recorded alike, by the same code, so that their answers take the same time. Runs
    after the view, whose own transaction has been rolled back: the event stays. Beyond the limit "refusal" one event
    says that there were more, at most once an hour: whoever asks in a loop does not fill the log, and gets the same
    answers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        looked_for = getattr(request, "looked_for", None)
        is_refused = response.status_code == 404 and looked_for is not None
        # A form without its token never came as far as the policy.
        is_refused |= response.status_code == 403 and getattr(request, "csrf_processing_done", False)
        if is_refused and isinstance(request.user, User):
            _record(request, request.user, response.status_code, looked_for)
        return response


def _record(request: HttpRequest, user: User, status: int, looked_for: tuple[str, uuid.UUID] | None) -> None:
    now, who, is_one_of_many = clock.now(), f"user {user.pk}", False
    try:
        take_named("refusal", who, now)
    except TooManyTries:
        looked_for, is_one_of_many = None, True
    if is_one_of_many:
        try:
            take_named("refusals", who, now)
        except TooManyTries:
            return  # This hour's event has said so.
    object_type, object_id = looked_for or ("", None)
    audit.record_denial(
        user=user,
        owner_id=only_board(user),
        view=view_name(request),
        status=status,
        object_type=object_type,
        object_id=object_id,
        is_one_of_many=is_one_of_many,
        now=now,
    )
