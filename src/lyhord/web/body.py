"""A mark on views: how large a file they take. All others take a form and no more; see `middleware`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase


def takes_file[**P, R: HttpResponseBase](max_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view: a request to it may be larger than a form by so many bytes."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.takes_file_bytes = max_bytes  # type: ignore[attr-defined]  # a mark read by the middleware
        return view

    return mark
