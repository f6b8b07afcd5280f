"""What an act does to people's times: computed from rows in memory, so that the page before and the act agree."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from lyhord.training.domain.seating import by_claim
from lyhord.training.enums import BookingState
from lyhord.training.models import Booking


@dataclass(frozen=True)
class Impact:
    """Bookings by what becomes of them, each in at most one group of where it goes.

    confirmed, asked: the time that the person has said yes to, or has only been asked about, changes.
    seated, waiting: get a seat, or a place in the waiting list, at the new time. without: go to the catch-up list.
    """

    confirmed: tuple[Booking, ...] = ()
    asked: tuple[Booking, ...] = ()
    seated: tuple[Booking, ...] = ()
    waiting: tuple[Booking, ...] = ()
    without: tuple[Booking, ...] = ()

    @property
    def touches_somebody(self) -> bool:
        return any((self.confirmed, self.asked, self.waiting, self.without))

    @property
    def everybody(self) -> set[uuid.UUID]:
        groups = (self.confirmed, self.asked, self.waiting, self.without)
        return {row.employee_id for group in groups for row in group}

    @property
    def mark(self) -> str:
        """Return what tells this impact from another: who, and what becomes of each."""
        groups = (self.confirmed, self.asked, self.seated, self.waiting, self.without)
        return "|".join(",".join(sorted(str(row.employee_id) for row in group)) for group in groups)


def of_move(rows: Iterable[Booking], *, capacity: int, changes_time: bool) -> Impact:
    """Return what a move does. capacity: at the new place. changes_time: false when only the trainers change."""
    seats = by_claim(row for row in rows if row.is_seated)
    confirmed, asked = _by_answer(seats) if changes_time else ((), ())
    return Impact(confirmed, asked, tuple(seats[:capacity]), tuple(seats[capacity:]))


def of_cancel(rows: Iterable[Booking]) -> Impact:
    """Return what cancelling does: everybody is without a time, those who wait too."""
    rows = list(rows)
    seats = by_claim(row for row in rows if row.is_seated)
    confirmed, asked = _by_answer(seats)
    waiting = (row for row in rows if row.state == BookingState.WAITING)
    return Impact(confirmed, asked, without=(*seats, *waiting))


def of_merge(rows: Iterable[Booking], there: Iterable[Booking], *, capacity: int, can_come: Set[uuid.UUID]) -> Impact:
    """Return what becomes of the bookings of a session that is merged into another.

    there: the bookings of the other, whose capacity it is. can_come: who can come then. Those who have a seat there, or
    wait there, keep that; who has said no to it, or cannot come, is without a time. The others fill the seats, those
    who have said yes first, and then wait in the order in which they have waited.
    """
    rows, known = list(rows), {row.employee_id: row for row in there}
    seats = by_claim(row for row in rows if row.is_seated)
    confirmed, asked = _by_answer(seats)
    left = max(0, capacity - sum(row.is_seated for row in known.values()))
    going = [*seats, *(row for row in rows if row.state == BookingState.WAITING)]
    has_place = [row for row in going if row.employee_id in known and _keeps_place(known[row.employee_id])]
    coming = [row for row in going if row not in has_place and row.employee_id in can_come and not _said_no(known, row)]
    without = tuple(row for row in going if row not in has_place and row not in coming)
    return Impact(confirmed, asked, tuple(coming[:left]), tuple(coming[left:]), without)


def of_split(rows: Iterable[Booking], leaving: Set[uuid.UUID], *, capacity: int) -> Impact:
    """Return what becomes of those who leave for a session of their own, with its capacity."""
    seats = by_claim(row for row in rows if row.is_seated and row.employee_id in leaving)
    confirmed, asked = _by_answer(seats)
    return Impact(confirmed, asked, tuple(seats[:capacity]), tuple(seats[capacity:]))


def _by_answer(seats: Sequence[Booking]) -> tuple[tuple[Booking, ...], tuple[Booking, ...]]:
    confirmed = tuple(row for row in seats if row.state == BookingState.ACCEPTED)
    return confirmed, tuple(row for row in seats if row.state != BookingState.ACCEPTED)


def _keeps_place(row: Booking) -> bool:
    return row.is_seated or row.state == BookingState.WAITING


def _said_no(known: dict[uuid.UUID, Booking], row: Booking) -> bool:
    other = known.get(row.employee_id)
    return other is not None and other.state in (BookingState.DECLINED, BookingState.EXCUSED)
