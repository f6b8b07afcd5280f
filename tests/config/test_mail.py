"""The mail server as the environment names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyhord.config.mail import MailIncomplete, mail_server

FROM = {"LYHORD_MAIL_FROM": "utbildning@example.org"}


def test_without_a_server_there_is_no_sender() -> None:
    servers, sender, organizer = mail_server(FROM)
    assert (sender, organizer) == ("", "")
    assert servers["default"]["BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"


def test_a_server_with_a_user_reads_the_password_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hemligt\n", encoding="utf-8")
    told = {"LYHORD_SMTP_URL": "smtp+starttls://a%40b@mail.example.org:587", "LYHORD_SMTP_PASSWORD_FILE": str(file)}
    servers, sender, organizer = mail_server(FROM | told | {"LYHORD_MAIL_ORGANIZER": "nexus@example.org"})
    assert (sender, organizer) == ("utbildning@example.org", "nexus@example.org")
    assert servers["default"]["OPTIONS"] == {
        "host": "mail.example.org",
        "port": 587,
        "timeout": 20,
        "use_tls": True,
        "username": "a@b",
        "password": "hemligt",
    }


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtps://mail.example.org", {"host": "mail.example.org", "timeout": 20, "use_ssl": True}),
        ("smtp://localhost:25", {"host": "localhost", "timeout": 20, "port": 25}),
    ],
)
def test_the_way_to_the_server_stands_in_the_address(url: str, options: dict[str, object]) -> None:
    servers, _sender, organizer = mail_server(FROM | {"LYHORD_SMTP_URL": url})
    assert (servers["default"]["OPTIONS"], organizer) == (options, "utbildning@example.org")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"LYHORD_SMTP_URL": "smtp://localhost"}, "LYHORD_MAIL_FROM"),
        ({"LYHORD_SMTP_URL": "smtp://localhost", "LYHORD_MAIL_FROM": "Utbildning"}, "LYHORD_MAIL_FROM"),
        ({"LYHORD_SMTP_URL": "smtp://localhost", "LYHORD_MAIL_FROM": "a <a@example.org>"}, "LYHORD_MAIL_FROM"),
        (FROM | {"LYHORD_SMTP_URL": "smtp://localhost", "LYHORD_MAIL_ORGANIZER": "x"}, "LYHORD_MAIL_ORGANIZER"),
        (FROM | {"LYHORD_SMTP_URL": "mail.example.org"}, "LYHORD_SMTP_URL"),
        (FROM | {"LYHORD_SMTP_URL": "http://mail.example.org"}, "LYHORD_SMTP_URL"),
        (FROM | {"LYHORD_SMTP_URL": "smtp://mail.example.org:x"}, "LYHORD_SMTP_URL"),
        (FROM | {"LYHORD_SMTP_URL": "smtp://a:hemligt@mail.example.org"}, "LYHORD_SMTP_PASSWORD_FILE"),
        (FROM | {"LYHORD_SMTP_URL": "smtp://a@mail.example.org"}, "LYHORD_SMTP_PASSWORD_FILE"),
        (
            FROM | {"LYHORD_SMTP_URL": "smtp://a@mail.example.org", "LYHORD_SMTP_PASSWORD_FILE": "/finns/inte"},
            "LYHORD_SMTP_PASSWORD_FILE",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_no_password_shown(told: dict[str, str], name: str) -> None:
    with pytest.raises(MailIncomplete, match=name) as refused:
        mail_server(told)
    assert "hemligt" not in str(refused.value)
