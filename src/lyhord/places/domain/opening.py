"""When meeting places are open and visitors are there: weekly rules, stops and exceptions, day by day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lyhord.common.holidays import holidays_between
from lyhord.common.periods import days, holds_on, weeks_between, within
from lyhord.places.enums import PlaceKind, RuleKind
from lyhord.places.models import MeetingPlace, OpeningException, OpeningRule, Stop

type Hours = list[tuple[dt.time, dt.time]]


@dataclass(frozen=True)
class Opening:
    """The days of one place. A day that is not a key is closed.

    open: opening hours. visitors: hours when visitors come, always within the opening hours. stops: where a
    mobile place stands. holidays: those of the span, by name in Swedish, on which it is closed unless in `open`.
    """

    open: dict[dt.date, Hours] = field(default_factory=dict)
    visitors: dict[dt.date, Hours] = field(default_factory=dict)
    stops: dict[dt.date, list[Stop]] = field(default_factory=dict)
    holidays: dict[dt.date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sources:
    rules: Sequence[OpeningRule]
    stops: Sequence[Stop]
    exceptions: dict[dt.date, OpeningException]


def expand(place: MeetingPlace, first: dt.date, before: dt.date) -> Opening:
    """Return the place's days from `first` to, not including, `before`. Three queries. See `expand_many`."""
    return expand_many([place], first, before)[place.pk]


def expand_many(places: Iterable[MeetingPlace], first: dt.date, before: dt.date) -> dict[uuid.UUID, Opening]:
    """Return place id → days, in three queries whatever the number of places.

    A stationary place is open by its opening rules, a mobile one when it stands at a stop. Closed: before
    `opened_on`, from `closed_from`, and on holidays. An exception wins over the rules and over a holiday, but not
    over `opened_on` and `closed_from`. A place without visitor rules has visitors whenever it is open.
    """
    places = list(places)
    ids = [place.pk for place in places]
    rules: defaultdict[uuid.UUID, list[OpeningRule]] = defaultdict(list)
    stops: defaultdict[uuid.UUID, list[Stop]] = defaultdict(list)
    exceptions: defaultdict[uuid.UUID, dict[dt.date, OpeningException]] = defaultdict(dict)
    for rule in OpeningRule.objects.filter(within(first, before), place__in=ids):
        rules[rule.place_id].append(rule)
    for stop in Stop.objects.filter(within(first, before), place__in=ids):
        stops[stop.place_id].append(stop)
    for exception in OpeningException.objects.filter(place__in=ids, on__gte=first, on__lt=before):
        exceptions[exception.place_id][exception.on] = exception
    holidays = holidays_between(first, before)
    return {
        place.pk: _expand_one(
            place, _Sources(rules[place.pk], stops[place.pk], exceptions[place.pk]), first, before, holidays
        )
        for place in places
    }


def _expand_one(
    place: MeetingPlace, sources: _Sources, first: dt.date, before: dt.date, holidays: dict[dt.date, str]
) -> Opening:
    opening = Opening(holidays=holidays)
    has_visitor_rules = any(rule.kind == RuleKind.VISITORS for rule in sources.rules)
    for day in days(first, before):
        if not holds_on(place.opened_on, place.closed_from, day):
            continue
        stops = [stop for stop in sources.stops if _stands(stop, day)] if place.kind == PlaceKind.MOBILE else []
        hours = _hours(place, sources, stops, day, is_holiday=day in holidays)
        if not hours:
            continue
        opening.open[day] = hours
        if stops:
            opening.stops[day] = stops
        visiting = hours
        if has_visitor_rules:
            ruled = merge((r.starts_at, r.ends_at) for r in sources.rules if _applies(r, RuleKind.VISITORS, day))
            visiting = clip(ruled, hours)
            if day in sources.exceptions and not visiting:
                visiting = hours  # open other hours than the rules know of
        if visiting:
            opening.visitors[day] = visiting
    return opening


def _hours(place: MeetingPlace, sources: _Sources, stops: Sequence[Stop], day: dt.date, *, is_holiday: bool) -> Hours:
    exception = sources.exceptions.get(day)
    if exception is not None:
        if exception.starts_at is None or exception.ends_at is None:
            return []
        return [(exception.starts_at, exception.ends_at)]
    if is_holiday:
        return []
    if place.kind == PlaceKind.MOBILE:
        return merge((stop.starts_at, stop.ends_at) for stop in stops)
    return merge((rule.starts_at, rule.ends_at) for rule in sources.rules if _applies(rule, RuleKind.OPEN, day))


def _stands(stop: Stop, day: dt.date) -> bool:
    return stop.weekday == day.weekday() and holds_on(stop.starts_on, stop.ends_before, day)


def _applies(rule: OpeningRule, kind: RuleKind, day: dt.date) -> bool:
    if rule.kind != kind or rule.weekday != day.weekday() or not holds_on(rule.starts_on, rule.ends_before, day):
        return False
    if rule.interval_weeks == 1 or rule.starts_on is None:
        return True
    return weeks_between(rule.starts_on, day) % rule.interval_weeks == 0


def merge(spans: Iterable[tuple[dt.time, dt.time]]) -> Hours:
    """Return the spans in order, those that touch or overlap as one."""
    merged: Hours = []
    for starts_at, ends_at in sorted(spans):
        if merged and starts_at <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends_at))
        else:
            merged.append((starts_at, ends_at))
    return merged


def clip(spans: Hours, within: Hours) -> Hours:
    """Return what the two have in common."""
    return [
        (max(a_start, b_start), min(a_end, b_end))
        for a_start, a_end in spans
        for b_start, b_end in within
        if max(a_start, b_start) < min(a_end, b_end)
    ]
