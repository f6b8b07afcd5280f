"""How long plans are kept: what has ended, and what goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_also, register_record_kind
from lyhord.organisation.models import Board
from lyhord.people.domain.retention import LEAVERS, TRAINERS_GONE
from lyhord.planning.enums import DraftState
from lyhord.planning.models import DraftReply, FeedToken, Pin, PlanDraft, PlanProgress, PlanRun


def unused_runs(owner: Board) -> Iterator[Ended]:
    """Yield runs that ended and became nothing: no draft, or one that was dropped. What was adopted stays."""
    rows = PlanRun.objects.filter(owner=owner, ended_at__isnull=False).only("ended_at", "asked_at", "state")
    for row in rows.filter(Q(draft=None) | Q(draft__state=DraftState.DROPPED)):
        if row.ended_at is not None:
            yield Ended(timezone.localdate(row.ended_at), row.pk, str(row))


def adopted_runs(owner: Board) -> Iterator[Ended]:
    """Yield runs whose draft was adopted, from the end of the period that the decision is planned for, if later."""
    rows = PlanRun.objects.filter(owner=owner, draft__state=DraftState.ADOPTED, draft__adopted_at__isnull=False)
    for row in rows.select_related("draft", "decision__plan_settings").defer("problem", "old_plan", "best", "result"):
        adopted_at, settings = row.draft.adopted_at, getattr(row.decision, "plan_settings", None)
        if adopted_at is not None:
            days = [timezone.localdate(adopted_at), *([settings.ends_before] if settings else [])]
            yield Ended(max(days), row.pk, f"{row.draft}, {row.decision}")


def revoked_feeds(owner: Board) -> Iterator[Ended]:
    rows = FeedToken.objects.filter(owner=owner, revoked_at__isnull=False)
    for row in rows.select_related("place", "employee", "trainer"):
        if row.revoked_at is not None:
            yield Ended(timezone.localdate(row.revoked_at), row.pk, str(row))


def remove_feed(id: uuid.UUID) -> None:
    FeedToken.objects.filter(pk=id).delete()


def remove_run(id: uuid.UUID) -> None:
    PlanDraft.objects.filter(run=id).delete()
    PlanRun.objects.filter(pk=id).delete()


def forget_employee(id: uuid.UUID) -> None:
    """Take away the calendar addresses and the replies of an employee who goes."""
    FeedToken.objects.filter(employee=id).delete()
    DraftReply.objects.filter(employee=id).delete()


def forget_trainer(id: uuid.UUID) -> None:
    """Take away the calendar addresses and the replies of a trainer who goes."""
    FeedToken.objects.filter(trainer=id).delete()
    DraftReply.objects.filter(trainer=id).delete()


def register() -> None:
    register_also(LEAVERS, forget_employee)
    register_also(TRAINERS_GONE, forget_trainer)
    register_record_kind(
        RecordKind(
            "planer",
            _("Planer som inte blev av"),
            _("Körningen, utkastet och svaren tas bort. Antagna planer står kvar."),
            unused_runs,
            remove_run,
            (PlanRun, PlanProgress, PlanDraft, DraftReply, Pin),
        )
    )
    register_record_kind(
        RecordKind(
            "antagna-planer",
            _("Antagna planer vars tid är slut"),
            _("Körningen, utkastet och svaren tas bort. Tillfällen och besök som planen gav står kvar."),
            adopted_runs,
            remove_run,
            (),
        )
    )
    register_record_kind(
        RecordKind(
            "kalenderadresser",
            _("Kalenderadresser som har återkallats"),
            _("Adressen och vem som skapade den tas bort. Den har inte gått att öppna sedan den återkallades."),
            revoked_feeds,
            remove_feed,
            (FeedToken,),
        )
    )
