"""The whole examination, in the order in which things rest on each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain.doctor.boards import check_boards, check_retention
from lyhord.accounts.domain.doctor.database import (
    check_database,
    check_log,
    check_migrations,
    check_worker,
)
from lyhord.accounts.domain.doctor.disk import check_declaration
from lyhord.accounts.domain.doctor.findings import Finding, Level, note
from lyhord.accounts.domain.doctor.keys import check_key_file
from lyhord.accounts.domain.doctor.machine import (
    check_addresses,
    check_files,
    check_folder,
    check_room,
    check_static_files,
)


def examine(*, now: dt.datetime) -> Iterator[Finding]:
    """Yield a finding for each check. Changes nothing. What needs the database is left out when it cannot be used."""
    today = timezone.localdate(now)
    yield check_key_file(settings.KEY_FILE)
    yield check_folder(settings.DATA_DIR)
    yield check_files((settings.AUDIT_CHECKPOINT_FILE, settings.ERASURE_FILE))
    yield check_room(settings.DATA_DIR)
    yield check_declaration(today)
    yield from check_addresses()
    yield check_static_files()
    for check in (check_database, check_migrations):
        finding = check()
        yield finding
        if finding.level == Level.FAULT:
            yield note(_("Resten går inte att se förrän databasen fungerar."))
            return
    yield from check_worker(now)
    yield from check_log(now)
    yield from check_boards(today)
    yield from check_retention(now)
