"""What the page of a draft says: the answer first, then the price, the weeks, and who is not reached and why."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.planning.domain.adapter import Draft, HalfDay, Item
from lyhord.planning.domain.names import Names, find_names
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.domain.words import (
    LEVEL_NAMES,
    PRICE_NAMES,
    WHY_NOT,
    clock_text,
    day_text,
    half_text,
    note_text,
    repair_text,
)
from lyhord.planning.models import PlanDraft
from lyhord.web.charts import Week as ChartWeek


@dataclass(frozen=True)
class Row:
    """A session or visit, in words. people: names of who attends."""

    key: str
    date: dt.date
    day: str
    clock: str
    title: str
    place: str
    is_session: bool
    trainers: tuple[str, ...]
    people: tuple[str, ...]
    joins: str
    is_pinned: bool


@dataclass(frozen=True)
class Week:
    number: int
    first: dt.date
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WayOut:
    """price_sek: None when nobody has entered the price."""

    text: str
    price_sek: int | None


@dataclass(frozen=True)
class Miss:
    """who: a person with the module they miss, or a visit by number. reasons: sentences. ways_out: verified, cheapest
    first."""

    who: str
    reasons: tuple[str, ...]
    ways_out: tuple[WayOut, ...]


@dataclass(frozen=True)
class Price:
    """One line of the price. unit_sek: None when nobody has entered it."""

    name: str
    amount: str
    unit_sek: int | None
    sum_sek: int | None


@dataclass(frozen=True)
class Goal:
    """One objective in words. value and bound as the reader counts: weeks as ISO weeks."""

    id: str
    name: str
    value: int
    bound: int
    is_proven: bool

    @property
    def has_bound(self) -> bool:
        """Whether the bound says anything: every objective is at least 0."""
        return self.bound > 0


@dataclass(frozen=True)
class Reach:
    """How many of the places and people whom the plan is about are reached or already have been."""

    places: int
    places_reached: int
    people: int
    people_reached: int

    @property
    def is_full(self) -> bool:
        return self.places == self.places_reached and self.people == self.people_reached


class DraftPage:
    """Everything the page shows, worked out from the stored run; four queries, for the names."""

    def __init__(self, row: PlanDraft) -> None:
        self.row = row
        self.draft = draft_of(row)
        self.names = names_of(self.draft)
        self._missing_prices = {note["subject"] for note in row.run.notes if note["code"] == "no_price"}

    @property
    def persons(self) -> int:
        """How many employees and trainers the plan is about."""
        return len(self.draft.problem.employees) + len(self.draft.problem.trainers)

    @cached_property
    def reach(self) -> Reach:
        problem = self.draft.problem
        visited = {need.place for need in problem.visits if need.count}
        trained = {e.id for e in problem.employees if e.needs}
        return Reach(
            places=len(visited),
            places_reached=len(visited - {it["place"] for it in self.draft.unreached}),
            people=len(trained),
            people_reached=len(trained - {it["employee"] for it in self.draft.unreached}),
        )

    @property
    def answer(self) -> str:
        """The page's first sentence, as one would say it aloud."""
        reach, when = self.reach, self.finish_words
        if not self.draft.items:
            return (
                _("Det finns inget kvar att planera.")
                if reach.is_full
                else _("Planen är tom: ingen tid går att lägga.")
            )
        places = {"n": reach.places_reached, "total": reach.places, "when": when}
        people = {"n": reach.people_reached, "total": reach.people, "when": when}
        if reach.is_full and reach.places:
            return (
                ngettext(
                    "Planen når träffpunkten till %(when)s.",
                    "Planen når alla %(total)s träffpunkter till %(when)s.",
                    reach.places,
                )
                % places
            )
        if reach.is_full:
            return _("Planen når alla %(total)s medarbetare till %(when)s.") % people
        if reach.places_reached < reach.places:
            return _("Planen når %(n)s av %(total)s träffpunkter till %(when)s.") % places
        return _("Planen når %(n)s av %(total)s medarbetare till %(when)s.") % people

    @property
    def finish_words(self) -> str:
        finish = self.draft.finish_on
        return _("vecka %(week)s") % {"week": finish.isocalendar().week} if finish else ""

    @property
    def lead(self) -> str:
        """The second sentence: everybody counted, and when the last thing happens."""
        reach, finish = self.reach, self.draft.finish_on
        if finish is None:
            return ""
        return _("%(people)s av %(all_people)s medarbetare är med. Det sista sker %(day)s.") % {
            "people": reach.people_reached,
            "all_people": reach.people,
            "day": day_text(finish),
        }

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        rows = [self._row(item) for item in self.draft.items]
        weeks = []
        for (_year, number), found in itertools.groupby(rows, key=lambda row: row.date.isocalendar()[:2]):
            week = tuple(found)
            weeks.append(Week(number, week[0].date - dt.timedelta(days=week[0].date.weekday()), week))
        return tuple(weeks)

    @cached_property
    def chart(self) -> list[ChartWeek]:
        """How many sessions and visits each week has, from the first to the last, empty weeks too."""
        if not self.weeks:
            return []
        by_monday = {week.first: week.rows for week in self.weeks}
        count = (self.weeks[-1].first - self.weeks[0].first).days // 7 + 1
        mondays = [self.weeks[0].first + dt.timedelta(weeks=number) for number in range(count)]
        return [_chart_week(monday, by_monday.get(monday, ())) for monday in mondays]

    @cached_property
    def missed(self) -> tuple[tuple[str, tuple[Miss, ...]], ...]:
        """Who is not reached, by the name of the place."""
        found: dict[str, list[Miss]] = defaultdict(list)
        for it in self.draft.unreached:
            place = it["place"] or self.draft.home[it["employee"]]
            found[self.names.place(place)].append(self._miss(it))
        return tuple((name, tuple(found[name])) for name in sorted(found))

    @cached_property
    def prices(self) -> tuple[Price, ...]:
        costs, counted = self.draft.problem.costs, self.draft.quantities
        hours = counted["trainer_minutes"] / 60
        lines = [
            ("replacement_sek", costs.replacement, counted["replacement"], _("%(n)s halvdagar")),
            ("closing_sek", costs.closing, counted["closing"], _("%(n)s halvdagar")),
            ("hourly_sek", costs.hourly, counted["hourly"], _("%(n)s halvdagar")),
            ("trainer_hour_sek", costs.trainer_per_hour, hours, _("%(n)s timmar")),
            ("travel_minute_sek", costs.travel_per_minute, counted["travel_minutes"], _("%(n)s minuter")),
            ("room_sek", costs.room_hire, counted["sessions"], _("%(n)s tillfällen")),
            ("session_sek", costs.session, counted["sessions"], _("%(n)s tillfällen")),
        ]
        return tuple(self._price(*line) for line in lines if line[2])

    @property
    def total_sek(self) -> int:
        return self.draft.levels["O4"].value if "O4" in self.draft.levels else sum(p.sum_sek or 0 for p in self.prices)

    @property
    def lacks_prices(self) -> bool:
        return any(price.unit_sek is None for price in self.prices)

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        return tuple(
            Goal(
                level.id,
                str(LEVEL_NAMES[level.id]),
                self._as_week(level.value) if level.id == "O2" else level.value,
                self._as_week(level.bound) if level.id == "O2" else level.bound,
                level.is_proven,
            )
            for level in self.draft.levels.values()
        )

    @property
    def proof(self) -> str:
        """Whether anybody could do better, said only as far as it is proven."""
        if self.draft.is_proven:
            return _("Bevisat bäst: ingen plan når fler, och ingen som når lika många blir klar en tidigare vecka.")
        reached = self.draft.levels.get("O1")
        if reached is not None and reached.is_proven:
            return _("Det är bevisat att ingen plan når fler. Kanske går det att bli klar tidigare.")
        if reached is None:
            return _("Beräkningen stoppades innan något var bevisat.")
        return ngettext(
            "Inte bevisat bäst: högst %(n)s krav till kan gå att nå.",
            "Inte bevisat bäst: högst %(n)s krav till kan gå att nå.",
            reached.value - reached.bound,
        ) % {"n": reached.value - reached.bound}

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return tuple(text for note in self.row.run.notes if (text := note_text(note, self.names)))

    @cached_property
    def errands(self) -> tuple[str, ...]:
        """What the plan needs besides: replacements to book, half-days to close."""
        book = [
            (
                it,
                ngettext(
                    "Boka en vikarie till %(place)s %(when)s.", "Boka %(n)s vikarier till %(place)s %(when)s.", it.count
                ),
            )
            for it in self.draft.replacements
        ]
        close = [(it, _("Håll %(place)s stängd %(when)s.")) for it in self.draft.closures]
        return tuple(self._errand(it, text) for it, text in sorted(book + close, key=lambda p: (p[0].date, p[0].place)))

    def _errand(self, it: HalfDay, text: str) -> str:
        when = f"{day_text(it.date)} {half_text(it.half)}"
        return text % {"place": self.names.place(it.place), "when": when, "n": it.count}

    def _row(self, item: Item) -> Row:
        return item_row(item, self.names)

    def _miss(self, it: Mapping[str, Any]) -> Miss:
        person = self.names.person(it["employee"]) if it["employee"] else ""
        if person:
            who = _("%(name)s · %(module)s") % {"name": person, "module": self.names.module(it["module"])}
        else:
            who = _("besök %(n)s") % {"n": it["visit"]}
        return Miss(
            who=who,
            reasons=tuple(str(WHY_NOT[rule]) for rule in it["rules"]),
            ways_out=tuple(
                WayOut(repair_text(repair, self.names, self.draft.slots, person), self._repair_price(repair))
                for repair in it["repairs"]
            ),
        )

    def _repair_price(self, repair: Mapping[str, Any]) -> int | None:
        """Return the price of a way out; a price of 0 that nobody entered is not known."""
        needed = {"come_extra": "hourly_sek", "other_venue": "travel_minute_sek"}.get(repair["kind"])
        price: int | None = repair["price_sek"]
        return None if needed in self._missing_prices else price

    def _price(self, field: str, unit: int, count: float, amount: str) -> Price:
        shown = f"{count:.1f}".replace(".", ",").removesuffix(",0")
        is_missing = field in self._missing_prices
        return Price(
            name=str(PRICE_NAMES[field]),
            amount=amount % {"n": shown},
            unit_sek=None if is_missing else unit,
            sum_sek=None if is_missing else int(count * unit),
        )

    def _as_week(self, week: int) -> int:
        return (self.draft.problem.first_monday + dt.timedelta(weeks=max(week, 0))).isocalendar().week


