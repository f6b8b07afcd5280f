"""Compare a file of employees with the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.kinds import Change, ImportKind, ParsedRow, Record, Register, Scope
from lyhord.people.domain.import_current import CurrentEmployee, load_employees
from lyhord.people.domain.import_matching import Matching, match_employments
from lyhord.people.domain.import_rows import EmploymentKey, WantedEmployee, assemble
from lyhord.people.domain.import_tables import AWAY, EMPLOYEES
from lyhord.people.domain.import_writing import create_employees, flag_missing, update_employees
from lyhord.people.domain.restriction import RESTRICTED_ROW
from lyhord.people.domain.schedules import Schedule, Window, make_schedule
from lyhord.people.enums import EmployeeClass
from lyhord.places.domain.lookup import place_names
from lyhord.places.domain.words import period_text
from lyhord.places.models import MeetingPlace


class EmployeeRegister(Register[WantedEmployee, CurrentEmployee]):
    """The employees of a board with employments, schedules, windows and days away."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        places = list(MeetingPlace.objects.filter(owner=scope.owner))
        self._places = {place.key: place for place in places}
        self._names = place_names(places)
        self._current = load_employees(scope.owner, {place.pk: place.key for place in places})
        self._in_file: set[str] = set()

    def prepare(self, rows: Sequence[ParsedRow]) -> None:
        self._in_file = {row.cells["key"] for row in rows if row.table == EMPLOYEES.code and "key" in row.cells}

    def key(self, row: ParsedRow) -> str:
        if "key" not in row.cells:
            raise CellProblem(_("Anställningsnummer saknas. Fyll i cellen."))
        key: str = row.cells["key"]
        if row.table == AWAY.code and key not in self._in_file and key not in self._current:
            raise CellProblem(
                _("anställningsnummer %(key)s finns inte. Lägg in personen först, eller rätta numret.") % {"key": key}
            )
        return key

    def current(self) -> Mapping[str, CurrentEmployee]:
        return self._current

    def title(self, record: WantedEmployee | CurrentEmployee) -> str:
        if isinstance(record, CurrentEmployee):
            return f"{record.employee} ({record.employee.key})"
        return f"{record.facts['name']} ({record.key})"

    def assemble(self, record: Record) -> WantedEmployee | None:
        existing = self._current.get(record.key)
        if existing is not None and existing.employee.restricted_at is not None:
            record.doubt(record.rows[0], str(RESTRICTED_ROW))
        known_class = EmployeeClass(existing.employee.employee_class) if existing else None
        return assemble(record, self._names, known_class)

    def summary(self, wanted: WantedEmployee) -> str:
        employee_class = wanted.facts.get("employee_class", EmployeeClass.STAFF)
        parts = [str(EmployeeClass(employee_class).label)]
        for key, said in wanted.employments.items():
            parts.append(self._employment_text(key, said.share_percent, said.ends_before))
            if said.schedule is not None:
                parts.append(said.schedule.text())
        if wanted.windows:
            parts.append(_windows_text(wanted.windows))
        return " · ".join(parts)

    def changes(self, current: CurrentEmployee, wanted: WantedEmployee) -> list[Change]:
        changes = [
            Change(str(EMPLOYEES.column(fact).label), _fact(fact, old), _fact(fact, new))
            for fact, new in wanted.facts.items()
            if (old := getattr(current.employee, fact)) != new
        ]
        if wanted.employments:
            if current.employee.missing_since is not None:
                since = date_format(current.employee.missing_since)
                changes.append(
                    Change(_("Saknas i senaste filen"), _("sedan %(day)s") % {"day": since}, _("finns igen"))
                )
            changes.extend(self._employment_changes(self._match(current, wanted)))
        if wanted.windows is not None and wanted.windows != current.windows:
            changes.append(Change(_("Tillgänglig tid"), _windows_text(current.windows), _windows_text(wanted.windows)))
        for starts_on, ends_before in sorted(wanted.away or (), key=lambda period: period[0]):
            known = current.away.get(starts_on)
            if known is None or known.ends_before != ends_before:
                old = period_text(known.starts_on, known.ends_before) if known else "–"
                changes.append(Change(_("Frånvaro"), old, period_text(starts_on, ends_before)))
        return changes

    def gone(self, current: CurrentEmployee) -> str:
        has_left = all(
            row.employment.ends_before is not None and row.employment.ends_before <= self.scope.today
            for row in current.employments.values()
        )
        if current.employee.missing_since is not None or current.employee.restricted_at is not None or has_left:
            return ""
        return _("Finns i registret men inte i filen. Flaggas så att du kan titta på det. Ingenting tas bort.")

    def write(
        self,
        *,
        new: Sequence[WantedEmployee],
        changed: Sequence[tuple[CurrentEmployee, WantedEmployee]],
        gone: Sequence[CurrentEmployee],
    ) -> None:
        create_employees(self.scope.owner, new, self._places)
        matched = [(current, wanted, self._match(current, wanted)) for current, wanted in changed]
        update_employees(matched, self._places, self.scope.today)
        flag_missing(gone, self.scope.today)

    def _match(self, current: CurrentEmployee, wanted: WantedEmployee) -> Matching:
        says_last_day = self.scope.has(EMPLOYEES.code, "last_on")
        return match_employments(current, wanted, today=self.scope.today, says_last_day=says_last_day)

    def _employment_changes(self, matching: Matching) -> list[Change]:
        label, changes = _("Anställning"), []
        for change in matching.changed:
            row = change.current.employment
            key = self._key_of_place(row.place_id)
            if change.changes_dates_or_share:
                old = self._employment_text((key, row.starts_on), row.share_percent, row.ends_before)
                new = self._employment_text((key, change.starts_on), change.share_percent, change.ends_before)
                changes.append(Change(label, old, new))
            if change.schedule is not None:
                changes.append(Change(_("Schema"), _schedule_text(change.current.schedule), change.schedule.text()))
        for place_key, said in matching.new.items():
            new = self._employment_text(place_key, said.share_percent, said.ends_before)
            schedule = said.schedule.text() if said.schedule is not None else ""
            changes.append(Change(label, "–", " · ".join(filter(None, [new, schedule]))))
        for ended in matching.ended:
            row = ended.employment
            old = self._employment_text((self._key_of_place(row.place_id), row.starts_on), row.share_percent, None)
            today = date_format(self.scope.today)
            changes.append(Change(label, old, _("avslutas %(day)s, står inte i filen") % {"day": today}))
        return changes

    def _key_of_place(self, id: Any) -> str:
        return next((key for key, place in self._places.items() if place.pk == id), str(id))

    def _employment_text(self, key: EmploymentKey, share: int | None, ends_before: dt.date | None) -> str:
        place = self._places.get(key[0])
        name = place.name if place is not None else key[0]
        percent = "" if share == 0 else f" {100 if share is None else share} %"
        return f"{name}{percent} {period_text(key[1], ends_before)}"


def _schedule_text(schedule: Schedule | None) -> str:
    return schedule.text() if schedule is not None else "–"


def _windows_text(windows: frozenset[Window]) -> str:
    if not windows:
        return "–"
    return make_schedule(((1, *window) for window in windows), dt.date(2024, 1, 1)).text()


def _fact(fact: str, content: Any) -> str:
    if isinstance(content, bool):
        return _("ja") if content else _("nej")
    if fact == "employee_class":
        return str(EmployeeClass(content).label)
    if isinstance(content, list):
        return ", ".join(content) or "–"
    return str(content) or "–"


EMPLOYEE_KIND = ImportKind(
    code="employees",
    slug="personal",
    label=gettext_lazy("Personal"),
    lead=gettext_lazy("Medarbetare med anställningar och scheman, som de kommer ur personalsystemet."),
    action="people.change_employee",
    tables=(EMPLOYEES, AWAY),
    register=EmployeeRegister,
)
