"""Room on Python's own stack for all that a page calls.

Python keeps its frames in pieces of 16 KiB. A loop whose calls cross from one piece to the next has the next one
asked for and handed back at every call: a list page met it at one depth in three and took half as long again
(script/bench coverage). A frame that needs much gets a piece to match, and what it calls fits in the rest of it.
Source: https://github.com/python/cpython/issues/142183, mended in the last releases of Python 3.13 and 3.14: delete
this file when the oldest Python that is supported has it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

WORDS = 2**15
"""What the frame says that it needs. The piece becomes the next power of two in bytes, of which half is free."""


class Room:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)


Room.__call__.__code__ = Room.__call__.__code__.replace(co_stacksize=WORDS)
