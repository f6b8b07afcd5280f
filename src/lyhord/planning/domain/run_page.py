"""What the page of a run says while it solves and afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.utils.translation import gettext as _

from lyhord.planning.domain.names import find_names
from lyhord.planning.domain.words import BROKEN, LEVEL_NAMES, failure_text
from lyhord.planning.enums import RunState
from lyhord.planning.models import PlanDraft, PlanProgress, PlanRun

LEVELS = tuple(LEVEL_NAMES)


@dataclass(frozen=True)
class Reading:
    """Where one objective stands. value, bound: None when there is none yet. Weeks are ISO weeks."""

    level: str
    name: str
    value: int | None
    bound: int | None

    @property
    def is_proven(self) -> bool:
        return self.value is not None and self.value == self.bound

    @property
    def has_bound(self) -> bool:
        """Whether the bound says anything: every objective is at least 0."""
        return bool(self.bound) or self.is_proven


class RunPage:
    """Two queries for the values, one more for the names of what stands in the way."""

    def __init__(self, run: PlanRun) -> None:
        self.run = run

    @property
    def is_going(self) -> bool:
        return self.run.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def is_stopping(self) -> bool:
        return self.is_going and self.run.stop_asked_at is not None

    @property
    def draft(self) -> PlanDraft | None:
        return getattr(self.run, "draft", None)

    @property
    def answer(self) -> str:
        if self.run.state == RunState.QUEUED:
            return _("Planen står på tur.")
        if self.run.state == RunState.RUNNING:
            return _("Planen räknas fram.") if not self.reached else _("Det finns en plan. Den blir bättre.")
        if self.draft is not None:
            return _("Planen är klar.")
        if self.run.state == RunState.FAILED:
            return _("Beräkningen avbröts.")
        if self.run.state == RunState.STOPPED:
            return _("Beräkningen stoppades innan någon plan fanns.")
        return _("Ingen plan kan hålla allt som är låst.")

    @property
    def lead(self) -> str:
        if self.run.state == RunState.FAILED:
            return failure_text(self.run.error_code)
        if self.is_stopping:
            return _("Den stoppas nu, och det bästa hittills sparas.")
        if self.is_going:
            return _("Du kan stänga sidan. Det räknas ändå, och det bästa som hittas sparas hela tiden.")
        return ""

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The last value and bound of each objective, in their order; of the result once there is one."""
        if self.run.result is not None:
            levels = self.run.result["levels"]
            return tuple(
                self._reading(it["id"], it["value"], it["value"] if it["proven"] else it["bound"]) for it in levels
            )
        newest = PlanProgress.objects.filter(run=self.run).order_by().values("level").annotate(last=Max("id"))
        rows = {row.level: row for row in PlanProgress.objects.filter(pk__in=[it["last"] for it in newest])}
        return tuple(
            self._reading(level, row.value, row.bound) for level in LEVELS if (row := rows.get(level)) is not None
        )

    @cached_property
    def needed(self) -> int:
        """How many requirements there are: modules for people, visits for places."""
        people: int = sum(len(set(e["needs"]) - e["done"].keys()) for e in self.run.problem["employees"])
        visits: int = sum(max(0, need["count"] - len(need["held"])) for need in self.run.problem["visits"])
        return people + visits

    @property
    def reached(self) -> int:
        """How many requirements the best plan so far reaches."""
        missed = next((reading.value for reading in self.readings if reading.level == "O1"), None)
        return 0 if missed is None else self.needed - missed

    @property
    def share_reached(self) -> float | None:
        return self.reached / self.needed if self.needed else None

    @cached_property
    def seconds(self) -> int:
        last = PlanProgress.objects.filter(run=self.run).order_by("id").last()
        return int(last.seconds) if last is not None else 0

    @property
    def conflict(self) -> tuple[str, ...]:
        """Why no plan exists: rules that together leave none."""
        return tuple(str(BROKEN[note["subject"]]) for note in self.run.notes if note["code"] == "conflict")

    @cached_property
    def pinned(self) -> tuple[str, ...]:
        """Places with locked times, named when they leave no plan."""
        pins = [*self.run.problem["session_pins"], *self.run.problem["visit_pins"]]
        names = find_names(places=(pin["place"] for pin in pins))
        return tuple(sorted({names.place(pin["place"]) for pin in pins}))

    def _reading(self, level: str, value: int | None, bound: int | None) -> Reading:
        return Reading(level, str(LEVEL_NAMES[level]), self._shown(level, value), self._shown(level, bound))

    def _shown(self, level: str, number: int | None) -> int | None:
        if level != "O2" or number is None:
            return number
        first = dt.date.fromisoformat(self.run.problem["slots"][0]["date"])
        return (first + dt.timedelta(weeks=max(number, 0), days=-first.weekday())).isocalendar().week
