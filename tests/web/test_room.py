"""A page's calls fit on one piece of Python's stack, however deep the server has called before."""

from __future__ import annotations

import resource
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from lyhord.web.room import Room

CALLS = 300
DEEPEST = 120


def _answer(_request: HttpRequest) -> HttpResponseBase:
    for _ in range(CALLS):
        _down(20)
    return HttpResponse()


def _down(depth: int) -> None:
    if depth:
        _down(depth - 1)


def _from_depth(depth: int, act: Callable[[], object]) -> object:
    return _from_depth(depth - 1, act) if depth else act()


def _most_pages_fetched(answer: Callable[[HttpRequest], HttpResponseBase]) -> int:
    """Return how many pages of memory the operating system had to hand out for one answer, at the worst depth."""
    request, worst = HttpRequest(), 0
    for depth in range(0, DEEPEST, 3):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        _from_depth(depth, lambda: answer(request))
        worst = max(worst, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    return worst


def test_no_depth_makes_every_call_ask_for_memory() -> None:
    assert _most_pages_fetched(Room(_answer)) < CALLS / 2
