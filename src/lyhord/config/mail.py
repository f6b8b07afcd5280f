"""The municipality's mail server, as the environment names it. Knows nothing of Django.

The password is a file that the service alone may read: environments are shown by process lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20
SCHEMES = {"smtps": "use_ssl", "smtp+starttls": "use_tls", "smtp": ""}


class MailIncomplete(Exception):
    """The text says which variable is missing or wrong."""


def mail_server(environment: Mapping[str, str]) -> tuple[dict[str, Any], str, str]:
    """Return the servers as Django wants them, who mail is from, and the organizer that calendars are told.

    Without a server nothing is sent: the sender is empty then. Raises MailIncomplete.
    """
    url = environment.get("LYHORD_SMTP_URL", "")
    if not url:
        return {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}, "", ""
    sender = _address(environment, "LYHORD_MAIL_FROM")
    organizer = _address(environment, "LYHORD_MAIL_ORGANIZER") if environment.get("LYHORD_MAIL_ORGANIZER") else sender
    options = _options(url, environment)
    return (
        {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}},
        sender,
        organizer,
    )


def _options(url: str, environment: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in SCHEMES or not parts.hostname or port == 0:
        raise MailIncomplete("LYHORD_SMTP_URL must look like smtp+starttls://user@mail.example.org:587.")
    if parts.password is not None:
        raise MailIncomplete("The password does not belong in LYHORD_SMTP_URL: put it in LYHORD_SMTP_PASSWORD_FILE.")
    options: dict[str, Any] = {"host": parts.hostname, "timeout": TIMEOUT_SECONDS}
    if port is not None:
        options["port"] = port
    if security := SCHEMES[parts.scheme]:
        options[security] = True
    if parts.username:
        options |= {"username": unquote(parts.username), "password": _password(environment)}
    return options


def _password(environment: Mapping[str, str]) -> str:
    name = "LYHORD_SMTP_PASSWORD_FILE"
    if not environment.get(name):
        raise MailIncomplete(f"{name} is missing: LYHORD_SMTP_URL names a user.")
    path = Path(environment[name])
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise MailIncomplete(f"{name}: {path} cannot be read: {error.strerror}.") from None


def _address(environment: Mapping[str, str], name: str) -> str:
    text = environment.get(name, "")
    _name, address = parseaddr(text)
    if not address or address != text or address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise MailIncomplete(f"{name} must be an address such as utbildning@example.org, not {text!r}.")
    return address
