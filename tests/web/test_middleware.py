"""What no browser sends from our pages is refused in one place, with a page, and nothing may keep an answer."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from lyhord.config.wsgi import SiteHandler
from tests.factories import Cast, sign_in_as
from tests.html import problems

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/logga-in/"
FORM = "application/x-www-form-urlencoded"


def send(body: bytes, content_type: str = FORM, *, path: str = SIGN_IN, **environ: str) -> tuple[int, str]:
    """Send raw bytes as a server hands them over."""
    status: list[str] = []
    request: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    answer = SiteHandler()(request | environ, lambda line, _headers: status.append(line))
    return int(status[0][:3]), b"".join(answer).decode()


@pytest.mark.parametrize(
    ("status", "body", "environ"),
    [
        (400, b"username=a%00b", {}),
        (400, b"a%00b=1", {}),
        (400, b"", {"QUERY_STRING": "next=%00"}),
        (400, b"", {"PATH_INFO": "/konto/\0/"}),
        (400, b"", {"HTTP_COOKIE": "lyhord-session=a\0b"}),
        (400, b"x", {"CONTENT_TYPE": "multipart/form-data"}),
        (400, b"x", {"CONTENT_TYPE": "multipart/form-data; boundary=\xe5"}),
        (400, b"a=1", {"CONTENT_LENGTH": "-1"}),
        (400, b"&".join(b"f%d=1" % number for number in range(6_000)), {}),
        (400, b"--a\r\nX: " + b"x" * 9_000, {"CONTENT_TYPE": "multipart/form-data; boundary=a"}),
        (413, b"a=" + b"b" * 3_000_000, {}),
        (413, b"", {"CONTENT_LENGTH": "99999999999"}),
        (405, b"", {"REQUEST_METHOD": "TRACE"}),
        (405, b"", {"REQUEST_METHOD": "DELETE"}),
    ],
)  # fmt: skip
def test_unreadable_requests_are_refused(status: int, body: bytes, environ: dict[str, str]) -> None:
    answered, html = send(body, **environ)
    assert answered == status
    assert status == 405 or problems(html) == []


def test_the_form_is_read_as_utf_8_whatever_the_request_claims() -> None:
    for charset in ("utf-16", "zip", "no-such"):
        assert send(b"a=1", f"{FORM}; charset={charset}")[0] == 403  # the form cookie is missing, and nothing else


def test_a_nul_in_the_name_of_a_file_is_refused(client: Client, cast: Cast) -> None:
    body = b'--a\r\nContent-Disposition: form-data; name="f\0"; filename="x.csv"\r\n\r\n1\r\n--a--\r\n'
    assert send(body, "multipart/form-data; boundary=a")[0] == 400


def test_only_the_view_that_reads_files_takes_a_body_larger_than_a_form(client: Client, cast: Cast) -> None:
    large = b"x" * 3_000_000
    assert send(large, "multipart/form-data; boundary=a", path="/import/personal/")[0] != 413
    assert send(large, "multipart/form-data; boundary=a", path="/konto/losenord/")[0] == 413
    assert send(b"", path="/import/personal/", CONTENT_LENGTH=str(25_000_000))[0] == 413


def test_answers_are_for_this_site_alone_and_not_kept(client: Client, cast: Cast, settings: Settings) -> None:
    sign_in_as(client, cast.coordinator)
    for address in ("/", "/finns-inte/", "/beslut/", SIGN_IN):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store, private", address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "geolocation=()" in headers["Permissions-Policy"]
