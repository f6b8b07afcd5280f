"""Work that outlives a request: functions that look for rows that are due, run again and again by `lyhord worker`.

A sweep must be safe to run twice and to be killed at any point: what is left to do stands in its rows.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lyhord.common.registry import Registry

type Stopping = Callable[[], bool]
type SweepFunction = Callable[[dt.datetime, Stopping], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    """function: (now, stopping) → None; a long one asks `stopping` and returns soon once it is true.

    is_urgent: run every second, since somebody waits for it; else every `SWEEP_SECONDS`.
    """

    name: str
    function: SweepFunction
    is_urgent: bool


_sweeps: Registry[Sweep] = Registry()


def register_sweep(name: str, function: SweepFunction, *, is_urgent: bool = False) -> None:
    """Let the worker run the function. Raises NameTaken."""
    _sweeps.add(name, Sweep(name, function, is_urgent))


def registered_sweeps(*, is_urgent: bool) -> tuple[Sweep, ...]:
    return tuple(sweep for _, sweep in sorted(_sweeps.items()) if sweep.is_urgent == is_urgent)


def run_sweeps(
    sweeps: Sequence[Sweep],
    *,
    now: Callable[[], dt.datetime],
    stopping: Stopping,
    finished: Callable[[str, dt.datetime], None] | None = None,
) -> None:
    """Run each sweep once. One that fails is logged and tried again the next time; the others run all the same.

    finished: called with the name and the time of each that came to its end.
    """
    for sweep in sweeps:
        if stopping():
            return
        try:
            sweep.function(now(), stopping)
            if finished is not None:
                finished(sweep.name, now())
        except Exception:
            log.exception("sweep %s failed", sweep.name)
