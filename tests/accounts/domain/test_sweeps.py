"""Sweeps: registered once, run each, and one that fails stops nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.domain import sweeps
from lyhord.accounts.domain.sweeps import Stopping, Sweep, register_sweep, run_sweeps
from lyhord.common.registry import NameTaken, Registry

NOW = dt.datetime(2025, 10, 6, 8, tzinfo=dt.UTC)


def sweep(name: str, function: sweeps.SweepFunction) -> Sweep:
    return Sweep(name, function, is_urgent=False)


def idle(now: dt.datetime, stopping: Stopping) -> None:
    """Do nothing."""


def remember(ran: list[dt.datetime]) -> sweeps.SweepFunction:
    def sweep_function(now: dt.datetime, stopping: Stopping) -> None:
        ran.append(now)

    return sweep_function


def test_a_name_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_sweeps", Registry())
    register_sweep("a", idle)
    with pytest.raises(NameTaken):
        register_sweep("a", idle)


def test_urgent_and_other_sweeps_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_sweeps", Registry())
    register_sweep("b", idle)
    register_sweep("a", idle, is_urgent=True)
    assert [s.name for s in sweeps.registered_sweeps(is_urgent=True)] == ["a"]
    assert [s.name for s in sweeps.registered_sweeps(is_urgent=False)] == ["b"]


def test_a_failing_sweep_is_logged_and_the_next_runs(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[dt.datetime] = []

    def fail(now: dt.datetime, stopping: Stopping) -> None:
        raise RuntimeError

    run_sweeps(
        [sweep("fails", fail), sweep("runs", remember(ran))],
        now=lambda: NOW,
        stopping=lambda: False,
    )
    assert ran == [NOW]
    assert "sweep fails failed" in caplog.text


def test_nothing_starts_once_the_worker_is_ending() -> None:
    ran: list[dt.datetime] = []
    run_sweeps([sweep("runs", remember(ran))], now=lambda: NOW, stopping=lambda: True)
    assert ran == []
