"""What an act does to people's times, from rows in memory."""

from __future__ import annotations

import datetime as dt
import uuid

from lyhord.training.domain.impact import Impact, of_cancel, of_merge, of_move, of_split
from lyhord.training.enums import BookingState
from lyhord.training.models import Booking

MORNING = dt.datetime(2025, 11, 3, 9, tzinfo=dt.UTC)
A, B, C, D, E = (uuid.UUID(int=number) for number in range(1, 6))


def rows(**states: str) -> list[Booking]:
    """Return bookings by person, in the order in which they were made."""
    people = {"a": A, "b": B, "c": C, "d": D, "e": E}
    return [
        Booking(employee_id=people[name], state=BookingState(state), since=MORNING + dt.timedelta(minutes=number))
        for number, (name, state) in enumerate(states.items())
    ]


def told(impact: Impact) -> dict[str, str]:
    names = {A: "a", B: "b", C: "c", D: "d", E: "e"}
    groups = ("confirmed", "asked", "seated", "waiting", "without")
    found = {group: "".join(names[row.employee_id] for row in getattr(impact, group)) for group in groups}
    return {group: people for group, people in found.items() if people}


def test_a_move_changes_the_times_of_all_with_a_seat_and_the_last_asked_wait_in_a_smaller_room() -> None:
    seats = rows(a="invited", b="accepted", c="invited", d="waiting", e="declined")
    assert told(of_move(seats, capacity=2, changes_time=True)) == {
        "confirmed": "b",
        "asked": "ac",
        "seated": "ba",
        "waiting": "c",
    }


def test_nobodys_time_changes_when_only_the_trainers_do() -> None:
    impact = of_move(rows(a="invited", b="accepted"), capacity=2, changes_time=False)
    assert (told(impact), impact.touches_somebody) == ({"seated": "ba"}, False)


def test_who_waits_is_without_a_time_too_when_it_is_cancelled() -> None:
    impact = of_cancel(rows(a="invited", b="accepted", c="waiting", d="declined"))
    assert told(impact) == {"confirmed": "b", "asked": "a", "without": "bac"}


def test_a_merge_fills_the_seats_with_those_who_said_yes_first() -> None:
    impact = of_merge(rows(a="invited", b="accepted", c="waiting"), rows(e="accepted"), capacity=2, can_come={A, B, C})
    assert told(impact) == {"confirmed": "b", "asked": "a", "seated": "b", "waiting": "ac"}


def test_a_merge_leaves_alone_who_is_there_and_leaves_out_who_said_no_or_cannot_come() -> None:
    there = rows(a="accepted", b="waiting", c="declined")
    impact = of_merge(
        rows(a="accepted", b="invited", c="invited", d="invited", e="invited"), there, capacity=9, can_come={A, B, C, E}
    )
    assert told(impact) == {"confirmed": "a", "asked": "bcde", "seated": "e", "without": "cd"}


def test_a_split_is_about_those_who_leave() -> None:
    seats = rows(a="invited", b="accepted", c="accepted", d="waiting")
    assert told(of_split(seats, {A, B, D}, capacity=1)) == {
        "confirmed": "b",
        "asked": "a",
        "seated": "b",
        "waiting": "a",
    }


def test_another_impact_has_another_mark() -> None:
    marks = {
        of_cancel(rows(a="invited")).mark,
        of_cancel(rows(a="accepted")).mark,
        of_cancel(rows(b="invited")).mark,
        of_move(rows(a="invited"), capacity=1, changes_time=True).mark,
    }
    assert len(marks) == 4
