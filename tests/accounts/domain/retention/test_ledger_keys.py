"""The erasure ledger is signed with the audit log's key, and goes on when that is exchanged."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lyhord.accounts.domain.audit.key_rotation import rotate_audit_key
from lyhord.accounts.domain.retention.kinds import kind_of
from lyhord.accounts.domain.retention.ledger import LedgerTampered, erase, reapply, write_erasures
from lyhord.accounts.models import Erasure
from lyhord.accounts.models.audit_chain import keyed_hash
from lyhord.common.keys import make_keys, read_keys
from tests.factories import TODAY, Cast, make_employee
from tests.factories.rows import at

NOW = at(TODAY, 12)
KIND = kind_of("medarbetare-som-slutat").code


@pytest.fixture
def ledger(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    """Two erasures, one before the key was exchanged and one after."""
    settings.ERASURE_FILE = path = tmp_path / "erasures"
    settings.KEY_FILE, settings.AUDIT_CHECKPOINT_FILE = tmp_path / "keys.toml", tmp_path / "checkpoints"
    settings.KEYS = make_keys(settings.KEY_FILE)
    for number in range(2):
        left = make_employee(f"Exempel Slutat {number}", place=cast.own, ends_before=TODAY - dt.timedelta(days=100))
        erase(kind=KIND, id=left.pk, owner=cast.board, on=TODAY)
        write_erasures(path=path)
        if number == 0:
            rotate_audit_key(key_file=settings.KEY_FILE, checkpoints=settings.AUDIT_CHECKPOINT_FILE, now=NOW)
    settings.KEYS = read_keys(settings.KEY_FILE)
    Erasure.objects.all().delete()
    return path


def test_lines_of_two_keys_are_applied(ledger: Path) -> None:
    assert [json.loads(line)[4] for line in ledger.read_text().splitlines()] == [1, 2]
    assert reapply(path=ledger, now=NOW) == 2


def test_line_of_an_older_key_after_a_newer_one_is_refused(ledger: Path) -> None:
    ledger.write_text("\n".join(reversed(ledger.read_text().splitlines())) + "\n")
    with pytest.raises(LedgerTampered):
        reapply(path=ledger, now=NOW)
    assert not Erasure.objects.exists()


def test_number_of_the_key_is_signed_too(ledger: Path) -> None:
    ledger.write_text(ledger.read_text().replace(", 1, ", ", 2, "))
    with pytest.raises(LedgerTampered):
        reapply(path=ledger, now=NOW)


def test_lost_key_is_told(ledger: Path, settings: Any) -> None:
    settings.KEYS = replace(settings.KEYS, audit={2: settings.KEYS.audit[2]})
    with pytest.raises(CommandError, match=r"Line 1 of the ledger is signed with a key that is not in .*keys\.toml"):
        call_command("retention", "reapply")
    assert not Erasure.objects.exists()


def test_line_from_before_keys_had_numbers_still_holds(ledger: Path, cast: Cast, settings: Any) -> None:
    left = make_employee("Exempel Slutat Förr", place=cast.own, ends_before=TODAY - dt.timedelta(days=100))
    fields = [KIND, str(left.pk), str(cast.board.pk), TODAY.isoformat()]
    signature = keyed_hash(settings.KEYS.audit[1], "erasure", json.dumps(fields))
    ledger.write_text(json.dumps([*fields, signature]) + "\n" + ledger.read_text())
    assert reapply(path=ledger, now=NOW) == 3
