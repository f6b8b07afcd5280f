"""Another trainer takes over: who can, and who is nearest."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import Trainer, TrainerAway, TrainerWindow
from lyhord.training.domain.acts.stand_in import AlreadyTrains, stand_in, suggest_stand_ins
from lyhord.training.domain.sessions import create_session
from lyhord.training.models import TrainingSession
from tests.factories import TODAY, Cast, make_module, make_place, make_trainer
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture
def session(cast: Cast) -> TrainingSession:
    module = make_module(board=cast.board, language="fi")
    return create_session(
        module=module, place=cast.own, starts_at=at(DAY, 9), trainers=[cast.trainer_row], created_by=None, now=NOW
    )


def named(session: TrainingSession) -> list[str]:
    return [it.trainer.name for it in suggest_stand_ins(session=session, among=Trainer.objects.all())]


def test_only_those_who_can_are_suggested_the_nearest_first(cast: Cast, session: TrainingSession) -> None:
    make_trainer("Långt bort", languages=["fi"], latitude=60.5, longitude=17.64)
    make_trainer("Nära", languages=["fi"])
    make_trainer("Okänd väg", languages=["fi"], latitude=None, longitude=None)
    make_trainer("Bara svenska")
    make_trainer("Bara besök", languages=["fi"], competences=["besok"])
    away = make_trainer("Borta", languages=["fi"])
    TrainerAway.objects.create(trainer=away, starts_on=DAY, ends_before=DAY + dt.timedelta(days=1))
    afternoons = make_trainer("Eftermiddagar", languages=["fi"])
    TrainerWindow.objects.filter(trainer=afternoons).update(starts_at=dt.time(12))
    full = make_trainer("Full vecka", languages=["fi"], max_per_week=1)
    busy = make_trainer("Upptagen", languages=["fi"])
    module = make_module(board=cast.board)
    for trainer, hour, day in ((full, 9, DAY + dt.timedelta(days=1)), (busy, 10, DAY)):
        create_session(
            module=module, place=cast.own, starts_at=at(day, hour), trainers=[trainer], created_by=None, now=NOW
        )
    assert named(session) == ["Nära", "Långt bort", "Okänd väg"]


def test_the_road_is_counted_from_what_comes_before(cast: Cast, session: TrainingSession) -> None:
    """What is too far away to come from in time rules a trainer out; what is near counts instead of the home."""
    far = make_place("Exempel Fjärran", unit=cast.unit, latitude=61.5, longitude=17.64)
    late, early = make_trainer("Hinner inte", languages=["fi"]), make_trainer("Hinner", languages=["fi"], latitude=61.5)
    module = make_module(board=cast.board, minutes=30)
    for trainer, place in ((late, far), (early, cast.own)):
        create_session(module=module, place=place, starts_at=at(DAY, 8), trainers=[trainer], created_by=None, now=NOW)
    found = suggest_stand_ins(session=session, among=[late, early])
    assert [(it.trainer, it.minutes) for it in found] == [(early, 0)]


def test_a_stand_in_takes_over_and_nobodys_time_changes(cast: Cast, session: TrainingSession) -> None:
    other = make_trainer("Vikarie", languages=["fi"])
    before = CalendarEvent.objects.get().sequence
    stand_in(session=session, leaving=cast.trainer_row, coming=other, changed_by=cast.coordinator, now=NOW)
    event = CalendarEvent.objects.get()
    assert (list(session.trainers.all()), list(event.trainers.all())) == ([other], [other])
    assert event.sequence == before
    with pytest.raises(AlreadyTrains):
        stand_in(session=session, leaving=None, coming=other, changed_by=cast.coordinator, now=NOW)
