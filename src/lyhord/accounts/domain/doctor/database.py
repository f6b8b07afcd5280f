"""The database, the audit log and the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.audit.checkpoints import INTERVAL, Checkpoint, CheckpointsDamaged, last_checkpoint
from lyhord.accounts.domain.audit.verify import verify
from lyhord.accounts.domain.doctor.findings import Finding, fault, note, ok
from lyhord.accounts.domain.sweeps import registered_sweeps
from lyhord.accounts.models import AuditEvent, SweepRun, audit_guard

LATEST_ROWS = 10_000
"""How much of the log is looked at when no checkpoint says where to begin."""
SLACK = dt.timedelta(minutes=10)
"""A sweep may wait for a long one before it, and clocks of two machines differ a little."""


def check_database() -> Finding:
    """Never says what the database answered, where names and addresses may stand."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        words = {"kind": type(error).__name__}
        return fault(_("Databasen går inte att nå (%(kind)s). Är den igång, och stämmer LYHORD_DATABASE_URL?") % words)
    return ok(_("Databasen går att nå."))


def check_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if left:
        text = ngettext(
            "%(n)d ändring av databasen är inte gjord. Kör lyhord migrate.",
            "%(n)d ändringar av databasen är inte gjorda. Kör lyhord migrate.",
            left,
        )
        return fault(text % {"n": left})
    return ok(_("Databasen är i takt med programmet."))


def check_log(now: dt.datetime) -> Iterator[Finding]:
    if audit_guard.is_up(connection):
        yield ok(_("Loggen går inte att ändra av misstag."))
    else:
        yield fault(_("Spärren mot ändringar i loggen är borta. Ta reda på vem som tog bort den."))
    yield _check_keys()
    try:
        last = last_checkpoint(settings.AUDIT_CHECKPOINT_FILE)
    except CheckpointsDamaged:
        yield fault(_("Loggens kontrollpunkter är skadade. Kör lyhord audit verify, och spara filen som den är."))
    else:
        yield _check_tail(last)
        yield _check_age(last, now)
    newest = AuditEvent.objects.order_by("-id").values_list("at", flat=True).first()
    if newest is not None and now + SLACK < newest:
        yield fault(_("Klockan går fel: loggen har händelser som inte har hänt än. Ställ klockan rätt."))
    else:
        yield ok(_("Klockan är rimlig."))


def _check_keys() -> Finding:
    """The log goes from one key to the next, so its first and last row tell which it has used."""
    used = AuditEvent.objects.values_list("key_number", flat=True)
    first, last = used.order_by("id").first(), used.order_by("-id").first()
    if first is None or last is None:
        return ok(_("Loggens nycklar finns i nyckelfilen."))
    lost = [number for number in range(first, last + 1) if number not in settings.KEYS.audit]
    if lost:
        words = _("Loggens nyckel %(number)d saknas i nyckelfilen, så en del av loggen går inte att kontrollera.")
        return fault(f"{words % {'number': lost[0]}} {_('Lägg tillbaka er kopia av filen.')}")
    return ok(_("Loggens nycklar finns i nyckelfilen."))


def _check_tail(last: Checkpoint | None) -> Finding:
    """What is new since the last checkpoint. The whole log is read by `lyhord audit verify`."""
    end = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    first = last.id if last else max(1, end - LATEST_ROWS + 1)
    verdict = verify(
        connection, keys=settings.KEYS.audit, checkpoint_file=settings.AUDIT_CHECKPOINT_FILE, first_id=first
    )
    if verdict.is_whole:
        return ok(_("Loggens slut är helt."))
    return fault(
        _("Loggen är ändrad, eller nyckelfilen är en annan. Kör lyhord audit verify, och spara det den säger.")
    )


def _check_age(last: Checkpoint | None, now: dt.datetime) -> Finding:
    """Checkpoints come each hour, but only when something has been written meanwhile."""
    seen = last.id if last else 0
    waiting = AuditEvent.objects.filter(id__gt=seen).order_by("id").values_list("at", flat=True).first()
    if waiting is not None and now - max(waiting, last.at if last else waiting) > 2 * INTERVAL:
        return fault(_("Loggen har ingen kontrollpunkt från de senaste två timmarna. Starta om tjänsten."))
    if last is None:
        return note(_("Loggen har ingen kontrollpunkt än. Den första kommer inom en timme."))
    return ok(_("Loggens senaste kontrollpunkt är ny."))


def check_worker(now: dt.datetime) -> Iterator[Finding]:
    """A sweep that fails is late while the others are not; when all are late, nobody runs them."""
    limit = max(SLACK, dt.timedelta(seconds=10 * settings.SWEEP_SECONDS))
    finished = dict(SweepRun.objects.values_list("name", "finished_at"))
    names = [sweep.name for sweep in registered_sweeps(is_urgent=False)]
    late = [name for name in names if name not in finished or now - finished[name] > limit]
    if len(late) == len(names):
        yield fault(_("Arbetaren är inte igång, så inget sköts i bakgrunden. Starta om tjänsten: script/server."))
        return
    yield ok(_("Arbetaren är igång."))
    for name in late:
        yield fault(_("Svepet %(name)s blir inte klart. Serverns logg säger varför.") % {"name": name})
