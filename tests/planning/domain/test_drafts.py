"""Adopting makes the sessions and visits of a draft, once, and only while it still holds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from lyhord.accounts.models import AuditEvent
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit, VisitRequirement
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import AwayPeriod
from lyhord.planning.domain.drafts import (
    DraftAlreadyAdopted,
    DraftDropped,
    DraftOutOfDate,
    ReplyDayPassed,
    adopt_draft,
    drop_draft,
    preview_adoption,
    replan_from_replies,
    send_draft,
)
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import DraftState
from lyhord.planning.models import PlanDraft
from lyhord.training.enums import SessionState
from lyhord.training.models import Booking, TrainingSession
from tests.factories import TODAY, make_employee, make_session, make_visit
from tests.planning.world import FIRST, World, make_draft, run_queue

NOW = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)


def adopt(world: World, draft: PlanDraft, *, today: dt.date = TODAY) -> PlanDraft:
    return adopt_draft(draft=draft, adopted_by=world.cast.coordinator, now=NOW, today=today)


def test_adopting_makes_sessions_visits_and_seats(world: World) -> None:
    draft = make_draft(world)
    stored = draft_of(draft)
    adopted = adopt(world, draft)
    assert (adopted.state, adopted.adopted_by) == (DraftState.ADOPTED, world.cast.coordinator)
    sessions = {(item.place, item.date, item.starts): item for item in stored.items if item.is_session}
    rows = TrainingSession.objects.order_by("starts_at")
    assert len(rows) == len(sessions)
    for row in rows:
        local = timezone.localtime(row.starts_at)
        item = sessions[str(row.place_id), local.date(), local.hour * 60 + local.minute]
        assert {str(t.pk) for t in row.trainers.all()} == set(item.trainers)
        assert {str(b.employee_id) for b in row.bookings.all()} == set(item.attendees)
    assert Visit.objects.filter(state=VisitState.PLANNED).count() == 2
    assert AuditEvent.objects.filter(action="planning.adopt_draft", object_id=draft.pk).count() == 1


def test_a_session_starts_at_the_local_clock_time(world: World) -> None:
    """The period crosses from summer time, and the clock on the wall is what is meant."""
    draft = make_draft(world)
    item = next(item for item in draft_of(draft).items if item.is_session)
    adopt(world, draft)
    rows = TrainingSession.objects.filter(place=item.place)
    local = [timezone.localtime(row.starts_at) for row in rows]
    assert (item.date, item.starts) in {(at.date(), at.hour * 60 + at.minute) for at in local}


def test_a_draft_is_adopted_once(world: World) -> None:
    draft = make_draft(world)
    adopt(world, draft)
    with pytest.raises(DraftAlreadyAdopted):
        adopt(world, draft)
    assert AuditEvent.objects.filter(action="planning.adopt_draft").count() == 1


def test_a_dropped_draft_cannot_be_adopted_or_sent(world: World) -> None:
    draft = make_draft(world)
    drop_draft(draft=draft, dropped_by=world.cast.coordinator, now=NOW)
    with pytest.raises(DraftDropped):
        adopt(world, draft)
    with pytest.raises(DraftDropped):
        send_draft(draft=draft, replies_until=FIRST, sent_by=world.cast.coordinator, now=NOW, today=TODAY)


def test_an_outdated_draft_is_refused_by_the_rule_it_breaks(world: World) -> None:
    draft = make_draft(world)
    item = next(item for item in draft_of(draft).items if item.is_session)
    AwayPeriod.objects.create(
        employee_id=item.attendees[0], starts_on=item.date, ends_before=item.date + dt.timedelta(days=1)
    )
    with pytest.raises(DraftOutOfDate) as caught:
        adopt(world, draft)
    assert ("C5", item.attendees[0]) in {(it.rule, it.subject) for it in caught.value.verdict.broken}
    assert not TrainingSession.objects.exists()
    assert not Visit.objects.exists()


def test_a_draft_whose_days_have_passed_is_refused(world: World) -> None:
    draft = make_draft(world)
    with pytest.raises(DraftOutOfDate) as caught:
        adopt(world, draft, today=FIRST + dt.timedelta(days=14))
    assert "past" in {it.rule for it in caught.value.verdict.broken}


def test_a_joiner_does_not_stop_adoption_but_is_counted_as_unreached(world: World) -> None:
    VisitRequirement.objects.update(train_first_percent=0)
    draft = make_draft(world)
    make_employee(place=world.own)
    verdict, _placing = preview_adoption(draft, today=TODAY)
    assert (verdict.broken, verdict.unreached) == ((), 1)


def test_what_stands_is_kept_moved_or_cancelled(world: World) -> None:
    """More stands than the plan needs: what it has is kept, the rest is used for something else or cancelled.

    Six people in groups of two or more fill three sessions at most, so of the four that stand at least one goes.
    """
    own = [e for e in world.employees if not e.key.startswith("granne")]
    far = FIRST + dt.timedelta(days=15)
    kept = make_session(world.module, world.own, far, trainers=[world.trainer], employees=own[:2])
    stood = {kept.pk}
    for day in range(1, 4):
        stood.add(make_session(world.module, world.own, far + dt.timedelta(days=day), trainers=[world.trainer]).pk)
    assert (len(world.employees), world.module.group_min) == (6, 2)
    visit = make_visit(world.own, far + dt.timedelta(days=7), trainers=[world.trainer])
    draft = make_draft(world)
    adopt(world, draft)
    kept.refresh_from_db()
    visit.refresh_from_db()
    assert (kept.state, kept.starts_at.date()) == (SessionState.PLANNED, far)
    assert (visit.state, visit.starts_at.date()) == (VisitState.PLANNED, far + dt.timedelta(days=7))
    planned = TrainingSession.objects.filter(state=SessionState.PLANNED)
    items = [item for item in draft_of(draft).items if item.is_session]
    assert sorted(str(row.place_id) for row in planned) == sorted(item.place for item in items)
    cancelled = {row.pk for row in TrainingSession.objects.filter(state=SessionState.CANCELLED)}
    assert cancelled == stood - {row.pk for row in planned}
    assert cancelled


def test_a_volunteer_who_is_not_planned_for_keeps_the_seat(world: World) -> None:
    volunteer = make_employee(place=world.own, employee_class=EmployeeClass.VOLUNTEER)
    own = [e for e in world.employees if not e.key.startswith("granne")]
    far = FIRST + dt.timedelta(days=15)
    session = make_session(world.module, world.own, far, trainers=[world.trainer], employees=[*own[:2], volunteer])
    adopt(world, make_draft(world))
    assert Booking.objects.filter(session=session, employee=volunteer).exists()


def test_what_is_kept_as_a_fact_is_left_alone(world: World) -> None:
    world.settings.starts_on = TODAY
    world.settings.save()
    near = TODAY + dt.timedelta(days=8)
    lonely = make_session(world.module, world.own, near, trainers=[world.trainer], employees=world.employees[:1])
    adopt(world, make_draft(world))
    lonely.refresh_from_db()
    assert (lonely.state, lonely.starts_at.date()) == (SessionState.PLANNED, near)
    assert lonely.bookings.count() == 1


def test_adopting_puts_other_waiting_drafts_aside(world: World) -> None:
    first, second = make_draft(world), make_draft(world)
    adopt(world, second)
    first.refresh_from_db()
    assert first.state == DraftState.DROPPED


def test_planning_again_after_adoption_moves_nothing(world: World) -> None:
    adopt(world, make_draft(world))
    again = make_draft(world)
    assert draft_of(again).levels["moves"].value == 0
    adopt(world, again)
    assert not TrainingSession.objects.filter(state=SessionState.CANCELLED).exists()
    assert not Visit.objects.filter(state=VisitState.CANCELLED).exists()


def test_the_reply_day_must_lie_ahead(world: World) -> None:
    with pytest.raises(ReplyDayPassed):
        send_draft(
            draft=make_draft(world),
            replies_until=TODAY - dt.timedelta(days=1),
            sent_by=world.cast.coordinator,
            now=NOW,
            today=TODAY,
        )


def test_one_draft_at_a_time_is_out_for_replies(world: World) -> None:
    first, second = make_draft(world), make_draft(world)
    for draft in (first, second):
        send_draft(draft=draft, replies_until=FIRST, sent_by=world.cast.coordinator, now=NOW, today=TODAY)
    first.refresh_from_db()
    assert first.state == DraftState.DROPPED


def test_an_adopted_draft_is_not_counted_again(world: World) -> None:
    draft = make_draft(world)
    adopt(world, draft)
    with pytest.raises(DraftAlreadyAdopted):
        replan_from_replies(draft=draft, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    make_draft(world)
    assert PlanDraft.objects.count() == 2


def test_run_queue_is_what_the_worker_does(world: World) -> None:
    draft = make_draft(world)
    replan_from_replies(draft=draft, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    run_queue(NOW)
    assert draft_of(PlanDraft.objects.latest("number")).levels["moves"].value == 0
