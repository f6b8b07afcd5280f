"""`lyhord audit verify` finds every kind of tampering, names the first bad row, and never cries wolf."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit import verify as audit_verify
from lyhord.accounts.domain.audit.checkpoints import (
    LogShorterThanCheckpoint,
    checkpoint_when_due,
    write_checkpoint,
)
from lyhord.accounts.models import AuditEvent
from tests.accounts.tampering import tamper, tamperings
from tests.factories import make_board, make_user

NOW = dt.datetime(2025, 10, 6, 9, 30, tzinfo=dt.UTC)
ROWS = 12


@pytest.fixture
def checkpoints(db: None, settings: object, tmp_path: Path) -> Path:
    """A log of twelve rows of every kind, with checkpoints at rows 4, 8 and 12."""
    path: Path = tmp_path / "audit-checkpoints"
    settings.AUDIT_CHECKPOINT_FILE = path  # type: ignore[attr-defined]  # pytest-django's settings
    user, board = make_user(), make_board("Äldrenämnden ”exempel”")
    for number in range(1, ROWS + 1):
        with transaction.atomic():
            audit.record(
                "places.check",
                actor=user if number % 2 else None,
                obj=board if number % 3 else None,
                owner=board if number % 4 else None,
                view="places:place-list" if number % 5 == 0 else "",
                filter_hash=audit.hash_of_filter("q=å" if number % 5 == 0 else ""),
                counts={"rows": number, "a": 0} if number % 2 else {},
                at=NOW + dt.timedelta(minutes=number),
            )
        if number % 4 == 0:
            assert write_checkpoint(path=path, now=NOW + dt.timedelta(hours=number))
    return path


def verdict_now(path: Path) -> audit_verify.Verdict:
    from django.conf import settings

    return audit_verify.verify(connection, keys=settings.KEYS.audit, checkpoint_file=path)


def test_log_as_it_was_written_is_whole(checkpoints: Path) -> None:
    assert verdict_now(checkpoints) == audit_verify.Verdict(ROWS, 3, ROWS, ())


def test_rows_are_read_in_portions(checkpoints: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_verify, "PORTION", 5)
    assert verdict_now(checkpoints).rows == ROWS


EDITS = {
    "at": "at = at + 1",
    "actor": "actor_id = NULL",
    "action": "action = 'places.close'",
    "owner": "owner_id = NULL",
    "object_type": "object_type = 'places.meetingplace'",
    "object_id": "object_id = NULL",
    "view": "view = ''",
    "filter_hash": "filter_hash = ''",
    "counts": "counts = '{}'",
    "previous_mac": "previous_mac = 'ab'",
    "key_number": "key_number = 2",
    "mac": "mac = 'ab'",
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_edit_of_any_field_is_found(checkpoints: Path, change: str) -> None:
    tamper(" ".join(["UPDATE LOG SET", change, "WHERE id = 5"]))
    verdict = verdict_now(checkpoints)
    assert (verdict.rows, verdict.faults[0][:24]) == (4, "Row 5 has been changed o")


def test_every_column_of_the_table_is_tampered_with_here() -> None:
    columns = {field.name for field in AuditEvent._meta.concrete_fields}
    assert columns == {*EDITS, "id"}


TAMPERINGS = tamperings(row=6, last=ROWS)


@pytest.mark.parametrize(("statements", "sentence"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_is_found(checkpoints: Path, statements: tuple[str, ...], sentence: str) -> None:
    tamper(*statements)
    (fault,) = verdict_now(checkpoints).faults
    assert sentence in fault


def test_end_that_is_cut_off_and_written_anew_is_found(checkpoints: Path) -> None:
    """Even by somebody who has the key: the checkpoint remembers another row."""
    tamper("DELETE FROM LOG WHERE id > 6")
    for _ in range(6):
        with transaction.atomic():
            audit.record("places.check", actor=None, at=NOW)
    assert verdict_now(checkpoints).faults == ("Row 8 is not the one that was there when its checkpoint was written.",)


def test_another_key_is_told(checkpoints: Path, tmp_path: Path) -> None:
    verdict = audit_verify.verify(connection, keys={1: "x" * 64}, checkpoint_file=tmp_path / "none")
    assert verdict.faults[0].endswith("(or the key file is another one).")


def _without_line(number: int) -> Callable[[list[str]], list[str]]:
    return lambda lines: lines[:number] + lines[number + 1 :]


def _moved(lines: list[str]) -> list[str]:
    fields = json.loads(lines[1])
    return [lines[0], json.dumps([7, *fields[1:]]), lines[2]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_without_line(0), "Line 1 of"),
        (_without_line(1), "Line 2 of"),
        (lambda lines: lines[::-1], "Line 1 of"),
        (_moved, "Line 2 of"),
        (lambda lines: [*lines[:2], "[]"], "the checkpoints are damaged"),
        (lambda lines: [*lines[:2], lines[2][:30]], "the checkpoints are damaged"),
    ],
)
def test_changed_checkpoints_are_found(
    checkpoints: Path, change: Callable[[list[str]], list[str]], sentence: str
) -> None:
    checkpoints.write_text("\n".join(change(checkpoints.read_text().splitlines())) + "\n")
    assert sentence in verdict_now(checkpoints).faults[0]


def test_checkpoint_is_written_once_an_hour_and_only_when_something_has_happened(checkpoints: Path) -> None:
    lines = lambda: len(checkpoints.read_text().splitlines())  # noqa: E731  # a name for a count
    last = NOW + dt.timedelta(hours=12)
    checkpoint_when_due(last + dt.timedelta(hours=2), lambda: False)
    assert lines() == 3
    with transaction.atomic():
        audit.record("places.check", actor=None, at=NOW)
    checkpoint_when_due(last + dt.timedelta(minutes=59), lambda: False)
    assert lines() == 3
    checkpoint_when_due(last + dt.timedelta(minutes=60), lambda: False)
    assert lines() == 4
    assert verdict_now(checkpoints).checkpoints == 4
    assert checkpoints.stat().st_mode & 0o777 == 0o600


def test_worker_complains_when_the_log_has_become_shorter(checkpoints: Path) -> None:
    tamper("DELETE FROM LOG WHERE id > 11")
    with pytest.raises(LogShorterThanCheckpoint):
        write_checkpoint(path=checkpoints, now=NOW)


def test_command_says_it_in_plain_words(checkpoints: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    call_command("audit", "verify", stdout=out, stderr=err)
    assert out.getvalue() == "The audit log is whole: 12 rows, 3 checkpoints agree.\n"
    tamper("DELETE FROM LOG WHERE id = 6")
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify", stdout=out, stderr=err)
    assert (ended.value.code, "The first one missing is row 6." in err.getvalue()) == (1, True)


@pytest.mark.parametrize("name", ["none", "."])
def test_checkpoint_file_that_was_named_and_is_not_there_is_told(checkpoints: Path, name: str) -> None:
    with pytest.raises(CommandError, match="There is no checkpoint file"):
        call_command("audit", "verify", checkpoints=checkpoints.with_name(name) if name != "." else checkpoints.parent)


def test_checkpoints_that_are_no_text_are_damaged(checkpoints: Path) -> None:
    checkpoints.write_bytes(b"\xff\xfe\n")
    assert "cannot be read: the checkpoints are damaged" in verdict_now(checkpoints).faults[0]


def test_command_writes_a_checkpoint(checkpoints: Path) -> None:
    out = io.StringIO()
    call_command("audit", "checkpoint", stdout=out)
    assert out.getvalue() == "Nothing has happened since the last one.\n"


def test_verifier_shares_no_code_with_the_writer() -> None:
    text = Path(audit_verify.__file__).read_text(encoding="utf-8")
    assert "lyhord." not in text.replace('b"lyhord.audit', "")
