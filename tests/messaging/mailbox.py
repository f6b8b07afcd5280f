"""A mail server on this machine that keeps what it gets, and can be told to refuse, to hang up or to be gone."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings


class Mailbox:
    """letters: what was taken, in order. answers: what to say to the next mails instead of taking them.

    An answer "421 …" or "550 …" is given to the recipient; "gone" takes the mail and then hangs up without an answer.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers and self.answers[0] != "gone":
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        letter = email.message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(letter, EmailMessage)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        if self.answers:
            assert self.answers.pop(0) == "gone"
            server.transport.abort()
        return "250 OK"

    def last(self) -> EmailMessage:
        return self.letters[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def sending_to(port: int) -> Any:
    """Return settings under which mail goes to the port of this machine."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return override_settings(
        MAILERS={"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}},
        MAIL_FROM="utbildning@kommunen.example",
        MAIL_ORGANIZER="nexus@kommunen.example",
        SITE_ADDRESS="https://lyhord.example",
        DEMO=False,
    )


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with sending_to(port):
            yield box
    finally:
        server.stop()


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def calendar_parts(letter: EmailMessage) -> list[tuple[str, str]]:
    """Return the method that each calendar part of the mail names, and its file."""
    parts = [part for part in letter.iter_attachments() if part.get_content_type() == "text/calendar"]
    return [(str(part.get_param("method")), part.get_payload(decode=True).decode()) for part in parts]  # type: ignore[union-attr]  # bytes
