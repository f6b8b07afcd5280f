"""Hands a mail to the mail server, and tells apart what is certain: taken, refused, or nobody knows."""

from __future__ import annotations

import datetime as dt
import email.message
import smtplib
import uuid
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from lyhord.messaging.domain.itip import Invitation
from lyhord.messaging.domain.letters import Letter
from lyhord.messaging.enums import Failure


class Refused(Exception):
    """The server will never take the mail as it is. failure: why, in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class NotNow(Exception):
    """The server did not take the mail, certainly, and may do so later."""


class Unreachable(NotNow):
    """There is no server to talk with at the moment: nor for any other mail."""


class NobodyKnows(Exception):
    """The connection broke while the mail was handed over: it may have been taken, or not."""


def is_on() -> bool:
    """Tell whether mail leaves this installation. The demo's never does."""
    return bool(settings.MAIL_FROM) and not settings.DEMO


def message_id(digest: uuid.UUID) -> str:
    """Return the Message-ID of a mail: the same each time that it is tried, so that a mailbox shows it once."""
    return f"<{digest}@{settings.MAIL_FROM.rsplit('@', 1)[-1]}>"


class Post:
    """One connection to the mail server, opened when it is first needed, and anew after something went wrong."""

    def __init__(self) -> None:
        self._line: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_over(self, letter: Letter, *, recipient: str, digest: uuid.UUID, stamp: dt.datetime) -> None:
        """Return when the server has taken the mail. Raises Refused, NotNow, Unreachable, NobodyKnows."""
        mail = as_mail(letter, recipient=recipient, digest=digest, stamp=stamp)
        line = self._open()
        try:
            line.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            self._forget()
            raise _verdict(next(iter(error.recipients.values()))[0], Failure.ADDRESS) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            self._forget()
            raise _verdict(error.smtp_code, Failure.REFUSED) from None
        except (smtplib.SMTPException, OSError) as error:
            self._forget()
            raise NobodyKnows from error

    def _open(self) -> BaseEmailBackend:
        if self._line is None:
            line = mailers["default"]
            try:
                line.open()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable from error
            self._line = line
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _forget(self) -> None:
        """Let go of a connection in an unknown state; closing it politely may wait for an answer that never comes."""
        connection = getattr(self._line, "connection", None)
        if connection is not None:
            connection.close()
            self._line.connection = None  # type: ignore[union-attr]  # of the SMTP backend
        self._line = None


def as_mail(letter: Letter, *, recipient: str, digest: uuid.UUID, stamp: dt.datetime) -> EmailMessage:
    """Return the mail. Nobody need answer it by machine, and no machine is to answer it by itself."""
    mail = EmailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.MAIL_FROM,
        to=[recipient],
        headers={
            "Message-ID": message_id(digest),
            "Date": format_datetime(stamp.astimezone(dt.UTC)),
            "Auto-Submitted": "auto-generated",
        },
    )
    for number, invitation in enumerate(letter.invitations, start=1):
        mail.attach(_part(invitation, number))
    return mail


def _part(invitation: Invitation, number: int) -> email.message.MIMEPart:
    part = email.message.MIMEPart()
    part.set_content(
        invitation.file.decode(),
        subtype="calendar",
        disposition="attachment",
        filename=f"tid-{number}.ics",
        params={"method": invitation.method},
    )
    return part


def _verdict(code: int, failure: Failure) -> Exception:
    return Refused(failure) if code >= 500 else NotNow()
