"""Parts of a person's page that belong to areas above, such as what is booked. They register them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, visible
from lyhord.people.domain.queries import staff_of
from lyhord.people.models import Employee, Trainer
from lyhord.places.domain.sections import Line, Section
from lyhord.places.models import MeetingPlace

type EmployeeSection = Callable[[User, Employee, dt.date], Section | None]
type TrainerSection = Callable[[User, Trainer, dt.date], Section | None]

_of_employee: list[tuple[int, EmployeeSection]] = []
_of_trainer: list[tuple[int, TrainerSection]] = []


def register_employee_section(make: EmployeeSection, *, order: int) -> None:
    """Let an area add a section to every employee's page. `make` gives None when the user may not see it."""
    _of_employee.append((order, make))


def register_trainer_section(make: TrainerSection, *, order: int) -> None:
    """Let an area add a section to every trainer's page. `make` gives None when the user may not see it."""
    _of_trainer.append((order, make))


def employee_sections(user: User, employee: Employee, on: dt.date) -> list[Section]:
    sections = [make(user, employee, on) for _order, make in sorted(_of_employee, key=lambda entry: entry[0])]
    return [section for section in sections if section is not None]


def trainer_sections(user: User, trainer: Trainer, on: dt.date) -> list[Section]:
    sections = [make(user, trainer, on) for _order, make in sorted(_of_trainer, key=lambda entry: entry[0])]
    return [section for section in sections if section is not None]


def staff_section(user: User, place: MeetingPlace, on: dt.date) -> Section | None:
    """Return who works at a place, for its page, or None for whoever may not see each of them: a part misleads."""
    working = staff_of(place, on)
    staff = list(visible(user, "people.view_employee", working))
    if not can(user, "people.view_employee") or working.count() > len(staff):
        return None
    lines = [
        Line(
            employee.name,
            reverse("people:employee-detail", args=[employee.pk]),
            " · ".join(filter(None, [employee.role_title, str(employee.get_employee_class_display())])),
            employee.is_example,
        )
        for employee in staff
    ]
    title = ngettext("%(n)d arbetar här", "%(n)d arbetar här", len(lines)) % {"n": len(lines)}
    more = [(_("Visa som lista"), reverse("people:employee-list") + f"?plats={place.pk}")] if lines else []
    return Section(
        title if lines else _("Personal"), lines, _("Ingen i personalen är kopplad hit."), more=more, persons=len(lines)
    )
