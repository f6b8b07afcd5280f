"""Two people press the same button at once: on PostgreSQL, where transactions really run side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lyhord.messaging.models import CalendarEvent
from lyhord.training.domain.attendance import mark_held
from lyhord.training.domain.bookings import book
from lyhord.training.domain.sessions import SessionNotPlanned, cancel_session, create_session
from lyhord.training.enums import SessionState
from lyhord.training.models import Attendance, Booking, TrainingSession
from tests.factories import TODAY, make_cast, make_module
from tests.factories.rows import at
from tests.training.races import Track

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return how each ended."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except SessionNotPlanned:
            return "too late"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def made() -> TrainingSession:
    cast = make_cast()
    return create_session(
        module=make_module(board=cast.board),
        place=cast.own,
        starts_at=at(TODAY, 9),
        employees=[cast.employee_row],
        created_by=None,
        now=at(TODAY, 8),
    )


def test_held_twice_at_once_is_held_once() -> None:
    session, now = made(), at(TODAY, 12)
    ends = at_once(*[lambda: mark_held(session=session, held_by=None, now=now)] * 4)
    assert ends == ["done", "too late", "too late", "too late"]
    assert Attendance.objects.count() == 1


def test_held_and_cancelled_at_once_is_one_of_them() -> None:
    session, now = made(), at(TODAY, 12)
    ends = at_once(
        lambda: mark_held(session=session, held_by=None, now=now),
        lambda: cancel_session(session=session, cancelled_by=None, now=now),
    )
    session.refresh_from_db()
    assert ends == ["done", "too late"]
    assert Attendance.objects.exists() == (session.state == SessionState.HELD)
    assert CalendarEvent.objects.get().sequence == (session.state == SessionState.CANCELLED)


def test_booked_by_two_at_once_is_one_seat() -> None:
    session, now = made(), at(TODAY, 8) + dt.timedelta(minutes=1)
    employee = Booking.objects.get().employee
    Booking.objects.all().delete()
    ends = at_once(*[lambda: book(session=session, employees=[employee], booked_by=None, now=now)] * 4)
    assert ends == ["done"] * 4
    assert Booking.objects.count() == 1


def test_a_hundred_races_leave_nobody_over_lost_or_doubled() -> None:
    tally = Track(make_cast()).run(100)
    assert tally.is_clean, str(tally)
    assert tally.ends["done"] > 100
