"""Visits are created, moved, cancelled and held: by hand, or many at once from a plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.messaging.domain.calendar import cancel_event, upsert_event
from lyhord.messaging.domain.location import location_of
from lyhord.messaging.domain.titles import neutral_title
from lyhord.messaging.models import CalendarEvent
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace, PopularActivity
from lyhord.training.domain.rows import rows_by_id


class VisitNotPlanned(Exception):
    """The visit has been held or cancelled, so its time no longer changes."""


class VisitNotStarted(Exception):
    """What has not begun cannot have been held."""


class VisitNotHeld(Exception):
    """Only a visit that is marked as held can be taken back."""


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of a plan, in ids of site rows. visit: the existing visit that this is, None for a new one."""

    place: uuid.UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    trainers: tuple[uuid.UUID, ...] = ()
    joins: uuid.UUID | None = None
    visit: uuid.UUID | None = None


@transaction.atomic
def place_visits(
    *,
    planned: Sequence[PlannedVisit],
    cancelled: Iterable[uuid.UUID] = (),
    placed_by: User | None,
    now: dt.datetime,
) -> list[Visit]:
    """Create or move the planned visits, with exactly the named trainers, and cancel the others named.

    Returns the visits in the order of `planned`. A visit that neither names is left as it is; one that is moved
    keeps its title. One audit row for them all. Raises VisitNotPlanned, or ObjectDoesNotExist for an id that is no
    row; then nothing has changed.
    """
    places = rows_by_id(MeetingPlace, (plan.place for plan in planned))
    trainers = rows_by_id(Trainer, (id for plan in planned for id in plan.trainers))
    counts = {"created": 0, "moved": 0, "kept": 0, "cancelled": 0}
    visits = []
    for id in cancelled:
        _cancel(_locked(id), now)
        counts["cancelled"] += 1
    for plan in planned:
        visit = _locked(plan.visit) if plan.visit else Visit(public_title=neutral_title("visit"))
        before = (visit.place_id, visit.starts_at) if plan.visit else None
        _fill(visit, plan, places[plan.place])
        visit.trainers.set([trainers[id] for id in plan.trainers])
        publish(visit, now=now)
        after = (visit.place_id, visit.starts_at)
        counts["created" if before is None else "kept" if before == after else "moved"] += 1
        visits.append(visit)
    owner = visits[0].owner if visits else None
    audit.record("outreach.visits_placed", actor=placed_by, owner=owner, counts=counts, at=now)
    return visits


def lock_visits(ids: Iterable[uuid.UUID]) -> None:
    """Hold the visits until the transaction ends, for an act that writes its first event before `place_visits`."""
    list(Visit.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))


@transaction.atomic
def create_visit(
    *,
    place: MeetingPlace,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    trainers: Iterable[Trainer] = (),
    joins: PopularActivity | None = None,
    public_title: str = "",
    created_by: User | None,
    now: dt.datetime,
) -> Visit:
    """Create a planned visit. public_title: empty for the neutral one."""
    visit = Visit.objects.create(
        owner=place.owner,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        joins=joins,
        public_title=public_title or neutral_title("visit"),
        is_example=place.is_example,
    )
    visit.trainers.set(trainers)
    publish(visit, now=now)
    audit.record("outreach.visit_created", actor=created_by, obj=visit, at=now)
    return visit


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    place: MeetingPlace,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    trainers: Iterable[Trainer],
    joins: PopularActivity | None,
    public_title: str,
    moved_by: User | None,
    now: dt.datetime,
) -> Visit:
    """Give the visit another time, place, title, activity or trainers. Raises VisitNotPlanned."""
    visit = _locked(visit.pk)
    visit.place, visit.owner, visit.is_example = place, place.owner, place.is_example
    visit.starts_at, visit.ends_at, visit.joins, visit.public_title = starts_at, ends_at, joins, public_title
    visit.save()
    visit.trainers.set(trainers)
    publish(visit, now=now)
    audit.record("outreach.visit_moved", actor=moved_by, obj=visit, at=now)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, cancelled_by: User | None, now: dt.datetime) -> Visit:
    """Cancel a planned visit. Raises VisitNotPlanned."""
    visit = _locked(visit.pk)
    _cancel(visit, now)
    audit.record("outreach.visit_cancelled", actor=cancelled_by, obj=visit, at=now)
    return visit


@transaction.atomic
def mark_visit_held(*, visit: Visit, held_by: User | None, now: dt.datetime) -> Visit:
    """Record that the visit took place. Raises VisitNotPlanned, VisitNotStarted."""
    visit = _locked(visit.pk)
    if visit.starts_at > now:
        raise VisitNotStarted(visit.pk)
    visit.state = VisitState.HELD
    visit.save(update_fields=["state"])
    audit.record("outreach.visit_held", actor=held_by, obj=visit, at=now)
    return visit


@transaction.atomic
def undo_visit_held(*, visit: Visit, undone_by: User | None, now: dt.datetime) -> Visit:
    """Take back that the visit was held: it is planned again. Raises VisitNotHeld."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.state != VisitState.HELD:
        raise VisitNotHeld(visit.pk)
    visit.state = VisitState.PLANNED
    visit.save(update_fields=["state"])
    audit.record("outreach.visit_held_undone", actor=undone_by, obj=visit, at=now)
    return visit


def _locked(id: uuid.UUID) -> Visit:
    visit = Visit.objects.select_for_update().get(pk=id)
    if visit.state != VisitState.PLANNED:
        raise VisitNotPlanned(visit.pk)
    return visit


def _fill(visit: Visit, plan: PlannedVisit, place: MeetingPlace) -> None:
    visit.place, visit.owner, visit.is_example = place, place.owner, place.is_example
    visit.starts_at, visit.ends_at, visit.joins_id = plan.starts_at, plan.ends_at, plan.joins
    visit.save()


def _cancel(visit: Visit, now: dt.datetime) -> None:
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])
    if CalendarEvent.objects.filter(subject=visit.pk).exists():
        cancel_event(subject=visit.pk, now=now)


def publish(visit: Visit, *, now: dt.datetime) -> None:
    """Bring the visit's event up to date. The caller is in a transaction and holds the visit."""
    upsert_event(
        subject=visit.pk,
        owner=visit.owner,
        place=visit.place,
        title=visit.public_title,
        location=location_of(visit.place, visit.starts_at),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        employees=(),
        trainers=visit.trainers.all(),
        now=now,
    )
