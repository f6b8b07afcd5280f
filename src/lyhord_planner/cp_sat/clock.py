"""Clock times inside a half-day.

Two things on one day lie in its two halves, so the only question between them is whether
`end of the morning's + travel ≤ start of the afternoon's`. The earliest start in the morning and the latest in
the afternoon therefore fit whenever any choice does: candidates carry just those, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from lyhord_planner.problem import Place, Slot


def starts_that_fit(slot: Slot, minutes: int, starts: Iterable[int]) -> tuple[int, ...]:
    """Return those of the clock times at which an activity of so many minutes lies inside the slot, sorted."""
    return tuple(sorted({s for s in starts if slot.starts <= s and s + minutes <= slot.ends}))


def loosest(slot: Slot, starts: tuple[int, ...]) -> int | None:
    """Return the start that leaves most room for the day's other half, None when there is none."""
    if not starts:
        return None
    return starts[0] if slot.half == "am" else starts[-1]


def joined_activity(place: Place, slot: int, starts: int) -> str | None:
    """Return the popular activity in the slot that starts then, the first by name; None when there is none."""
    names = [a.name for a in place.popular if a.slot == slot and a.starts == starts]
    return min(names) if names else None
