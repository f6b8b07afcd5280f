"""What every page that settles a proposal does: one act, then its answer or why not, then back to the list."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lyhord.accounts.domain.roles.words import REFUSALS, why_not


def settle(
    request: HttpRequest,
    act: Callable[[], str],
    *,
    back: str,
    refusals: tuple[type[Exception], ...] = REFUSALS,
    words: Callable[[Exception], str] = why_not,
) -> HttpResponse:
    """Do the act and tell what it returns; a refusal is told in words. Either way the list `back` is next."""
    try:
        messages.success(request, act())
    except refusals as refusal:
        messages.error(request, words(refusal))
    return redirect(back)
