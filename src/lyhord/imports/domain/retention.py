"""How long files that have been read in are remembered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_record_kind
from lyhord.imports.models import ImportRun, ImportState
from lyhord.organisation.models import Board


def decided_runs(owner: Board) -> Iterator[Ended]:
    for row in ImportRun.objects.filter(owner=owner).exclude(state=ImportState.PREVIEW).defer("content", "preview"):
        yield Ended(timezone.localdate(row.uploaded_at), row.pk, row.filename)


def remove_run(id: uuid.UUID) -> None:
    ImportRun.objects.filter(pk=id).delete()


def register() -> None:
    register_record_kind(
        RecordKind(
            "inlasta-filer",
            _("Inlästa filer"),
            _("Att filen har lästs in tas bort. Själva filen är redan borta, och registret ändras inte."),
            decided_runs,
            remove_run,
            (ImportRun,),
        )
    )
