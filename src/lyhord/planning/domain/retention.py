"""How long plans are kept: what has ended, and what goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_also, register_record_kind
from lyhord.organisation.models import Board
from lyhord.planning.enums import DraftState
from lyhord.planning.models import DraftReply, FeedToken, PlanDraft, PlanRun


def unused_runs(owner: Board) -> Iterator[Ended]:
    """Yield runs that ended and became nothing: no draft, or one that was dropped. What was adopted stays."""
    rows = PlanRun.objects.filter(owner=owner, ended_at__isnull=False).only("ended_at", "asked_at", "state")
    for row in rows.filter(Q(draft=None) | Q(draft__state=DraftState.DROPPED)):
        if row.ended_at is not None:
            yield Ended(timezone.localdate(row.ended_at), row.pk, str(row))


def remove_run(id: uuid.UUID) -> None:
    PlanDraft.objects.filter(run=id).delete()
    PlanRun.objects.filter(pk=id).delete()


def forget_employee(id: uuid.UUID) -> None:
    """Take away the calendar addresses and the replies of an employee who goes."""
    FeedToken.objects.filter(employee=id).delete()
    DraftReply.objects.filter(employee=id).delete()


def register() -> None:
    register_also("medarbetare-som-slutat", forget_employee)
    register_record_kind(
        RecordKind(
            "planer",
            _("Planer som inte blev av"),
            _("Körningen, utkastet och svaren tas bort. Antagna planer står kvar."),
            unused_runs,
            remove_run,
        )
    )
