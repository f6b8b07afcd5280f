"""What solving gives: a status, the plan, how good it is and how sure that is, and who is not reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lyhord_planner.plan import Plan


class Status(StrEnum):
    """OPTIMAL: every level proven. FEASIBLE: a valid plan, some level unproven. INFEASIBLE: no plan keeps the
    pins and hard rules. STOPPED: ended by the caller; the plan, if any, is the best found."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Level:
    """One objective. value and bound in its own unit (`O1` count, `O2` week, `O3` weeks, `O4` SEK, `moves` points).

    proven: no plan has a lower value, given the levels above. seconds: time spent on it.
    """

    id: str
    value: int
    bound: int
    proven: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Repair:
    """A small change of the problem that was applied and solved again, and that did reach the requirement.

    kind: which sort of change (see `explain.py`); subject: id of what changes; slot, amount: where they apply;
    price_sek: what the change itself costs, None where unknown; reaches: requirements reached that were not.
    """

    kind: str
    subject: str
    slot: int | None
    amount: int
    price_sek: int | None
    reaches: int


@dataclass(frozen=True, slots=True)
class Unreached:
    """A requirement that the plan leaves open.

    Exactly one of (employee, module) or (place, visit number) is set. rules: a smallest set of rule ids that
    together stop it. repairs: verified ways out, cheapest first; empty when none was found or looked for.
    """

    employee: str | None = None
    module: str | None = None
    place: str | None = None
    visit: int | None = None
    rules: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    status: Status
    plan: Plan | None
    levels: tuple[Level, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    seed: int = 0
    seconds: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)
