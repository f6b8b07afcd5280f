"""What holds for every request and every answer, whatever the view."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

type Answer = Callable[[HttpRequest], HttpResponseBase]

METHODS = ("GET", "HEAD", "POST")
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
}

log = logging.getLogger(__name__)


class Headers:
    """Say with every answer that it is for this site alone and that nothing may keep it: the one place that does."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, text in HEADERS.items():
            response.headers.setdefault(name, text)
        response.headers["Cache-Control"] = "no-store, private"
        return response


class ReadableRequests:
    """Refuse what no browser sends from our pages, before anything else reads it.

    After this, `request.GET`, `request.POST` and `request.FILES` can be read without an error and hold no NUL, which
    PostgreSQL refuses. Pages are told apart by what is wrong with the request, never by what it holds.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        try:
            if _length(request) > _most_bytes(request):
                return _refusal(413)
            _read(request)
        except RequestDataTooBig:
            return _refusal(413)
        # LookupError: an encoding that there is not. OSError: the client went away in the middle.
        except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, LookupError, UnicodeError):
            return _refusal(400)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise BadRequest("the length of the body is no number")
    return int(text)


def _most_bytes(request: HttpRequest) -> int:
    """Return how long a body the view takes: `takes_file` says when it is more than a form."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    file_bytes: int = getattr(view, "takes_file_bytes", 0)
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + file_bytes


def _read(request: HttpRequest) -> None:
    """Parse everything now. Raises what the parsers raise, or BadRequest for a NUL."""
    if "\0" in request.path_info:
        raise BadRequest("NUL in the path")
    if any("\0" in text for name, text in request.META.items() if name.startswith("HTTP_")):
        raise BadRequest("NUL in a header")  # such as in the cookie that names the session
    names_and_texts = [request.GET]
    if request.content_type in FORMS:
        names_and_texts.append(request.POST)
        if any("\0" in f"{name}{file.name}" for name, files in request.FILES.lists() for file in files):
            raise BadRequest("NUL in a file name")
    for fields in names_and_texts:
        for name, texts in fields.lists():
            if "\0" in name or any("\0" in text for text in texts):
                raise BadRequest("NUL in a field")


def _refusal(status: int) -> HttpResponse:
    """Return a page that is made without the request: it may not be read."""
    log.warning("a request was refused with %d", status)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
