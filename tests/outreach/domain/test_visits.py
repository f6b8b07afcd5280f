"""Visits by hand and from a plan, with their calendar events in step."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist

from lyhord.accounts.models import AuditEvent
from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.outreach.domain.visits import (
    PlannedVisit,
    VisitNotHeld,
    VisitNotPlanned,
    VisitNotStarted,
    cancel_visit,
    create_visit,
    mark_visit_held,
    move_visit,
    place_visits,
    undo_visit_held,
)
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from tests.factories import TODAY, Cast, make_visit
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)


def created(cast: Cast, title: str = "") -> Visit:
    return create_visit(
        place=cast.own,
        starts_at=at(DAY, 10),
        ends_at=at(DAY, 11),
        trainers=[cast.trainer_row],
        public_title=title,
        created_by=cast.coordinator,
        now=NOW,
    )


def event_of(visit: Visit) -> CalendarEvent:
    return CalendarEvent.objects.get(subject=visit.pk)


def test_a_created_visit_has_a_neutral_title(cast: Cast) -> None:
    visit = created(cast)
    event = event_of(visit)
    assert visit.public_title == event.title == "Trygg hemma – fika med Nexus"
    assert (event.sequence, event.trainers.get(), event.employees.count()) == (0, cast.trainer_row, 0)
    assert AuditEvent.objects.get().action == "outreach.visit_created"


def test_a_moved_visit_raises_the_sequence(cast: Cast) -> None:
    visit = created(cast, "Fika")
    move_visit(
        visit=visit,
        place=cast.neighbour,
        starts_at=at(DAY, 13),
        ends_at=at(DAY, 14),
        trainers=[],
        joins=None,
        public_title="Fika med gäster",
        moved_by=cast.coordinator,
        now=NOW,
    )
    event = event_of(visit)
    assert (event.starts_at, event.place, event.title, event.sequence, event.trainers.count()) == (
        at(DAY, 13),
        cast.neighbour,
        "Fika med gäster",
        1,
        0,
    )


def test_a_cancelled_visit_cancels_its_event(cast: Cast) -> None:
    visit = cancel_visit(visit=created(cast), cancelled_by=cast.coordinator, now=NOW)
    assert (visit.state, event_of(visit).status) == (VisitState.CANCELLED, EventStatus.CANCELLED)
    with pytest.raises(VisitNotPlanned):
        cancel_visit(visit=visit, cancelled_by=cast.coordinator, now=NOW)


def test_held_only_after_it_began_and_only_once(cast: Cast) -> None:
    visit = created(cast)
    with pytest.raises(VisitNotStarted):
        mark_visit_held(visit=visit, held_by=cast.trainer, now=NOW)
    assert mark_visit_held(visit=visit, held_by=cast.trainer, now=at(DAY, 12)).state == VisitState.HELD
    with pytest.raises(VisitNotPlanned):
        mark_visit_held(visit=visit, held_by=cast.trainer, now=at(DAY, 12))


def test_held_by_mistake_can_be_taken_back(cast: Cast) -> None:
    visit = created(cast)
    with pytest.raises(VisitNotHeld):
        undo_visit_held(visit=visit, undone_by=cast.coordinator, now=NOW)
    mark_visit_held(visit=visit, held_by=cast.trainer, now=at(DAY, 12))
    assert undo_visit_held(visit=visit, undone_by=cast.coordinator, now=NOW).state == VisitState.PLANNED


def test_a_plan_creates_moves_and_cancels_at_once(cast: Cast) -> None:
    moving, going = created(cast, "Fika"), created(cast)
    trainers = (cast.trainer_row.pk,)
    moved, new = place_visits(
        planned=[
            PlannedVisit(cast.own.pk, at(DAY, 13), at(DAY, 14), trainers, visit=moving.pk),
            PlannedVisit(cast.neighbour.pk, at(DAY, 10), at(DAY, 11), trainers),
        ],
        cancelled=[going.pk],
        placed_by=cast.coordinator,
        now=NOW,
    )
    assert (moved.pk, moved.public_title, event_of(moved).sequence) == (moving.pk, "Fika", 1)
    assert (new.public_title, event_of(new).sequence) == ("Trygg hemma – fika med Nexus", 0)
    assert event_of(going).status == EventStatus.CANCELLED
    last = AuditEvent.objects.get(action="outreach.visits_placed")
    assert last.counts == {"created": 1, "moved": 1, "kept": 0, "cancelled": 1}


def test_a_plan_that_touches_a_held_visit_changes_nothing(cast: Cast) -> None:
    held = make_visit(cast.own, DAY, state=VisitState.HELD)
    with pytest.raises(VisitNotPlanned):
        place_visits(
            planned=[PlannedVisit(cast.neighbour.pk, at(DAY, 10), at(DAY, 11))],
            cancelled=[held.pk],
            placed_by=cast.coordinator,
            now=NOW,
        )
    assert list(Visit.objects.all()) == [held]


def test_a_plan_with_an_unknown_place_is_an_error(cast: Cast) -> None:
    with pytest.raises(ObjectDoesNotExist):
        place_visits(
            planned=[PlannedVisit(uuid.uuid4(), at(DAY, 10), at(DAY, 11))], placed_by=cast.coordinator, now=NOW
        )
