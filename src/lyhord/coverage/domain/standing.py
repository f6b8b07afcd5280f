"""Whether a person or a place is in the denominator on a day, and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from lyhord.coverage.domain.facts import RESTRICTED, Away, Employment, Inputs, Person, Place
from lyhord.coverage.enums import NotCounted


class Standing(NamedTuple):
    """place: where the subject stands that day. counts_from: when a recent joiner will count."""

    place: str
    not_counted: NotCounted | None = None
    counts_from: dt.date | None = None


def place_standing(place: Place, as_of: dt.date) -> Standing:
    return Standing(place.id, _closed(place, as_of))


def person_standing(person: Person, places: dict[str, Place], inputs: Inputs, as_of: dt.date) -> Standing:
    """Return the person's standing. Several employments make one person, at the place of the biggest share."""
    definition = inputs.definition
    if definition is None:
        raise ValueError("nobody can stand in a ledger without a definition")
    if person.employee_class == RESTRICTED:
        return Standing("", NotCounted.RESTRICTED)
    if not person.employments:
        return Standing("", NotCounted.NO_EMPLOYMENT)
    current = [e for e in person.employments if _covers(e.starts_on, e.ends_before, as_of)]
    if not current:
        return _outside(person.employments, as_of)
    open_ones = [e for e in current if not _closed(places[e.place], as_of)]
    place = min(open_ones or current, key=_biggest_share).place
    if person.employee_class not in definition.classes:
        return Standing(place, NotCounted.CLASS_NOT_COUNTED)
    if not open_ones:
        return Standing(place, _closed(places[place], as_of))
    counts_from = _employed_since(person.employments, as_of) + dt.timedelta(days=definition.min_employed_days)
    if counts_from > as_of:
        return Standing(place, NotCounted.JOINED_RECENTLY, counts_from)
    if _is_away_to_the_end(person.away, as_of, inputs.period_ends_before):
        return Standing(place, NotCounted.AWAY)
    return Standing(place)


def _outside(employments: tuple[Employment, ...], as_of: dt.date) -> Standing:
    """Between or before employments one has not started; after the last, one has left."""
    coming = [e for e in employments if e.starts_on > as_of]
    if coming:
        return Standing(min(coming, key=lambda e: (e.starts_on, e.place)).place, NotCounted.NOT_STARTED)
    last = max(employments, key=lambda e: (e.ends_before or dt.date.max, e.share_percent, e.place))
    return Standing(last.place, NotCounted.LEFT)


def _closed(place: Place, as_of: dt.date) -> NotCounted | None:
    if place.closed_from is not None and place.closed_from <= as_of:
        return NotCounted.PLACE_CLOSED
    if place.opened_on is not None and place.opened_on > as_of:
        return NotCounted.PLACE_NOT_OPENED
    return None


def _covers(starts_on: dt.date, ends_before: dt.date | None, day: dt.date) -> bool:
    return starts_on <= day and (ends_before is None or day < ends_before)


def _biggest_share(employment: Employment) -> tuple[int, dt.date, str]:
    return -employment.share_percent, employment.starts_on, employment.place


def _employed_since(employments: tuple[Employment, ...], as_of: dt.date) -> dt.date:
    """Return when the unbroken time of employment that holds the day began."""
    return next(s for s, e in _merged(employments) if _covers(s, e, as_of))


def _is_away_to_the_end(away: tuple[Away, ...], as_of: dt.date, period_ends_before: dt.date | None) -> bool:
    """Tell whether the person is away that day and does not come back before the period ends."""
    day = as_of if period_ends_before is None else min(as_of, period_ends_before - dt.timedelta(days=1))
    for starts_on, ends_before in _merged(away):
        if _covers(starts_on, ends_before, day):
            return ends_before is None or (period_ends_before is not None and ends_before >= period_ends_before)
    return False


def _merged(spans: Iterable[Employment | Away]) -> list[tuple[dt.date, dt.date | None]]:
    """Join spans that overlap or touch; None is an open end."""
    joined: list[tuple[dt.date, dt.date]] = []
    for starts_on, ends_before in sorted((s.starts_on, s.ends_before or dt.date.max) for s in spans):
        if joined and starts_on <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends_before))
        else:
            joined.append((starts_on, ends_before))
    return [(start, None if end == dt.date.max else end) for start, end in joined]
