"""The operator's commands answer in one sentence when the database is not what they need."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from lyhord.accounts.models import Erasure
from lyhord.common.keys import make_keys
from tests.factories import TODAY, Cast

INIT = ["--board=A", "--administration=B", "--partner-board=C", "--partner-administration=D", "--coordinator=a"]
COMMANDS = {
    "audit verify": ["audit", "verify"],
    "audit checkpoint": ["audit", "checkpoint"],
    "keys rotate": ["keys", "rotate"],
    "admins add": ["admins", "add", "--board=A", "--username=b"],
    "init": ["init", *INIT, "--access-administrator=b", "--access-administrator=c"],
    "retention resume": ["retention", "resume"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_database_of_another_version_is_told(db: None, command: list[str]) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("accounts", max(name for app, name in recorder.applied_migrations() if app == "accounts"))
    with pytest.raises(CommandError) as refused:
        call_command(*command)
    assert str(refused.value) == "The database is not as this version needs it. Run:  lyhord migrate"


def test_database_that_does_not_answer_is_told_without_what_it_said(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys.toml")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LYHORD_")}
    ours = {
        "DJANGO_SETTINGS_MODULE": "lyhord.config.settings",
        "LYHORD_DATA_DIR": str(tmp_path),
        "LYHORD_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "-m", "lyhord", "audit", "verify"],
        env=kept | ours,
        capture_output=True,
        text=True,
        check=False,
    )
    told = "CommandError: The database cannot be reached. What is wrong:  lyhord doctor\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


def test_ledger_that_is_not_there_is_told_and_is_a_fault_when_there_should_be_one(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.ERASURE_FILE = tmp_path / "erasures"
    out = io.StringIO()
    call_command("retention", "reapply", stdout=out)
    assert out.getvalue().startswith(f"There is no ledger {tmp_path}/erasures. Has anything been erased")
    with pytest.raises(CommandError, match="Put back the newest one"):
        call_command("retention", "reapply", ledger=tmp_path / "none")
    Erasure.objects.create(owner=cast.board, kind="x", object_id=uuid.uuid4(), erased_on=TODAY, is_written=True)
    with pytest.raises(CommandError, match="Put back the newest one"):
        call_command("retention", "reapply")