def _chart_week(monday: dt.date, rows: Sequence[Row]) -> ChartWeek:
    number, sessions = monday.isocalendar().week, sum(row.is_session for row in rows)
    words = _("Vecka %(week)s: %(sessions)s utbildningar, %(visits)s besök") % {
        "week": number,
        "sessions": sessions,
        "visits": len(rows) - sessions,
    }
    return ChartWeek(str(number), sessions, len(rows) - sessions, words, is_now=False)


def names_of(draft: Draft) -> Names:
    """Return the names of all who are in the problem. Four queries."""
    problem = draft.problem
    return find_names(
        places=(p.id for p in problem.places),
        people=(e.id for e in problem.employees),
        trainers=(t.id for t in problem.trainers),
        modules=(m.id for m in problem.modules),
    )


def item_row(item: Item, names: Names) -> Row:
    return Row(
        key=item.key,
        date=item.date,
        day=day_text(item.date),
        clock=f"{clock_text(item.starts)}–{clock_text(item.ends)}",
        title=names.module(item.module) if item.is_session else _("Besök %(n)s") % {"n": item.number},
        place=names.place(item.place),
        is_session=item.is_session,
        trainers=named(item.trainers, names.trainer),
        people=named(item.attendees, names.person),
        joins=item.joins,
        is_pinned=item.is_pinned,
    )


def named(ids: Iterable[str], name: Any) -> tuple[str, ...]:
    return tuple(sorted(name(id) for id in ids))
