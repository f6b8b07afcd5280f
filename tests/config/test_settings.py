"""Settings that together would be dangerous are refused at start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DANGEROUS = {
    "the demo on a public name": {"LYHORD_DEMO": "1", "LYHORD_HOSTS": "lyhord.example.org"},
    "the demo on every name": {"LYHORD_DEMO": "1", "LYHORD_HOSTS": "localhost,*"},
    "the demo with HTTPS": {"LYHORD_DEMO": "1", "LYHORD_HTTPS": "1"},
    "a pretended day in earnest": {"LYHORD_TODAY": "2025-10-06"},
    "a day that is no day": {"LYHORD_DEMO": "1", "LYHORD_TODAY": "6 oktober"},
    "another kind of database": {"LYHORD_DATABASE_URL": "mysql://localhost/lyhord"},
}


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
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


def test_secret_key_is_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    start(tmp_path)
    key = tmp_path / "secret-key"
    first = key.read_text()
    start(tmp_path)
    assert (key.read_text(), key.stat().st_mode & 0o777, len(first)) == (first, 0o600, 50)
