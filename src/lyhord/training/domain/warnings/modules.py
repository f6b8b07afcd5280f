"""C1: everyone attends a module once. C7: modules come in order, with gaps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.training.domain.warnings.occasion import Occasion, RuleWarning, listed
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Booking, Module

type Days = dict[tuple[uuid.UUID, uuid.UUID], list[dt.date]]


@dataclass(frozen=True)
class Course:
    """When each of some people has been, or is booked, to each module: (employee, module) → days."""

    attended: Days = field(default_factory=lambda: defaultdict(list))
    booked: Days = field(default_factory=lambda: defaultdict(list))

    def days(self, employee: uuid.UUID, module: uuid.UUID) -> list[dt.date]:
        key = (employee, module)
        return sorted([*self.attended.get(key, []), *self.booked.get(key, [])])


def course_of(occasion: Occasion) -> Course:
    """Return what the people of the occasion have done and are booked to elsewhere. Two queries."""
    course, people = Course(), list(occasion.employees)
    attended = Attendance.objects.filter(
        employee__in=people, outcome=Outcome.PRESENT, session__state=SessionState.HELD
    ).exclude(session=occasion.subject)
    booked = (
        Booking.objects.seated()
        .filter(employee__in=people, session__state=SessionState.PLANNED)
        .exclude(session=occasion.subject)
    )
    columns = ("employee_id", "session__module_id", "session__starts_at")
    for employee, module, at in attended.values_list(*columns):
        course.attended[employee, module].append(timezone.localdate(at))
    for employee, module, at in booked.values_list(*columns):
        course.booked[employee, module].append(timezone.localdate(at))
    return course


def module_hints(occasion: Occasion, module: Module) -> dict[uuid.UUID, str]:
    """Return employee → what is good to know before booking: has done the module, or is booked to it elsewhere."""
    course = course_of(occasion)
    hints = {id: _("bokad %(day)s") % {"day": date_format(min(days))} for id, days in _of(course.booked, module)}
    hints |= {id: _("gick den %(day)s") % {"day": date_format(max(days))} for id, days in _of(course.attended, module)}
    return hints


def module_is_needed_once(occasion: Occasion, module: Module, course: Course) -> Iterator[RuleWarning]:
    """C1. Everyone attends a module once."""
    done = [str(e) for e in occasion.employees if (e.pk, module.pk) in course.attended]
    if done:
        text = _("%(names)s har redan gått ”%(module)s”.")
        yield RuleWarning("C1", text % {"names": listed(done), "module": module.short_name})
    again = [str(e) for e in occasion.employees if (e.pk, module.pk) in course.booked and str(e) not in done]
    if again:
        text = ngettext(
            "%(names)s är redan bokad till ett annat tillfälle av ”%(module)s”.",
            "%(names)s är redan bokade till andra tillfällen av ”%(module)s”.",
            len(again),
        )
        yield RuleWarning("C1", text % {"names": listed(again), "module": module.short_name})


def modules_come_in_order(occasion: Occasion, module: Module, course: Course) -> Iterator[RuleWarning]:
    """C7. A module that comes after another is attended `gap_min_days` to `gap_max_days` after it."""
    if module.after is not None:
        yield from _after(occasion, module, module.after, course)
    for follower in module.followed_by.all():
        early = [
            str(employee)
            for employee in occasion.employees
            if (days := course.days(employee.pk, follower.pk))
            and not any(_fits(follower, occasion.day, day) for day in days)
        ]
        if early:
            text = _("%(names)s går ”%(follower)s” vid fel tid: den ska komma %(gap)s efter ”%(module)s”.")
            facts = {"names": listed(early), "follower": follower.short_name, "module": module.short_name}
            yield RuleWarning("C7", text % (facts | {"gap": _gap(follower)}))


def _after(occasion: Occasion, module: Module, earlier: Module, course: Course) -> Iterator[RuleWarning]:
    lacking, wrong = [], []
    for employee in occasion.employees:
        days = course.days(employee.pk, earlier.pk)
        if not days:
            lacking.append(str(employee))
        elif not any(_fits(module, day, occasion.day) for day in days):
            wrong.append(str(employee))
    if lacking:
        text = _("%(names)s har varken gått eller bokats till ”%(earlier)s”, som kommer före ”%(module)s”.")
        facts = {"names": listed(lacking), "earlier": earlier.short_name, "module": module.short_name}
        yield RuleWarning("C7", text % facts)
    if wrong:
        text = _("För %(names)s stämmer inte tiden: ”%(module)s” ska komma %(gap)s efter ”%(earlier)s”.")
        facts = {"names": listed(wrong), "earlier": earlier.short_name, "module": module.short_name}
        yield RuleWarning("C7", text % (facts | {"gap": _gap(module)}))


def _of(days: Days, module: Module) -> Iterator[tuple[uuid.UUID, list[dt.date]]]:
    return ((employee, found) for (employee, of), found in days.items() if of == module.pk)


def _fits(module: Module, earlier: dt.date, later: dt.date) -> bool:
    days = (later - earlier).days
    return module.gap_min_days <= days and (module.gap_max_days is None or days <= module.gap_max_days)


def _gap(module: Module) -> str:
    if module.gap_max_days is None:
        text = ngettext("minst %(least)d dag", "minst %(least)d dagar", module.gap_min_days)
        return text % {"least": module.gap_min_days}
    return _("%(least)d–%(most)d dagar") % {"least": module.gap_min_days, "most": module.gap_max_days}
