"""What a certificate rests on: attendance at sessions that were held."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lyhord.accounts.domain.retention.account_erasure import ERASED_NAME
from lyhord.common.sorting import swedish
from lyhord.people.models import Employee
from lyhord.programme.models import Clause
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Certificate, Module

type Of = Clause | Module
"""What a certificate is of: all that a clause requires, or one module."""


@dataclass(frozen=True)
class Ready:
    """Somebody who has attended all of it. parts: as a certificate keeps them. noted_at: when the last was noted."""

    employee: Employee
    parts: list[dict[str, Any]]
    noted_at: dt.datetime


def modules_of(what: Of) -> list[Module]:
    """Return the modules that must be attended, in order."""
    if isinstance(what, Module):
        return [what]
    return list(Module.objects.filter(requirements__clause=what).order_by("order", "name", "pk"))


def everybody_ready(what: Of, employees: QuerySet[Employee] | None = None) -> list[Ready]:
    """Return who has attended all of it and has no certificate of it that holds, by name. Three queries.

    employees: only these. Nobody restricted, and nobody whose name is gone. What requires nothing proves nothing.
    """
    modules = modules_of(what)
    owner = what.owner_id if isinstance(what, Module) else what.decision.owner_id
    rows = Employee.objects.all() if employees is None else employees
    rows = rows.filter(owner=owner, restricted_at=None).exclude(name=ERASED_NAME)
    rows = rows.exclude(pk__in=holding().filter(**{_name(what): what}).values("employee"))
    found = _attended(modules, rows)
    complete = [pk for pk, parts in found.items() if modules and len(parts) == len(modules)]
    people = rows.filter(pk__in=complete).select_related("owner").order_by(swedish("name"), "pk")
    return [_ready(employee, modules, found[employee.pk]) for employee in people]


def holding() -> QuerySet[Certificate]:
    """Return the certificates that hold: neither taken back nor replaced."""
    replaced = Certificate.objects.exclude(replaces="").values("replaces")
    return Certificate.objects.filter(revocation=None).exclude(number__in=replaced)


def no_longer_attended(certificates: Iterable[Certificate]) -> set[uuid.UUID]:
    """Return the ids of those that rest on attendance which has since been put right. One query.

    Attendance that has been disposed of by a rule was true: then nothing at all is left of that session.
    """
    rows = list(certificates)
    sessions = {part["session"] for row in rows for part in row.parts if part["session"]}
    noted: dict[str, dict[uuid.UUID, bool]] = defaultdict(dict)
    known = Attendance.objects.filter(session__in=sessions)
    for session, employee, outcome, state in known.values_list(
        "session_id", "employee_id", "outcome", "session__state"
    ):
        noted[str(session)][employee] = outcome == Outcome.PRESENT and state == SessionState.HELD
    return {
        row.pk
        for row in rows
        if any(not noted[part["session"]].get(row.employee_id, False) for part in row.parts if part["session"] in noted)
    }


def states_of(certificates: Sequence[Certificate]) -> dict[uuid.UUID, str]:
    """Return for each "revoked", "replaced", "doubtful" or "holds". Two queries; `revocation` is selected with them."""
    numbers = [row.number for row in certificates]
    replaced = set(Certificate.objects.filter(replaces__in=numbers).values_list("replaces", flat=True))
    states = {
        row.pk: "revoked" if hasattr(row, "revocation") else "replaced" if row.number in replaced else "holds"
        for row in certificates
    }
    doubtful = no_longer_attended(row for row in certificates if states[row.pk] == "holds")
    return states | dict.fromkeys(doubtful, "doubtful")


def _attended(modules: Sequence[Module], employees: QuerySet[Employee]) -> dict[uuid.UUID, dict[uuid.UUID, Attendance]]:
    """Return person → module → the first time that they attended it."""
    rows = Attendance.objects.filter(
        outcome=Outcome.PRESENT,
        session__state=SessionState.HELD,
        session__module__in=modules,
        employee__in=employees.order_by().values("pk"),
    ).select_related("session")
    found: dict[uuid.UUID, dict[uuid.UUID, Attendance]] = defaultdict(dict)
    for row in rows.order_by("session__starts_at", "session_id"):
        found[row.employee_id].setdefault(row.session.module_id, row)
    return found


def _ready(employee: Employee, modules: Sequence[Module], attended: dict[uuid.UUID, Attendance]) -> Ready:
    rows = [(module, attended[module.pk]) for module in modules]
    return Ready(
        employee,
        [_part(module.name, row) for module, row in rows],
        max(row.recorded_at for _module, row in rows),
    )


def _part(module: str, row: Attendance) -> dict[str, Any]:
    session = row.session
    return {
        "module": module,
        "session": str(session.pk),
        "on": timezone.localdate(session.starts_at).isoformat(),
        "minutes": int((session.ends_at - session.starts_at).total_seconds()) // 60,
    }


def _name(what: Of) -> str:
    return "module" if isinstance(what, Module) else "clause"
