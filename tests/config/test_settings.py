"""Settings that together would be dangerous are refused at start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lyhord.common.keys import make_keys, read_keys

DANGEROUS = {
    "the demo on a public name": {"LYHORD_DEMO": "1", "LYHORD_HOSTS": "lyhord.example.org"},
    "the demo on every name": {"LYHORD_DEMO": "1", "LYHORD_HOSTS": "localhost,*"},
    "the demo with HTTPS": {"LYHORD_DEMO": "1", "LYHORD_HTTPS": "1"},
    "a pretended day in earnest": {"LYHORD_TODAY": "2025-10-06"},
    "a day that is no day": {"LYHORD_DEMO": "1", "LYHORD_TODAY": "6 oktober"},
    "a number that is none": {"LYHORD_IDLE_MINUTES": "en kvart"},
    "another kind of database": {"LYHORD_DATABASE_URL": "mysql://localhost/lyhord"},
}


def start(folder: Path, *, makes_keys: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
    if makes_keys:
        make_keys(folder / "keys.toml")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LYHORD_")}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from lyhord.config import settings; print(settings.DEMO, settings.SECURE_SSL_REDIRECT)",
        ],
        env=kept | {"LYHORD_DATA_DIR": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("variables", DANGEROUS.values(), ids=DANGEROUS)
def test_dangerous_settings_are_refused(variables: dict[str, str], tmp_path: Path) -> None:
    done = start(tmp_path, **variables)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: LYHORD_")


def test_without_settings_it_is_no_demo_and_demands_https(tmp_path: Path) -> None:
    assert start(tmp_path).stdout == "False True\n"


def test_demo_on_the_machine_itself_starts(tmp_path: Path) -> None:
    assert start(tmp_path, LYHORD_DEMO="1", LYHORD_HOSTS="localhost,127.0.0.1").stdout == "True False\n"


@pytest.mark.parametrize("variables", [{}, {"LYHORD_KEY_FILE": "/nonexistent/keys.toml"}])
def test_without_keys_it_refuses_and_says_what_to_run(variables: dict[str, str], tmp_path: Path) -> None:
    done = start(tmp_path, makes_keys=False, **variables)
    last = done.stderr.strip().splitlines()[-1]
    assert (done.returncode, last.endswith("is missing. Run:  lyhord init --keys")) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_key_in_the_environment_is_refused(tmp_path: Path) -> None:
    done = start(tmp_path, LYHORD_SECRET_KEY="x" * 50)
    assert (done.returncode, "LYHORD_SECRET_KEY is not read any more" in done.stderr) == (1, True)


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys.toml")
    (tmp_path / "keys.toml").chmod(0o640)
    done = start(tmp_path, makes_keys=False)
    assert (done.returncode, f"Run:  chmod 600 {tmp_path / 'keys.toml'}" in done.stderr) == (1, True)


@pytest.mark.parametrize("mode", ["LYHORD_DEMO", "LYHORD_DEBUG"])
def test_the_demo_makes_its_own_keys(mode: str, tmp_path: Path) -> None:
    assert start(tmp_path, makes_keys=False, **{mode: "1"}).returncode == 0
    first = read_keys(tmp_path / "keys.toml")
    assert start(tmp_path, makes_keys=False, **{mode: "1"}).returncode == 0
    assert read_keys(tmp_path / "keys.toml") == first


def test_init_makes_the_keys_of_an_installation(tmp_path: Path) -> None:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LYHORD_")}
    command = [sys.executable, "-m", "lyhord", "init", "--keys"]
    for sentence in ("Keep a copy of it offline.", "as before."):
        done = subprocess.run(
            command, env=kept | {"LYHORD_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, check=True
        )
        assert sentence in done.stdout
    assert start(tmp_path, makes_keys=False).stdout == "False True\n"


WHOLE = {
    "LYHORD_HOSTS": "lyhord.example.org",
    "LYHORD_DISK_ENCRYPTED": "2026-05-04 LUKS",
    "LYHORD_SMTP_URL": "smtp+starttls://mail.example.org:587",
    "LYHORD_MAIL_FROM": "utbildning@example.org",
}
"""What an installation that lacks nothing is told. Without a mail server Django's check says that nothing is sent."""


def test_nothing_is_left_to_harden_in_an_installation(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys.toml")
    # What the browser's tests set would be a fault in an installation.
    unset = ("LYHORD_", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(unset)}
    kept |= {"DJANGO_SETTINGS_MODULE": "lyhord.config.settings", "LYHORD_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "lyhord", "check", "--deploy", "--fail-level", "WARNING"],
        env=kept | WHOLE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_cookies_of_an_installation_are_bound_to_its_host(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys.toml")
    code = (
        "from lyhord.config import settings as s;"
        "print(*[getattr(s, f'{n}_COOKIE_NAME') for n in ('SESSION', 'CSRF', 'LANGUAGE', 'DEVICE')],"
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE)"
    )
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LYHORD_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"LYHORD_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    names = [f"__Host-lyhord-{name}" for name in ("session", "form", "language", "device")]
    assert done.stdout.split() == [*names, "True", "True", "True"]


@pytest.mark.parametrize("text", ["search", "search=0/60", "search=1/x", "no-such=1/1", "search=-1/60"])
def test_limits_that_cannot_be_understood_are_refused(text: str, tmp_path: Path) -> None:
    done = start(tmp_path, LYHORD_RATE_LIMITS=text)
    assert (done.returncode, "LYHORD_RATE_LIMITS must look like" in done.stderr) == (1, True)


def doctor(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LYHORD_")}
    return subprocess.run(
        [sys.executable, "-m", "lyhord", "doctor"],
        env=kept | {"LYHORD_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "lyhord.config.settings"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_doctor_says_what_keeps_the_settings_from_being_read(tmp_path: Path) -> None:
    done = doctor(tmp_path)
    assert (done.returncode, done.stdout.split(".")[0], done.stderr) == (1, "FEL  Nyckelfilen saknas", "")
    make_keys(tmp_path / "keys.toml")
    done = doctor(tmp_path, LYHORD_DISK_ENCRYPTED="ja")
    start = "FEL  Inställningarna går inte att använda: LYHORD_DISK_ENCRYPTED must be a day and how"
    assert (done.returncode, done.stdout.startswith(start), done.stderr) == (1, True, "")


def test_doctor_of_an_empty_installation_says_what_comes_next(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    make_keys(tmp_path / "keys.toml")
    done = doctor(tmp_path, LYHORD_HOSTS="lyhord.example.org", LYHORD_DISK_ENCRYPTED="2026-05-04 LUKS")
    assert (done.returncode, done.stderr) == (1, "")
    assert "ok   Bara tjänsten kommer åt datamappen." in done.stdout
    assert "ändringar av databasen är inte gjorda. Kör lyhord migrate." in done.stdout
    assert done.stdout.splitlines()[-1] == "obs  Resten går inte att se förrän databasen fungerar."
