"""`lyhord doctor` finds what is wrong, each thing broken for real, and is content with what is right."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit.checkpoints import write_checkpoint
from lyhord.accounts.domain.doctor import machine
from lyhord.accounts.domain.doctor.boards import check_boards, check_retention
from lyhord.accounts.domain.doctor.database import check_database, check_log, check_migrations, check_worker
from lyhord.accounts.domain.doctor.disk import check_declaration, declaration_check
from lyhord.accounts.domain.doctor.findings import Finding, Level
from lyhord.accounts.domain.doctor.keys import check_key_file
from lyhord.accounts.domain.retention.kinds import kinds
from lyhord.accounts.domain.sweeps import registered_sweeps
from lyhord.accounts.enums import Role
from lyhord.accounts.management.commands.worker import note_finished
from lyhord.accounts.models import RetentionPass, RetentionRule, RoleGrant, audit_guard
from lyhord.common.keys import make_keys
from tests.factories import Cast, make_board, make_user

NOW = dt.datetime(2025, 10, 6, 9, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
IN_EARNEST = {
    "DEBUG": False,
    "DEMO": False,
    "ALLOWED_HOSTS": ["lyhord.example.org"],
    "SECURE_SSL_REDIRECT": True,
    "BEHIND_PROXY": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


def wrong(findings: Any) -> list[str]:
    """Return what is not in order, as the user reads it."""
    return [str(finding) for finding in findings if finding.level != Level.OK]


def only(finding: Finding) -> str:
    return str(finding)


@pytest.fixture
def log(db: None, settings: Any, tmp_path: Path) -> Path:
    """A log of three rows, with a checkpoint at the second, an hour ago. Returns the checkpoints' file."""
    settings.AUDIT_CHECKPOINT_FILE = path = tmp_path / "audit-checkpoints"
    for number in range(3):
        with transaction.atomic():
            audit.record("places.check", actor=None, at=NOW - HOUR)
        if number == 1:
            write_checkpoint(path=path, now=NOW - HOUR)
    return path


def test_key_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    assert only(check_key_file(path)).startswith("FEL  Nyckelfilen saknas.")
    make_keys(path)
    assert check_key_file(path).level == Level.OK
    path.chmod(0o644)
    assert only(check_key_file(path)) == f"FEL  Andra än tjänsten kan läsa nyckelfilen. Kör chmod 600 på den: {path}"
    path.chmod(0o600)
    path.write_text("audit = ")
    assert only(check_key_file(path)).startswith("FEL  Nyckelfilen är skadad")


def test_folder_and_files(tmp_path: Path) -> None:
    assert only(machine.check_folder(tmp_path / "none")).startswith("FEL  Datamappen")
    tmp_path.chmod(0o750)
    assert only(machine.check_folder(tmp_path)).endswith(f"Kör chmod 700 {tmp_path}")
    tmp_path.chmod(0o700)
    assert machine.check_folder(tmp_path).level == Level.OK
    file = tmp_path / "erasures"
    assert machine.check_files((file,)).level == Level.OK
    file.touch(0o644)
    assert only(machine.check_files((file,))) == f"FEL  Andra än tjänsten kommer åt {file}. Kör chmod 600 på den."


@pytest.mark.parametrize(("free", "level"), [(4, Level.FAULT), (10, Level.NOTE), (50, Level.OK)])
def test_room_on_the_disk(free: int, level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = machine.shutil.disk_usage(tmp_path)._replace(total=100, free=free)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage)
    assert machine.check_room(tmp_path).level == level


ADDRESSES: dict[str, tuple[dict[str, Any], str]] = {
    "any name": ({"ALLOWED_HOSTS": ["*"]}, "FEL  LYHORD_HOSTS släpper in vilket namn som helst."),
    "no name": ({"ALLOWED_HOSTS": ["localhost"]}, "FEL  Webbplatsen nås bara från maskinen själv."),
    "no HTTPS": ({"SECURE_SSL_REDIRECT": False}, "FEL  HTTPS är avstängt"),
    "no proxy": ({"BEHIND_PROXY": False}, "FEL  Webbservern talar inte HTTPS själv."),
    "loose cookies": ({"SESSION_COOKIE_SECURE": False}, "FEL  Kontrollen av inställningarna hittar mer: security.W0"),
    "a demo": ({"DEMO": True}, "obs  Det här är ett provläge"),
}


