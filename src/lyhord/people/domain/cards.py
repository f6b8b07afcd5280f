"""A person as the pages show them: employments with hours in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lyhord.common.periods import holds_on
from lyhord.people.domain.schedules import schedule_of
from lyhord.people.domain.working_time import primary_employment
from lyhord.people.models import AwayPeriod, Employee, Employment, Trainer, TrainerAway
from lyhord.places.domain.words import period_text, weekly_lines
from lyhord.places.models import MeetingPlace


@dataclass(frozen=True)
class EmploymentCard:
    """schedules: hours in words, a line per pattern."""

    employment: Employment
    period: str
    schedules: list[str]
    is_now: bool


@dataclass(frozen=True)
class EmployeeCard:
    """place: of the biggest employment today. others: how many more today. away: periods that are not over."""

    employee: Employee
    place: MeetingPlace | None
    share_percent: int | None
    others: int
    employments: list[EmploymentCard] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)
    away: list[tuple[AwayPeriod, str]] = field(default_factory=list)
    is_away: bool = False


def with_employments(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """Fetch what a line in a list needs: two queries more."""
    return employees.prefetch_related("employments__place")


def with_everything(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """Fetch what a person's page needs."""
    return employees.prefetch_related(
        "employments__place", "employments__patterns__shifts", "availability", "away_periods"
    )


def employee_line(employee: Employee, today: dt.date) -> EmployeeCard:
    """Return a line of a list, of someone fetched by `with_employments`."""
    employments = list(employee.employments.all())
    primary = primary_employment(employments, today)
    now = [row for row in employments if holds_on(row.starts_on, row.ends_before, today)]
    return EmployeeCard(
        employee,
        place=primary.place if primary else None,
        share_percent=primary.share_percent if primary else None,
        others=max(len(now) - 1, 0),
    )


def employee_card(employee: Employee, today: dt.date) -> EmployeeCard:
    """Return a person's page, of someone fetched by `with_everything`."""
    line = employee_line(employee, today)
    away = [row for row in employee.away_periods.all() if row.ends_before is None or row.ends_before > today]
    return EmployeeCard(
        employee,
        place=line.place,
        share_percent=line.share_percent,
        others=line.others,
        employments=[_employment_card(row, today) for row in employee.employments.all()],
        windows=[capfirst(text) for text in weekly_lines(employee.availability.all())],
        away=[(row, capfirst(period_text(row.starts_on, row.ends_before))) for row in away],
        is_away=any(holds_on(row.starts_on, row.ends_before, today) for row in away),
    )


def trainer_times_text(trainer: Trainer) -> list[str]:
    """Return when a trainer can work, in words."""
    return [capfirst(text) for text in weekly_lines(trainer.windows.all())]


def trainer_away(trainer: Trainer, today: dt.date) -> list[tuple[TrainerAway, str]]:
    """Return the periods away that are not over."""
    rows = [row for row in trainer.away_periods.all() if row.ends_before > today]
    return [(row, capfirst(period_text(row.starts_on, row.ends_before))) for row in rows]


def lead(card: EmployeeCard) -> str:
    """Return where and how much somebody works, as one would say it."""
    if card.place is None:
        return _("Har ingen anställning just nu.")
    if card.is_away:
        return _("Arbetar på %(place)s, men är borta just nu.") % {"place": card.place.name}
    if card.others:
        return _("Arbetar mest på %(place)s, och på fler ställen.") % {"place": card.place.name}
    if card.share_percent in {0, 100, None}:
        return _("Arbetar på %(place)s.") % {"place": card.place.name}
    return _("Arbetar %(share)d procent på %(place)s.") % {"share": card.share_percent, "place": card.place.name}


def _employment_card(row: Employment, today: dt.date) -> EmploymentCard:
    schedules = []
    for pattern in row.patterns.all():
        text = capfirst(schedule_of(pattern).text())
        if period := period_text(pattern.starts_on, pattern.ends_before):
            text = f"{text}, {period}"
        schedules.append(text)
    period = capfirst(period_text(row.starts_on, row.ends_before))
    return EmploymentCard(row, period, schedules, holds_on(row.starts_on, row.ends_before, today))
