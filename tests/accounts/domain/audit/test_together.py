"""Many at once, and killed in the middle: the chain has no gap, no fork, and no act without its event.

What writes or is killed is a process and a session of its own, so that neither its threads nor its signals can take
pytest's worker with them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from lyhord.accounts.domain.audit.verify import verify
from lyhord.accounts.models import AuditEvent
from lyhord.organisation.models import Board

ROOT = Path(__file__).parents[4]
KILLED = """
    import os, signal, sys
    import django
    django.setup()
    from django.db import connection, transaction
    from lyhord.accounts.domain import audit
    from lyhord.organisation.models import Board
    connection.settings_dict["NAME"] = sys.argv[1]
    def end():
        os.kill(os.getpid(), signal.SIGKILL)
    with transaction.atomic():
        board = Board.objects.create(name="Half done")
        if sys.argv[2] == "between act and audit":
            end()
        audit.record("organisation.create_board", actor=None, obj=board, owner=board)
        if sys.argv[2] == "after audit, before commit":
            end()
    end()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "not __import__('django.db', fromlist=['x']).connection.vendor == 'postgresql'", reason="32 writers"
)
def test_32_writers_on_postgresql_make_one_chain(tmp_path: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    done = _run("-m", "tests.accounts.audit_writers", "32", "100", name)
    assert (done.returncode, done.stderr) == (0, "")
    verdict = verify(connection, keys=settings.KEYS.audit, checkpoint_file=tmp_path / "none")
    assert (verdict.rows, verdict.last_id, verdict.faults) == (3200, 3200, ())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "kept"),
    [("between act and audit", 0), ("after audit, before commit", 0), ("after commit", 1)],
)
def test_killed_process_leaves_both_or_neither(moment: str, kept: int, tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        name = str(connection.settings_dict["NAME"])
    else:
        name = str(tmp_path / "lyhord.sqlite3")
        _copy_to(name)
    done = _run("-c", textwrap.dedent(KILLED), name, moment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert _left_in(name) == (kept, kept)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=300,
    )


def _copy_to(path: str) -> None:
    import sqlite3

    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()


def _left_in(name: str) -> tuple[int, int]:
    if connection.vendor == "postgresql":
        return Board.objects.count(), AuditEvent.objects.count()
    import sqlite3

    with sqlite3.connect(name) as copy:
        boards = copy.execute("SELECT count(*) FROM organisation_board").fetchone()[0]
        events = copy.execute("SELECT count(*) FROM accounts_auditevent").fetchone()[0]
    copy.close()
    return boards, events
