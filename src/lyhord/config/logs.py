"""What may stand in the server's log: where and what kind of error, never what somebody wrote or who they are."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import override

type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

METHODS = frozenset({"GET", "HEAD", "POST"})
_ID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_SECRET = re.compile(r"/[^/]*(?=\.ics\b)|(?<=/svar)/[^/\s]+")


class Discreet(logging.Formatter):
    """Write messages without what was sent, and errors without their words.

    The words of an error hold what a form was filled in with, or the row that a database refused. So of an error there
    is its kind, and the lines of code that led to it. Of a request there is the kind of its address,
    without query, ids and the secrets of calendar addresses and answer links.
    """

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        if record.name.startswith("django"):
            record.message = _path_only(record)
        record.message = _SECRET.sub("/…", _ID.sub("…", record.message)).replace("\n", " ").replace("\r", " ")
        return super().formatMessage(record)

    @override
    def formatException(self, ei: ExcInfo) -> str:
        return "" if ei[1] is None else _lines(ei[1])

    @override
    def formatStack(self, stack_info: str) -> str:
        return ""


def _path_only(record: logging.LogRecord) -> str:
    """Return what Django logs, without what it fills in: of a request the kind of address instead."""
    # Without arguments the sentence is already filled in, such as with the host that a client claims to mean.
    words = str(record.msg).split("%")[0].strip(" :(") if record.args else record.name
    request = getattr(record, "request", None)
    if request is None:
        return words
    match = getattr(request, "resolver_match", None)
    where = f"/{match.route}" if match is not None else "an address that there is not"
    method = request.method if request.method in METHODS else "another method"
    return f"{words}: {getattr(record, 'status_code', '')} {method} {where}"


def _lines(error: BaseException) -> str:
    """Return the kinds of the error and of those that led to it, each with its lines of code."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{type(current).__module__}.{type(current).__qualname__}")
        parts += _frames(current.__traceback__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(parts)


def _frames(trace: TracebackType | None) -> list[str]:
    """Return where the error went through, without the source lines, which may quote."""
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace, limit=-30)]
