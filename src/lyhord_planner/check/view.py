"""A plan as the rules look at it: activities, who attends what when, and dates and words for slots."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lyhord_planner.plan import Plan, PlannedSession, PlannedVisit
from lyhord_planner.problem import Place, PopularActivity, Problem, SessionPin, VisitNeed, VisitPin


@dataclass(frozen=True, slots=True)
class Activity:
    """A session or a visit. starts, ends: minutes after midnight. location: a key of `travel_minutes`.

    competence is None for a visit to a place that shall have none: then nothing is known of what it needs.
    """

    what: str
    place: str
    location: str
    slot: int
    starts: int
    ends: int
    trainers: tuple[str, ...]
    trainers_needed: int
    competence: str | None
    language: str
    is_visit: bool
    is_pinned: bool
    has_pinned_start: bool


@dataclass(frozen=True, slots=True)
class Attendance:
    employee: str
    session: PlannedSession
    date: dt.date
    is_pinned: bool


class View:
    """Everything the rules ask of a well-formed plan. Derived once, never changed."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan

    def date(self, slot: int) -> dt.date:
        return self.problem.slots[slot].date

    def when(self, slot: int) -> str:
        """Return the slot in words, such as "2026-01-05 am"."""
        return f"{self.date(slot).isoformat()} {self.problem.slots[slot].half}"

    @cached_property
    def needs_of_place(self) -> Mapping[str, VisitNeed]:
        return {need.place: need for need in self.problem.visits}

    @cached_property
    def visits_of_place(self) -> Mapping[str, list[PlannedVisit]]:
        """Return the planned visits of every place that has any, in time order."""
        found: dict[str, list[PlannedVisit]] = defaultdict(list)
        for visit in sorted(self.plan.visits, key=lambda visit: (visit.slot, visit.number)):
            found[visit.place].append(visit)
        return found

    def held(self, place: str) -> tuple[dt.date, ...]:
        need = self.needs_of_place.get(place)
        return need.held if need else ()

    def session_pins(self, session: PlannedSession) -> list[SessionPin]:
        key = (session.module, session.place, session.slot)
        return [pin for pin in self.problem.session_pins if (pin.module, pin.place, pin.slot) == key]

    def visit_pins(self, visit: PlannedVisit) -> list[VisitPin]:
        key = (visit.place, visit.slot)
        return [pin for pin in self.problem.visit_pins if (pin.place, pin.slot) == key]

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """Return sessions and visits in time order."""
        both = [self._session(s) for s in self.plan.sessions] + [self._visit(v) for v in self.plan.visits]
        return tuple(sorted(both, key=lambda activity: (activity.slot, activity.starts, activity.place, activity.what)))

    def _session(self, session: PlannedSession) -> Activity:
        module = self.problem.module[session.module]
        pins = self.session_pins(session)
        return Activity(
            what=f"the session in {session.module} at {session.place} on {self.when(session.slot)}",
            place=session.place,
            location=self.problem.place[session.place].location_at(session.slot),
            slot=session.slot,
            starts=session.starts,
            ends=session.starts + module.minutes,
            trainers=session.trainers,
            trainers_needed=module.trainers_needed,
            competence=module.competence,
            language=module.language,
            is_visit=False,
            is_pinned=bool(pins),
            has_pinned_start=any(pin.starts == session.starts for pin in pins),
        )

    def _visit(self, visit: PlannedVisit) -> Activity:
        need = self.needs_of_place.get(visit.place)
        pins = self.visit_pins(visit)
        return Activity(
            what=f"visit {visit.number} at {visit.place} on {self.when(visit.slot)}",
            place=visit.place,
            location=self.problem.place[visit.place].location_at(visit.slot),
            slot=visit.slot,
            starts=visit.starts,
            ends=visit.starts + (need.minutes if need else 0),
            trainers=visit.trainers,
            trainers_needed=need.trainers_needed if need else 0,
            competence=need.competence if need else None,
            language=need.language if need else "",
            is_visit=True,
            is_pinned=bool(pins),
            has_pinned_start=any(pin.starts == visit.starts for pin in pins),
        )

    @cached_property
    def attendances(self) -> tuple[Attendance, ...]:
        """Return one per person and session, in time order."""
        return tuple(
            Attendance(
                employee=person,
                session=session,
                date=self.date(session.slot),
                is_pinned=any(person in pin.attendees for pin in self.session_pins(session)),
            )
            for session in sorted(self.plan.sessions, key=lambda session: (session.slot, session.place, session.module))
            for person in sorted(set(session.attendees))
        )

    @cached_property
    def away_in_session(self) -> frozenset[tuple[str, int]]:
        """Return (employee, slot) for everyone who is in a session then."""
        return frozenset((attendance.employee, attendance.session.slot) for attendance in self.attendances)

    @cached_property
    def had_on(self) -> Mapping[tuple[str, str], dt.date]:
        """Return (employee, module) → the first day it was or is attended; what is done goes before the plan."""
        days: dict[tuple[str, str], dt.date] = {}
        for attendance in self.attendances:
            key = (attendance.employee, attendance.session.module)
            days[key] = min(attendance.date, days.get(key, attendance.date))
        for employee in self.problem.employees:
            for module, day in employee.done.items():
                days[employee.id, module] = day
        return days

    def joined(self, visit: PlannedVisit) -> list[PopularActivity]:
        """Return the popular activities that the visit's slot and start join it to."""
        place = self.problem.place[visit.place]
        return [it for it in place.popular if it.slot == visit.slot and it.starts == visit.starts]

    @cached_property
    def candidate_venues(self) -> Mapping[str, list[str]]:
        """Return employee → the places at which the person may attend, best first; only for those who attend."""
        return {person: self._venues(person) for person in {it.employee for it in self.attendances}}

    def _venues(self, employee_id: str) -> list[str]:
        homes = self.problem.employee[employee_id].home_places
        minutes = self.problem.travel_minutes[self.problem.place[homes[0]].location]

        def nearness(place: Place) -> tuple[int, str]:
            return minutes[place.location], place.id

        others = sorted((place for place in self.problem.places if place.id not in homes), key=nearness)
        in_order = [*homes, *(place.id for place in others)]
        with_room = [place for place in in_order if self.problem.place[place].room_capacity > 0]
        return with_room[: self.problem.max_venues]


def clock(minutes: int) -> str:
    """Return minutes after midnight as a clock time, such as "08:30"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
