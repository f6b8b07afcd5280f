"""Two sessions become one, one becomes two, and a move: rows and calendars do as the preview says."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.people.models import Employee
from lyhord.training.domain.acts.regroup import (
    NewTime,
    NobodyToSplit,
    NotTheSameModule,
    merge_sessions,
    merge_targets,
    preview_merge,
    preview_split,
    split_session,
)
from lyhord.training.domain.answers import accept
from lyhord.training.domain.sessions import (
    PlannedSession,
    SessionNotPlanned,
    create_session,
    move_session,
    place_sessions,
    preview_move,
)
from lyhord.training.enums import SessionState
from lyhord.training.models import Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module(board=cast.board, group_max=3)


@pytest.fixture
def people(cast: Cast) -> list[Employee]:
    return [make_employee(f"Exempel {name}", place=cast.own) for name in "ABCDE"]


def created(cast: Cast, module: Module, people: list[Employee], hour: int = 9) -> TrainingSession:
    return create_session(
        module=module, place=cast.own, starts_at=at(DAY, hour), employees=people, created_by=cast.coordinator, now=NOW
    )


def states(session: TrainingSession) -> dict[str, str]:
    rows = session.bookings.select_related("employee")
    return {row.employee.name.removeprefix("Exempel "): row.state for row in rows}


def in_calendar(session: TrainingSession) -> str:
    event = CalendarEvent.objects.get(subject=session.pk)
    return "".join(sorted(person.name[-1] for person in event.employees.all()))


def say_yes(session: TrainingSession, person: Employee) -> None:
    accept(booking=session.bookings.get(employee=person), by=None, now=NOW)


def test_a_merge_cancels_one_and_asks_its_people_to_the_other(
    cast: Cast, module: Module, people: list[Employee]
) -> None:
    a, b, c, d, _e = people
    session, into = created(cast, module, [a, b, c]), created(cast, module, [d], hour=13)
    say_yes(session, c)
    impact = preview_merge(session=session, into=into)
    assert [row.employee for row in impact.confirmed] == [c]
    assert [row.employee for row in impact.seated] == [c, a]
    assert merge_sessions(session=session, into=into, merged_by=cast.coordinator, now=NOW).mark == impact.mark
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert states(session) == dict.fromkeys("ABC", "cancelled")
    assert states(into) == {"A": "invited", "B": "waiting", "C": "invited", "D": "invited"}
    assert in_calendar(into) == "ACD"
    assert CalendarEvent.objects.get(subject=session.pk).status == EventStatus.CANCELLED


def test_only_sessions_to_come_of_the_same_module_and_board_are_merged(
    cast: Cast, module: Module, people: list[Employee]
) -> None:
    session, same = created(cast, module, people[:1]), created(cast, module, [], hour=13)
    other = created(cast, make_module(board=cast.board), [])
    gone = created(cast, module, [], hour=11)
    TrainingSession.objects.filter(pk=gone.pk).update(state=SessionState.HELD)
    assert list(merge_targets(session, TrainingSession.objects.all(), NOW)) == [same]
    for wrong, error in ((other, NotTheSameModule), (session, NotTheSameModule), (gone, SessionNotPlanned)):
        with pytest.raises(error):
            merge_sessions(session=session, into=wrong, merged_by=None, now=NOW)
    assert states(session) == {"A": "invited"}


def test_a_split_gives_some_their_own_time_and_their_seats_to_those_who_wait(
    cast: Cast, module: Module, people: list[Employee]
) -> None:
    session = created(cast, module, people)
    say_yes(session, people[0])
    leaving = people[:2]
    assert len(preview_split(session=session, leaving=leaving, place=cast.own).confirmed) == 1
    to = NewTime(place=cast.own, starts_at=at(DAY, 13), trainers=(cast.trainer_row,))
    new = split_session(session=session, leaving=leaving, to=to, split_by=cast.coordinator, now=NOW)
    assert (states(new), in_calendar(new)) == ({"A": "invited", "B": "invited"}, "AB")
    assert states(session) == {"A": "cancelled", "B": "cancelled", "C": "invited", "D": "invited", "E": "invited"}
    assert (in_calendar(session), new.ends_at - new.starts_at) == ("CDE", session.ends_at - session.starts_at)
    with pytest.raises(NobodyToSplit):
        split_session(session=session, leaving=leaving, to=to, split_by=None, now=NOW)


def test_a_yes_to_the_old_time_is_no_yes_to_the_new_one(cast: Cast, module: Module, people: list[Employee]) -> None:
    session = created(cast, module, people[:3])
    say_yes(session, people[2])
    small = cast.neighbour
    small.room_capacity = 2
    small.save()
    times = {"starts_at": at(DAY, 13), "ends_at": at(DAY, 15), "place": small}
    impact = preview_move(session=session, seats=None, **times)
    assert ([row.employee for row in impact.confirmed], len(impact.waiting)) == ([people[2]], 1)
    move_session(session=session, moved_by=cast.coordinator, now=NOW, **times)
    assert states(session) == {"A": "invited", "B": "waiting", "C": "invited"}
    move_session(session=session, seats=3, starts_at=at(DAY, 13), moved_by=cast.coordinator, now=NOW)
    assert states(session) == dict.fromkeys("ABC", "invited")


def test_a_yes_stands_when_neither_time_nor_place_changes(cast: Cast, module: Module, people: list[Employee]) -> None:
    session = created(cast, module, people[:1])
    say_yes(session, people[0])
    move_session(session=session, starts_at=at(DAY, 9), trainers=[cast.trainer_row], moved_by=None, now=NOW)
    again = PlannedSession(module.pk, cast.own.pk, at(DAY, 9), (), (people[0].pk,), session=session.pk)
    place_sessions(planned=[again], placed_by=None, now=NOW)
    assert states(session) == {"A": "accepted"}
    moved = PlannedSession(module.pk, cast.own.pk, at(DAY, 13), (), (people[0].pk,), session=session.pk)
    place_sessions(planned=[moved], placed_by=None, now=NOW)
    assert states(session) == {"A": "invited"}
