"""The key of the audit log is exchanged while others write. An older one is then worth nothing; a lost one is told."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit.checkpoints import write_checkpoint
from lyhord.accounts.domain.audit.keys import AuditKeyGone
from lyhord.accounts.domain.audit.verify import Verdict, verify
from lyhord.accounts.models import AuditEvent
from lyhord.accounts.models.audit_chain import event_mac, keyed_hash
from lyhord.common.keys import add_audit_key, make_keys, read_keys
from tests.accounts.tampering import put_in, tamper

NOW = dt.datetime(2025, 10, 6, 9, 30, tzinfo=dt.UTC)


def write(rows: int) -> None:
    for _number in range(rows):
        with transaction.atomic():
            audit.record("places.check", actor=None, at=NOW)


@pytest.fixture
def key_file(db: None, settings: Any, tmp_path: Path) -> Path:
    """A log of three rows with key 1 and a checkpoint, then the exchange, and three rows more.

    `settings.KEYS` stays as it was: this process is one that began before the exchange.
    """
    settings.KEY_FILE, settings.AUDIT_CHECKPOINT_FILE = tmp_path / "keys.toml", tmp_path / "audit-checkpoints"
    settings.KEYS = make_keys(settings.KEY_FILE)
    write(3)
    write_checkpoint(path=settings.AUDIT_CHECKPOINT_FILE, now=NOW)
    out = io.StringIO()
    call_command("keys", "rotate", stdout=out)
    assert out.getvalue().startswith("Key 2 is in use, from row 4 of the audit log.\n")
    write(3)
    return tmp_path / "keys.toml"


def verdict(keys: Mapping[int, str], *, with_checkpoints: bool = True) -> Verdict:
    path = live.AUDIT_CHECKPOINT_FILE
    return verify(connection, keys=keys, checkpoint_file=path if with_checkpoints else path.with_name("none"))


def without(path: Path, number: int) -> Mapping[int, str]:
    """Take a key out of the file. Returns those that are left."""
    path.write_text("".join(line for line in path.read_text().splitlines(True) if f"audit_{number}" not in line))
    return read_keys(path).audit


def test_log_that_used_two_keys_is_whole_and_who_began_before_follows(key_file: Path) -> None:
    assert [*AuditEvent.objects.values_list("key_number", flat=True)] == [1, 1, 1, 2, 2, 2, 2]
    event = AuditEvent.objects.get(pk=4)
    assert (event.action, event.counts) == ("accounts.rotate_audit_key", {"key": 2})
    assert verdict(read_keys(key_file).audit) == Verdict(7, 2, 7, ())


def test_lost_key_is_told_with_its_rows_and_the_rest_is_still_judged(key_file: Path) -> None:
    left = without(key_file, 1)
    found = verdict(left)
    assert (found.rows, found.checkpoints) == (4, 1)
    [fault] = found.faults
    assert fault.startswith("Key 1 is not in the key file, so rows 1 to 3 cannot be verified. Put back the copy")
    tamper("UPDATE LOG SET action = 'other' WHERE id = 6")
    assert verdict(left).faults[0].startswith("Row 6 has been changed")


def test_rows_of_a_lost_key_must_still_hang_together(key_file: Path) -> None:
    tamper("UPDATE LOG SET previous_mac = 'ab' WHERE id = 2")
    assert verdict(without(key_file, 1)).faults[0].startswith("Row 2 does not continue from row 1")


def test_nothing_is_written_when_the_newest_key_is_lost(key_file: Path, settings: Any) -> None:
    settings.KEY_FILE = key_file.rename(key_file.with_name("older-copy.toml"))
    left = without(settings.KEY_FILE, 2)
    with pytest.raises(AuditKeyGone, match="written with key 2, which is not in"):
        write(1)
    with pytest.raises(AuditKeyGone):
        write_checkpoint(path=settings.AUDIT_CHECKPOINT_FILE, now=NOW)
    assert AuditEvent.objects.count() == 7
    assert verdict(left).faults[0].startswith("Key 2 is not in the key file, so rows 4 to 7")


def forged(key: str) -> str:
    """Return a row 8 by somebody who has a key and the database."""
    previous = AuditEvent.objects.get(pk=7).mac
    fields: dict[str, Any] = {"id": 8, "at": 1, "action": "a", "object_type": "", "view": "", "filter_hash": ""}
    mac = event_mac(key=key, **fields, counts={}, actor=None, owner=None, object_id=None, previous_mac=previous)
    return put_in(id=8, key_number=1, previous_mac=previous, mac=mac)


def test_older_key_adds_nothing_to_the_log(key_file: Path) -> None:
    keys = read_keys(key_file).audit
    tamper(forged(keys[1]))
    assert verdict(keys).faults[0].startswith("Row 8 has been changed or put there by somebody else: key 2 comes")


def test_older_key_cannot_write_the_end_anew_even_without_checkpoints(key_file: Path, settings: Any) -> None:
    """Somebody has a leaked key 1 and the database: they cut off what key 2 wrote, and go on as if it never was."""
    keys = read_keys(key_file).audit
    tamper("DELETE FROM LOG WHERE id > 3")
    assert settings.KEYS.audit == {1: keys[1]}
    write(5)
    [fault] = verdict(keys, with_checkpoints=False).faults
    assert fault.startswith("The log ends with key 1, but the key file has key 2")


def test_checkpoints_of_a_lost_key_are_worth_nothing_and_the_others_hold(key_file: Path) -> None:
    tamper("DELETE FROM LOG WHERE id > 3")
    faults = verdict(without(key_file, 1)).faults
    assert faults[0].startswith("The end of the log is cut off: it ends with row 3, but a checkpoint has seen row 4.")


def signed(key: str, *fields: Any) -> str:
    return json.dumps([*fields, keyed_hash(key, "checkpoint", json.dumps(fields, separators=(",", ":")))]) + "\n"


def test_checkpoint_of_an_older_key_after_a_newer_one_is_refused(key_file: Path) -> None:
    keys, path = read_keys(key_file).audit, live.AUDIT_CHECKPOINT_FILE
    last = json.loads(path.read_text().splitlines()[-1])[-1]
    event = AuditEvent.objects.get(pk=7)
    before = path.read_text()
    path.write_text(before + signed(keys[1], 7, event.mac, 1, last, 1))
    assert "Line 3 of" in verdict(keys).faults[0]
    path.write_text(before + signed(keys[2], 7, event.mac, 1, last, 2))
    assert verdict(keys) == Verdict(7, 3, 7, ())


def test_lines_from_before_keys_had_numbers_still_hold(key_file: Path) -> None:
    keys, path = read_keys(key_file).audit, live.AUDIT_CHECKPOINT_FILE
    path.write_text(signed(keys[1], 3, AuditEvent.objects.get(pk=3).mac, 1, ""))
    write_checkpoint(path=path, now=NOW)
    assert verdict(keys) == Verdict(7, 2, 7, ())


def test_exchanging_again_goes_on(key_file: Path) -> None:
    call_command("keys", "rotate", stdout=io.StringIO())
    write(1)
    assert verdict(read_keys(key_file).audit) == Verdict(9, 3, 9, ())
    assert AuditEvent.objects.order_by("-id").values_list("key_number", flat=True).first() == 3


def test_exchange_that_was_cut_short_is_ended_by_the_next_event(key_file: Path, settings: Any) -> None:
    add_audit_key(key_file)
    assert (
        verdict(read_keys(key_file).audit).faults[0].startswith("The log ends with key 2, but the key file has key 3")
    )
    settings.KEYS = read_keys(key_file)
    write(1)
    assert verdict(read_keys(key_file).audit).is_whole


def test_command_tells_in_a_sentence_what_is_wrong_with_the_file(key_file: Path) -> None:
    key_file.chmod(0o640)
    with pytest.raises(CommandError, match="Others may read the key file"):
        call_command("keys", "rotate")
    key_file.unlink()
    with pytest.raises(CommandError, match="is missing"):
        call_command("keys", "rotate")
    assert AuditEvent.objects.count() == 7