@pytest.mark.parametrize(("broken", "sentence"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses(broken: dict[str, Any], sentence: str) -> None:
    with override_settings(**IN_EARNEST):
        assert wrong(machine.check_addresses()) == []
    with override_settings(**(IN_EARNEST | broken)):
        assert wrong(machine.check_addresses())[0].startswith(sentence)


def test_static_files(tmp_path: Path) -> None:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        assert only(machine.check_static_files()).startswith("FEL  Statiska filer är inte samlade.")
        call_command("collectstatic", interactive=False, verbosity=0)
        assert machine.check_static_files().level == Level.OK
        manifest = tmp_path / "staticfiles.json"
        content = json.loads(manifest.read_text())
        content["paths"].popitem()
        manifest.write_text(json.dumps(content))
        staticfiles_storage.hashed_files, _ = staticfiles_storage.load_manifest()
        assert only(machine.check_static_files()).startswith("FEL  Statiska filer är från en äldre version.")
    assert machine.check_static_files().level == Level.NOTE


DECLARED: dict[str, tuple[Any, str]] = {
    "nothing": (None, "FEL  Ingen har intygat att disk och kopior är krypterade."),
    "in the future": ((TODAY + DAY, "LUKS"), "FEL  LYHORD_DISK_ENCRYPTED har en dag som inte har varit."),
    "long ago": ((TODAY - 400 * DAY, "LUKS"), "obs  Det är mer än ett år sedan någon intygade"),
    "lately": ((TODAY - DAY, "LUKS"), "ok   Disk och kopior är krypterade, enligt intyg 5 okt 2025."),
}


@pytest.mark.parametrize(("declared", "sentence"), DECLARED.values(), ids=DECLARED)
def test_declaration_that_the_disk_is_encrypted(declared: Any, sentence: str, settings: Any) -> None:
    settings.DISK_ENCRYPTED = declared
    assert only(check_declaration(TODAY)).startswith(sentence)


def test_deploy_check_refuses_an_installation_without_the_declaration(settings: Any) -> None:
    settings.DEBUG = settings.DEMO = False
    for declared, ids in ((None, ["lyhord.E001"]), ((dt.date(2025, 10, 5), "LUKS"), [])):
        settings.DISK_ENCRYPTED = declared
        assert [message.id for message in declaration_check(None)] == ids
    settings.DISK_ENCRYPTED, settings.DEMO = None, True
    assert declaration_check(None) == []


def test_database_that_is_not_there(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_database().level == Level.OK

    def refuse() -> None:
        raise connection.Database.OperationalError("password of anna at 10.0.0.7")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", connection.wrap_database_errors(refuse))
        finding = check_database()
    assert only(finding) == (
        "FEL  Databasen går inte att nå (OperationalError). Är den igång, och stämmer LYHORD_DATABASE_URL?"
    )


def test_migrations_that_are_not_applied(db: None) -> None:
    assert check_migrations().level == Level.OK
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "people")
    recorder.record_unapplied("people", newest)
    assert only(check_migrations()).startswith("FEL  1 ändring av databasen är inte gjord.")


def test_worker_that_stands_still_or_fails(db: None) -> None:
    assert wrong(check_worker(NOW))[0].startswith("FEL  Arbetaren är inte igång")
    for sweep in registered_sweeps(is_urgent=False):
        note_finished(sweep.name, NOW - dt.timedelta(seconds=30))
    assert wrong(check_worker(NOW)) == []
    note_finished("accounts.retention", NOW - HOUR)
    assert wrong(check_worker(NOW)) == ["FEL  Svepet accounts.retention blir inte klart. Serverns logg säger varför."]
    assert wrong(check_worker(NOW + HOUR))[0].startswith("FEL  Arbetaren är inte igång")


@pytest.mark.django_db(transaction=True)
def test_worker_leaves_a_sign_of_life() -> None:
    call_command("worker", "--once")
    assert wrong(check_worker(dt.datetime.now(dt.UTC))) == []


def tamper(statement: str) -> None:
    with audit_guard.lifted(connection), connection.cursor() as cursor:
        cursor.execute(statement)


BROKEN_LOGS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "the last row is changed": (
        lambda _: tamper("UPDATE accounts_auditevent SET action = 'x' WHERE id = 3"),
        "FEL  Loggen är ändrad",
    ),
    "the end is cut off": (lambda _: tamper("DELETE FROM accounts_auditevent WHERE id >= 2"), "FEL  Loggen är ändrad"),
    "a key is lost": (
        lambda _: tamper("UPDATE accounts_auditevent SET key_number = 7 WHERE id = 3"),
        "FEL  Loggens nyckel 2 saknas i nyckelfilen, så en del av loggen går inte att kontrollera.",
    ),
    "the guard is gone": (lambda _: audit_guard.take_down(connection), "FEL  Spärren mot ändringar"),
    "the checkpoints are damaged": (lambda path: path.write_text("[1, 2"), "FEL  Loggens kontrollpunkter är skadade."),
    "the checkpoints are gone": (lambda path: path.unlink(), "obs  Loggen har ingen kontrollpunkt än."),
}


@pytest.mark.parametrize(("act", "sentence"), BROKEN_LOGS.values(), ids=BROKEN_LOGS)
def test_log(act: Callable[[Path], Any], sentence: str, log: Path) -> None:
    assert wrong(check_log(NOW)) == []
    act(log)
    assert wrong(check_log(NOW))[0].startswith(sentence)


def test_old_checkpoint_and_wrong_clock(log: Path) -> None:
    late = wrong(check_log(NOW + 2 * HOUR))
    assert late == ["FEL  Loggen har ingen kontrollpunkt från de senaste två timmarna. Starta om tjänsten."]
    write_checkpoint(path=log, now=NOW + 2 * HOUR)
    assert wrong(check_log(NOW + 99 * HOUR)) == []  # nothing has happened since
    assert wrong(check_log(NOW - 2 * HOUR))[-1].startswith("FEL  Klockan går fel")


def test_boards_with_too_few_administrators_and_roles_that_end(db: None) -> None:
    assert wrong(check_boards(TODAY)) == ["obs  Det finns inga nämnder än. Kör lyhord init."]
    board = make_board("Äldrenämnden")
    make_user((Role.ACCESS_ADMINISTRATOR, board), name="Anna Exempel")
    reader = make_user((Role.BOARD_READER, board), name="Bo Exempel")
    RoleGrant.objects.filter(user=reader).update(ends_before=TODAY + 20 * DAY)
    assert wrong(check_boards(TODAY)) == [
        "FEL  Äldrenämnden har bara 1 behörighetsadministratör, och ensam kan ingen ge en roll. Kör lyhord admins add.",
        "obs  Äldrenämnden: 1 roll slutar inom 30 dagar. Behörighetsadministratörerna ser vilken.",
    ]
    make_user((Role.ACCESS_ADMINISTRATOR, board))
    assert [finding.level for finding in check_boards(TODAY)] == [Level.OK, Level.NOTE]


def test_retention_that_stands_still(cast: Cast) -> None:
    assert wrong(check_retention(NOW))[0].startswith("obs  Ingen nämnd har lagt in")
    rule = RetentionRule.objects.create(
        owner=cast.board,
        kind=kinds()[0].code,
        months=24,
        diary_number="EX 1",
        decided_on=TODAY,
        entered_by=cast.coordinator,
        entered_at=NOW - 3 * DAY,
    )
    assert wrong(check_retention(NOW))[0].startswith("FEL  Gallringen har inte gått på två dagar.")
    RetentionPass.objects.create(at=NOW - HOUR)
    assert wrong(check_retention(NOW)) == []
    assert wrong(check_retention(NOW - DAY))[0].startswith("FEL  Gallringen står still: klockan har gått bakåt.")
    rule.stopped_at = NOW
    rule.save()
    assert wrong(check_retention(NOW)) == [
        f"FEL  {cast.board}: gallringen av {kinds()[0].title} har stannat, för den ville ta mer än nämnden sett. "
        "Se över regeln."
    ]


def test_command_tells_a_line_a_check_fails_and_names_nobody(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.AUDIT_CHECKPOINT_FILE = tmp_path, tmp_path / "audit-checkpoints"
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    lines = out.getvalue().splitlines()
    assert ended.value.code == 1
    assert {line[:5] for line in lines} <= {"ok   ", "obs  ", "FEL  "}
    assert "FEL  Arbetaren är inte igång, så inget sköts i bakgrunden. Starta om tjänsten: script/server." in lines
    keys = settings.KEYS
    for secret in (keys.django, keys.audit[1], keys.factors, cast.coordinator.username, str(cast.employee_row)):
        assert secret not in out.getvalue()
