"""Compare a file of trainers with the register, and write it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.kinds import Change, ImportKind, ParsedRow, Record, Register, Scope
from lyhord.people.domain.import_tables import DAYS, TRAINERS
from lyhord.people.domain.restriction import RESTRICTED_ROW
from lyhord.people.domain.schedules import Window, make_schedule
from lyhord.people.models import Trainer, TrainerWindow


@dataclass(frozen=True)
class WantedTrainer:
    """windows: None when the file says nothing of them."""

    key: str
    facts: dict[str, Any]
    windows: frozenset[Window] | None


@dataclass(frozen=True)
class CurrentTrainer:
    trainer: Trainer
    windows: frozenset[Window]


class TrainerRegister(Register[WantedTrainer, CurrentTrainer]):
    """The trainers of a board with their weekly times. Times with dates are left alone."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        windows: dict[Any, set[Window]] = defaultdict(set)
        for row in TrainerWindow.objects.filter(trainer__owner=scope.owner, starts_on=None, ends_before=None):
            windows[row.trainer_id].add((row.weekday, row.starts_at, row.ends_at))
        self._current = {
            trainer.key: CurrentTrainer(trainer, frozenset(windows[trainer.pk]))
            for trainer in Trainer.objects.filter(owner=scope.owner)
        }

    def prepare(self, rows: Sequence[ParsedRow]) -> None:
        """Keys stand in the rows themselves."""

    def key(self, row: ParsedRow) -> str:
        if "key" not in row.cells:
            raise CellProblem(_("Nyckel saknas. Fyll i cellen."))
        return str(row.cells["key"])

    def current(self) -> Mapping[str, CurrentTrainer]:
        return self._current

    def title(self, record: WantedTrainer | CurrentTrainer) -> str:
        return str(record.trainer) if isinstance(record, CurrentTrainer) else str(record.facts["name"])

    def summary(self, wanted: WantedTrainer) -> str:
        parts = [wanted.facts.get("base", ""), ", ".join(wanted.facts.get("competences", []))]
        return " · ".join(filter(None, [*parts, _windows_text(wanted.windows or frozenset())]))

    def assemble(self, record: Record) -> WantedTrainer | None:
        row = record.rows[0]
        for other in record.rows[1:]:
            reason = _("nyckeln ”%(key)s” står också på rad %(row)d. Varje utbildare får stå en gång.")
            record.doubt(other, reason % {"key": record.key, "row": row.number})
        existing = self._current.get(record.key)
        if existing is not None and existing.trainer.restricted_at is not None:
            record.doubt(row, str(RESTRICTED_ROW))
        facts = {name: cell for name, cell in row.cells.items() if name != "key" and name not in DAYS}

        def fact(name: str) -> Any:
            return facts.get(name, getattr(existing.trainer, name) if existing else None)

        if (fact("latitude") is None) != (fact("longitude") is None):
            record.doubt(row, _("latitud och longitud hör ihop. Fyll i båda eller ingen."))
        windows = frozenset(
            (weekday, starts_at, ends_at)
            for weekday, column in enumerate(DAYS)
            for starts_at, ends_at in row.cells.get(column, ())
        )
        return None if record.problems else WantedTrainer(record.key, facts, windows or None)

    def changes(self, current: CurrentTrainer, wanted: WantedTrainer) -> list[Change]:
        changes = [
            Change(str(TRAINERS.column(name).label), _fact(old), _fact(new))
            for name, new in wanted.facts.items()
            if (old := getattr(current.trainer, name)) != new
        ]
        if wanted.windows is not None and wanted.windows != current.windows:
            changes.append(Change(_("Tider"), _windows_text(current.windows), _windows_text(wanted.windows)))
        return changes

    def gone(self, current: CurrentTrainer) -> str:
        return _("Finns i registret men inte i filen. Ingenting ändras.")

    def write(
        self,
        *,
        new: Sequence[WantedTrainer],
        changed: Sequence[tuple[CurrentTrainer, WantedTrainer]],
        gone: Sequence[CurrentTrainer],
    ) -> None:
        rows: list[TrainerWindow] = []
        for wanted in new:
            trainer = Trainer.objects.create(owner=self.scope.owner, key=wanted.key, **wanted.facts)
            rows.extend(_windows(trainer, wanted))
        for current, wanted in changed:
            for name, fact in wanted.facts.items():
                setattr(current.trainer, name, fact)
            current.trainer.save()
            if wanted.windows is not None and wanted.windows != current.windows:
                current.trainer.windows.filter(starts_on=None, ends_before=None).delete()
                rows.extend(_windows(current.trainer, wanted))
        TrainerWindow.objects.bulk_create(rows)


def _windows(trainer: Trainer, wanted: WantedTrainer) -> list[TrainerWindow]:
    return [
        TrainerWindow(trainer=trainer, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
        for weekday, starts_at, ends_at in sorted(wanted.windows or ())
    ]


def _windows_text(windows: frozenset[Window]) -> str:
    if not windows:
        return "–"
    return make_schedule(((1, *window) for window in windows), dt.date(2024, 1, 1)).text()


def _fact(content: Any) -> str:
    if isinstance(content, bool):
        return _("ja") if content else _("nej")
    if isinstance(content, list):
        return ", ".join(content) or "–"
    return "–" if content in {None, ""} else str(content)


TRAINER_KIND = ImportKind(
    code="trainers",
    slug="utbildare",
    label=gettext_lazy("Utbildare"),
    lead=gettext_lazy("De som håller utbildningar och besök, och när de kan."),
    action="people.change_trainer",
    tables=(TRAINERS,),
    register=TrainerRegister,
)
