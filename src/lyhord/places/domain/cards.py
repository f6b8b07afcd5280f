"""A place as its pages show it: hours in words, stops, activities."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.common.holidays import holiday_name
from lyhord.places.domain.words import span_text, weekly_lines
from lyhord.places.enums import PlaceKind, RuleKind
from lyhord.places.models import MeetingPlace, OpeningException, PopularActivity, Stop


@dataclass(frozen=True)
class PlaceCard:
    """open, visitors: hours in words. stops: venue, address, hours. activities: name, hours, head-count."""

    place: MeetingPlace
    open: list[str] = field(default_factory=list)
    visitors: list[str] = field(default_factory=list)
    stops: list[tuple[str, str, list[str]]] = field(default_factory=list)
    activities: list[tuple[str, list[str], int | None]] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return self.place.closed_from is not None

    @property
    def hours(self) -> str:
        """Return when it is open, on one line: by rules, or by stops for a mobile place."""
        if self.place.kind == PlaceKind.MOBILE:
            return "; ".join(f"{venue} {', '.join(lines)}" for venue, _address, lines in self.stops)
        return "; ".join(self.open)


def with_rows(places: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    """Fetch what a card needs: five queries whatever the number of places."""
    return places.select_related("unit", "owner").prefetch_related(
        "opening_rules", "stops", "popular_activities", "opening_exceptions"
    )


def place_card(place: MeetingPlace, today: dt.date) -> PlaceCard:
    """Return the card of a place fetched by `with_rows`. Rows that have ended are left out."""
    rules = [rule for rule in place.opening_rules.all() if _is_ahead(rule.ends_before, today)]
    return PlaceCard(
        place,
        open=_lines(rule for rule in rules if rule.kind == RuleKind.OPEN),
        visitors=_lines(rule for rule in rules if rule.kind == RuleKind.VISITORS),
        stops=_stops(stop for stop in place.stops.all() if _is_ahead(stop.ends_before, today)),
        activities=_activities(row for row in place.popular_activities.all() if _is_ahead(row.ends_before, today)),
        exceptions=[exception_text(row) for row in place.opening_exceptions.all() if row.on >= today],
    )


def exception_text(row: OpeningException) -> str:
    """Return "fre 10 okt: stängt", with the holiday's name if it is one."""
    day = f"{date_format(row.on, 'D j M Y').lower()}"
    name = holiday_name(row.on)
    hours = _("stängt") if row.is_closed else _("öppet %(hours)s") % {"hours": _span(row)}
    return f"{day} ({name}): {hours}" if name else f"{day}: {hours}"


def _span(row: OpeningException) -> str:
    return span_text(row.starts_at, row.ends_at) if row.starts_at and row.ends_at else ""


def _is_ahead(ends_before: dt.date | None, today: dt.date) -> bool:
    return ends_before is None or ends_before > today


def _lines(rows: Iterable[object]) -> list[str]:
    return weekly_lines(rows)  # type: ignore[arg-type]  # rows of any weekly model


def _stops(rows: Iterable[Stop]) -> list[tuple[str, str, list[str]]]:
    by_venue: dict[tuple[str, str], list[Stop]] = defaultdict(list)
    for row in rows:
        by_venue[row.venue, row.address].append(row)
    return [(venue, address, weekly_lines(stops)) for (venue, address), stops in by_venue.items()]


def _activities(rows: Iterable[PopularActivity]) -> list[tuple[str, list[str], int | None]]:
    by_name: dict[tuple[str, int | None], list[PopularActivity]] = defaultdict(list)
    for row in rows:
        by_name[row.name, row.head_count].append(row)
    return [(name, weekly_lines(group), count) for (name, count), group in by_name.items()]


def headline(cards: Iterable[PlaceCard]) -> str:
    """Return how many places of each kind there are, as one would say it."""
    kinds = [card.place.kind for card in cards]
    stationary, mobile = kinds.count(PlaceKind.STATIONARY), kinds.count(PlaceKind.MOBILE)
    if not kinds:
        return _("Inga träffpunkter")
    if not stationary:
        return ngettext("%(n)d mobil träffpunkt", "%(n)d mobila träffpunkter", mobile) % {"n": mobile}
    if not mobile:
        return ngettext("%(n)d träffpunkt", "%(n)d träffpunkter", stationary) % {"n": stationary}
    first = ngettext("%(n)d fast träffpunkt", "%(n)d fasta träffpunkter", stationary) % {"n": stationary}
    return _("%(first)s och %(second)s") % {
        "first": first,
        "second": ngettext("%(n)d mobil", "%(n)d mobila", mobile) % {"n": mobile},
    }
