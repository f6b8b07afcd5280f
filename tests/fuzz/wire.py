"""Requests as a server hands them over: raw bytes, no help from a test client."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from tests.fuzz.values import LANGUAGES, hostile


@dataclass
class Request:
    """path: already decoded, as WSGI has it. query, body: raw. headers: as in a WSGI environment."""

    method: str
    path: bytes
    query: bytes = b""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def fingerprint(self) -> bytes:
        """Return all of it but the cookies, whose session is another on every run."""
        headers = repr(sorted(self.headers.items())).encode()
        return b"\0".join((self.method.encode(), self.path, self.query, self.body, self.content_type.encode(), headers))

    def environ(self) -> dict[str, Any]:
        cookie = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path.decode("latin-1"),
            "QUERY_STRING": self.query.decode("latin-1"),
            "CONTENT_TYPE": self.content_type,
            "CONTENT_LENGTH": str(len(self.body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": "localhost",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        return environ | self.headers


def raw(text: str) -> bytes:
    """Return the text as bytes, lone surrogates and all."""
    return text.encode("utf-8", "surrogatepass")


def urlencoded(pairs: Sequence[tuple[str, str]], random: Random) -> bytes:
    """Return a query or body; now and then with bytes that a browser would have escaped."""
    bare = random.random() < 0.05
    parts = []
    for name, text in pairs:
        encoded = raw(text).replace(b"&", b"%26") if bare else quote(raw(text), safe="").encode()
        parts.append(quote(raw(name), safe="").encode() + b"=" + encoded)
    return b"&".join(parts)


def multipart(
    pairs: Sequence[tuple[str, str]], files: Sequence[tuple[str, str, bytes]], random: Random
) -> tuple[bytes, str]:
    """Return a body and its content type; files are (field, file name, content). One in seven is broken."""
    boundary = uuid.UUID(int=random.getrandbits(128)).hex
    out = io.BytesIO()
    for name, text in pairs:
        out.write(b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % (boundary.encode(), raw(name)))
        out.write(raw(text) + b"\r\n")
    for name, filename, content in files:
        out.write(b'--%s\r\nContent-Disposition: form-data; name="%s"; ' % (boundary.encode(), raw(name)))
        out.write(b'filename="%s"\r\nContent-Type: application/octet-stream\r\n\r\n' % raw(filename))
        out.write(content + b"\r\n")
    out.write(b"--%s--\r\n" % boundary.encode())
    body, content_type = out.getvalue(), f"multipart/form-data; boundary={boundary}"
    if random.random() < 1 / 7:
        return _broken(body, content_type, random)
    return body, content_type


def _broken(body: bytes, content_type: str, random: Random) -> tuple[bytes, str]:
    cuts = (
        lambda: (body[: random.randrange(len(body))], content_type),
        lambda: (body, "multipart/form-data"),
        lambda: (body, "multipart/form-data; boundary="),
        lambda: (body, "multipart/form-data; boundary=" + "x" * 300),
        lambda: (body, "multipart/form-data; boundary=åäö"),
        lambda: (body.replace(b"\r\n", b"\n"), content_type),
        lambda: (
            body.replace(b"Content-Disposition", b"Content-Transfer-Encoding: base64\r\nContent-Disposition"),
            content_type,
        ),
        lambda: (body.replace(b'name="', b"name*=utf-8''%ff\"", 1), content_type),
        lambda: (body.replace(b"form-data;", b"form-data; " + b"a=b; " * 900, 1), content_type),
    )
    return random.choice(cuts)()


def disturb(request: Request, random: Random) -> None:
    """Add one to three headers, cookies or methods that a decent browser would not send."""
    for _ in range(random.randint(1, 3)):
        random.choice(_DISTURBANCES)(request, random)


def _header(name: str) -> Any:
    def put(request: Request, random: Random) -> None:
        # A server hands header bytes over as latin-1.
        request.headers[name] = raw(hostile(random))[:4_000].replace(b"\n", b"").replace(b"\r", b"").decode("latin-1")

    return put


def _language(request: Request, random: Random) -> None:
    request.headers["HTTP_ACCEPT_LANGUAGE"] = raw(random.choice(LANGUAGES)).decode("latin-1")


def _method(request: Request, random: Random) -> None:
    request.method = random.choice(
        ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "", "A" * 300)
    )


def _cookie(request: Request, random: Random) -> None:
    name = random.choice(
        [*request.cookies, "lyhord-session", "lyhord-form", "lyhord-language", "messages", "lyhord-device"]
    )
    request.cookies[name] = raw(hostile(random))[:3_000].decode("latin-1").replace("\n", "").replace("\r", "")


def _length(request: Request, random: Random) -> None:
    request.headers["CONTENT_LENGTH"] = random.choice(("", "-1", "x", "99999999999999", "1", "0", " 7 ", "1e3"))


def _type(request: Request, random: Random) -> None:
    request.content_type = random.choice(
        (
            "",
            "application/json",
            "text/plain",
            "application/x-www-form-urlencoded; charset=utf-16",
            "application/x-www-form-urlencoded; charset=no-such",
            "application/x-www-form-urlencoded; charset=idna",
            "application/x-www-form-urlencoded; charset=zip",
            "multipart/mixed; boundary=a",
            "multipart/form-data; boundary=a",
            ";;;=",
            "x" * 5_000,
        )
    )


def _host(request: Request, random: Random) -> None:
    hosts = (
        "",
        "example.org",
        "localhost:99999",
        "[::1",
        "a b",
        "localhost\0",
        "å",
        ".",
        "LOCALHOST.",
        "[::1]:80",
        "x" * 3_000,
    )
    request.headers["HTTP_HOST"] = raw(random.choice(hosts)).decode("latin-1")


_DISTURBANCES = (
    _language,
    _method,
    _cookie,
    _cookie,
    _length,
    _type,
    _header("HTTP_ASKS_BY_ITSELF"),
    _host,
    _header("HTTP_REFERER"),
    _header("HTTP_ORIGIN"),
    _header("HTTP_USER_AGENT"),
    _header("HTTP_X_CSRFTOKEN"),
    _header("HTTP_IF_MODIFIED_SINCE"),
    _header("HTTP_IF_NONE_MATCH"),
    _header("HTTP_RANGE"),
    _header("HTTP_ACCEPT"),
    _header("HTTP_ACCEPT_ENCODING"),
    _header("HTTP_X_FORWARDED_FOR"),
    _header("HTTP_X_FORWARDED_PROTO"),
    _header("HTTP_X_HTTP_METHOD_OVERRIDE"),
    _header("HTTP_COOKIE"),
    _header("HTTP_TRANSFER_ENCODING"),
)
