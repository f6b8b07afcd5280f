"""The operator's word that disk and copies are encrypted. Why it is a word: docs/runbooks/backup.md."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lyhord.accounts.domain.doctor.findings import Finding, fault, note, ok
from lyhord.common import clock

HOLDS = dt.timedelta(days=366)
"""After so long somebody should look again, and say it anew."""


def check_declaration(today: dt.date) -> Finding:
    declared = settings.DISK_ENCRYPTED
    if declared is None:
        return fault(
            _(
                "Ingen har intygat att disk och kopior är krypterade. Läs docs/runbooks/backup.md, "
                "och sätt sedan LYHORD_DISK_ENCRYPTED till dagens datum och hur."
            )
        )
    day, _how = declared
    if day > today:
        return fault(_("LYHORD_DISK_ENCRYPTED har en dag som inte har varit. Sätt den dag då någon tittade."))
    words = {"day": date_format(day)}
    if today - day > HOLDS:
        return note(
            _("Det är mer än ett år sedan någon intygade att disk och kopior är krypterade: %(day)s. Titta igen.")
            % words
        )
    return ok(_("Disk och kopior är krypterade, enligt intyg %(day)s.") % words)


def declaration_check(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Let `check --deploy`, and so `script/server`, refuse an installation where nobody has said it."""
    if settings.DEBUG or settings.DEMO:
        return []
    if settings.DISK_ENCRYPTED is None or settings.DISK_ENCRYPTED[0] > clock.today():
        hint = "Read docs/runbooks/backup.md, then set LYHORD_DISK_ENCRYPTED to the day somebody looked, and how."
        return [checks.Error("Nobody has declared that disk and copies are encrypted.", hint=hint, id="lyhord.E001")]
    return []
