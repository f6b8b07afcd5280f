"""The planner's problem, from the rows of the site. Ids are the rows' ids; no name leaves the site."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from lyhord.common.holidays import holidays_between
from lyhord.outreach.models import VisitRequirement
from lyhord.people.domain.working_time import trainer_times, working_times
from lyhord.people.models import Employee, Trainer
from lyhord.places.domain.opening import expand_many
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.adapter.calendar import Calendar, make_calendar, period_days
from lyhord.planning.domain.adapter.hours import HALVES, choose_hours
from lyhord.planning.domain.adapter.needs import Needs, find_needs
from lyhord.planning.domain.adapter.places import make_places, make_travel
from lyhord.planning.domain.adapter.staff import (
    ANY_COMPETENCE,
    base_point,
    count_staff_spans,
    count_trainer_spans,
    homes_of,
    make_employees,
    make_trainers,
)
from lyhord.planning.domain.adapter.standing import (
    Activity,
    Note,
    blocks_of,
    find_standing,
    keep_near,
    keep_pins,
)
from lyhord.planning.models import Pin, PlanSettings
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Decision
from lyhord.training.models import Module as ModuleRow
from lyhord_planner.problem import Costs, Deadlines, Gap, Module, Problem, TrainFirst, VisitNeed

USUAL_SESSION_MINUTES = 120
USUAL_VISIT_MINUTES = 60


PRICES = (
    "replacement_sek",
    "closing_sek",
    "hourly_sek",
    "travel_minute_sek",
    "trainer_hour_sek",
    "room_sek",
    "session_sek",
)


class NoSettings(LookupError):
    """Nobody has said from when and until when to plan."""


class NoHalfDays(ValueError):
    """The period is over, or has no day left in it."""


@dataclass(frozen=True)
class Prepared:
    """standing: what is planned on the site and may be in the next plan, which moves as little of it as it can. facts:
    what stands inside the notice and that no plan could have as it is; it is left alone."""

    problem: Problem
    calendar: Calendar
    standing: tuple[Activity, ...]
    facts: tuple[Activity, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Rows:
    """What is read from the site before anything is worked out. restricted: how many people are left out as such."""

    places: Sequence[MeetingPlace]
    employees: Sequence[Employee]
    trainers: Sequence[Trainer]
    modules: Sequence[ModuleRow]
    visit: VisitRequirement | None
    standing: Sequence[Activity]
    restricted: int


def build_problem(decision: Decision, *, today: dt.date) -> Problem:
    """Return the problem of the decision as it is today. See `prepare`."""
    return prepare(decision, today=today).problem


def prepare(decision: Decision, *, today: dt.date) -> Prepared:
    """Return the problem, what stands already, and notes. A constant number of queries.

    Planned from tomorrow or the period's first day, whichever is later. What stands inside the notice is kept;
    what stands later may move. Raises NoSettings, NoHalfDays.
    """
    settings = PlanSettings.objects.filter(decision=decision).first()
    if settings is None:
        raise NoSettings
    first = max(settings.starts_on, today + dt.timedelta(days=1))
    needs = find_needs(decision, today=today, ends_before=settings.ends_before)
    rows = _read(decision, needs, today=today, ends_before=settings.ends_before)
    last = max([settings.ends_before, *(a.date + dt.timedelta(days=1) for a in rows.standing)])
    begins = min([first, *(a.date for a in rows.standing)])
    problem, calendar = _assemble(rows, needs, settings, today=today, period=(first, begins, last))
    near_until = today + dt.timedelta(days=settings.notice_days)
    blocks, pins = _read_pins(decision)
    problem = dataclasses.replace(problem, blocks=blocks_of(problem, calendar, blocks))
    problem, facts = keep_near(problem, [a for a in rows.standing if a.date < near_until], calendar)
    problem, pin_notes = keep_pins(problem, pins, calendar)
    near_notes = [Note("kept_as_fact", a.place, a.date) for a in facts]
    return Prepared(
        problem,
        calendar,
        tuple(a for a in rows.standing if a not in facts),
        tuple(facts),
        (*_notes(rows, needs, settings), *near_notes, *pin_notes),
    )


def _read(decision: Decision, needs: Needs, *, today: dt.date, ends_before: dt.date) -> _Rows:
    open_later = Q(closed_from=None) | Q(closed_from__gt=today)
    places = list(MeetingPlace.objects.filter(open_later, owner=decision.owner_id).order_by("key", "pk"))
    boards = [board for board in (decision.owner_id, decision.partner_board_id) if board is not None]
    modules = {str(m.pk): m for m in ModuleRow.objects.filter(pk__in=needs.modules)}
    return _Rows(
        places=places,
        employees=list(Employee.objects.filter(owner=decision.owner_id, restricted_at=None).order_by("key", "pk")),
        restricted=sum(
            model._default_manager.filter(owner__in=boards, restricted_at__isnull=False).count()
            for model in (Employee, Trainer)
        ),
        trainers=list(Trainer.objects.filter(owner__in=boards, restricted_at=None).order_by("key", "pk")),
        modules=[modules[id] for id in needs.modules],
        visit=VisitRequirement.objects.filter(clause__decision=decision).order_by("clause__number").first(),
        standing=find_standing([p.pk for p in places], [m.pk for m in modules.values()], after=today),
    )


def _assemble(
    rows: _Rows, needs: Needs, settings: PlanSettings, *, today: dt.date, period: tuple[dt.date, dt.date, dt.date]
) -> tuple[Problem, Calendar]:
    """period: first day to plan, first and last (not included) day with anything in it."""
    first, begins, before = period
    openings = expand_many(rows.places, begins, before)
    staff_times = working_times(rows.employees, begins, before)
    teaching_times = trainer_times(rows.trainers, begins, before)
    session_minutes = max((m.minutes for m in rows.modules), default=USUAL_SESSION_MINUTES)
    staff, trainers = count_staff_spans(staff_times), count_trainer_spans(teaching_times)
    hours = {half: choose_hours(half, session_minutes, staff, trainers) for half in HALVES}
    open_days = {day for opening in openings.values() for day in opening.open}
    calendar = make_calendar(
        period_days(first, settings.ends_before, open_days),
        hours,
        [(a.date, a.starts, a.ends) for a in rows.standing],
    )
    if not calendar.slots:
        raise NoHalfDays
    homes = homes_of(rows.employees, [p.pk for p in rows.places], begins, before)
    problem = Problem(
        slots=calendar.slots,
        places=make_places(rows.places, openings, calendar, rows.visit.minutes if rows.visit else USUAL_VISIT_MINUTES),
        employees=make_employees(rows.employees, homes, staff_times, calendar, needs),
        trainers=make_trainers(rows.trainers, teaching_times, calendar),
        modules=_modules(rows.modules),
        visits=_visits(rows, needs),
        travel_minutes=make_travel(rows.places, openings, [base_point(t) for t in rows.trainers], settings),
        today=today,
        notice_days=settings.notice_days,
        max_venues=max(1, settings.max_venues),
        train_first=_train_first(rows),
        costs=_costs(settings),
        deadlines=Deadlines(
            training=needs.deadlines.get(ClauseKind.TRAIN_EMPLOYEES),
            visits=needs.deadlines.get(ClauseKind.VISIT_PLACES),
        ),
        blocked_dates=frozenset(holidays_between(begins, before)),
    )
    return problem, calendar


def _modules(rows: Iterable[ModuleRow]) -> tuple[Module, ...]:
    rows = list(rows)
    known = {row.pk for row in rows}
    return tuple(
        Module(
            id=str(row.pk),
            minutes=row.minutes,
            group_min=max(1, row.group_min),
            group_max=row.group_max,
            competence=row.competence or ANY_COMPETENCE,
            trainers_needed=row.trainers_needed,
            after=(Gap(str(row.after_id), row.gap_min_days, row.gap_max_days),) if row.after_id in known else (),
            language=row.language,
        )
        for row in rows
    )


def _visits(rows: _Rows, needs: Needs) -> tuple[VisitNeed, ...]:
    asked = rows.visit
    if asked is None:
        return ()
    return tuple(
        VisitNeed(
            place=str(row.pk),
            count=asked.count,
            minutes=asked.minutes,
            competence=asked.competence or ANY_COMPETENCE,
            trainers_needed=asked.trainers_needed,
            min_days_between=asked.min_days_between,
            max_days_between=asked.max_days_between,
            held=tuple(needs.visits[str(row.pk)]),
        )
        for row in rows.places
        if str(row.pk) in needs.visits
    )


def _train_first(rows: _Rows) -> TrainFirst | None:
    if rows.visit is None or not rows.visit.train_first_percent or not rows.modules:
        return None
    share = min(100, rows.visit.train_first_percent) / 100
    return TrainFirst(share=share, modules=frozenset(str(m.pk) for m in rows.modules))


def _costs(settings: PlanSettings) -> Costs:
    """Return the prices; one that nobody has entered is 0, and the pages say that it is missing."""
    return Costs(
        replacement=settings.replacement_sek or 0,
        closing=settings.closing_sek or 0,
        hourly=settings.hourly_sek or 0,
        travel_per_minute=settings.travel_minute_sek or 0,
        trainer_per_hour=settings.trainer_hour_sek or 0,
        room_hire=settings.room_sek or 0,
        session=settings.session_sek or 0,
    )


def _read_pins(decision: Decision) -> tuple[list[tuple[dt.date, str, Mapping[str, str]]], list[Activity]]:
    """Return the blocks (day, half, who) and the confirmed activities of the pins."""
    blocks: list[tuple[dt.date, str, Mapping[str, str]]] = []
    pins: list[Activity] = []
    for kind, content in Pin.objects.filter(decision=decision).values_list("kind", "content"):
        day = dt.date.fromisoformat(content["date"])
        if kind == "block":
            blocks += [(day, content["half"], subject) for subject in content["subjects"]]
        else:
            pins.append(
                Activity(
                    date=day,
                    starts=content["starts"],
                    ends=content["starts"],
                    place=content["place"],
                    module=content.get("module", ""),
                    trainers=tuple(content["trainers"]),
                    attendees=tuple(content.get("attendees", ())),
                )
            )
    return blocks, pins


def _notes(rows: _Rows, needs: Needs, settings: PlanSettings) -> list[Note]:
    notes = [Note("no_coordinates", str(row.pk)) for row in rows.places if row.latitude is None]
    notes += [Note("no_trainer_coordinates", str(row.pk)) for row in rows.trainers if row.latitude is None]
    if needs.unreported:
        notes.append(Note("unreported", count=len(needs.unreported)))
    if rows.restricted:
        notes.append(Note("restricted", count=rows.restricted))
    for code, found in (("no_modules", rows.modules), ("no_visits", needs.visits), ("no_trainers", rows.trainers)):
        if not found:
            notes.append(Note(code))
    notes += [Note("no_price", name) for name in PRICES if getattr(settings, name) is None]
    return notes
