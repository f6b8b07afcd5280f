"""The `lyhord` command sends each word to the right place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lyhord.__main__ import is_for_planner
from lyhord_planner.check import check
from lyhord_planner.io import plan_from_json, problem_faults, problem_from_json


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["plan", "problem.json", "-o", "plan.json"], True),
        (["replan", "problem.json", "old.json"], True),
        (["explain", "problem.json", "plan.json"], True),
        (["generate", "-o", "problem.json"], True),
        (["check", "problem.json", "plan.json"], True),
        (["check"], False),
        (["check", "--deploy"], False),
        (["check", "planning"], False),
        (["migrate"], False),
        ([], False),
    ],
)
def test_the_planner_gets_its_own_commands(arguments: list[str], expected: bool) -> None:
    assert is_for_planner(arguments) == expected


def test_check_takes_a_file_of_any_name(tmp_path: Path) -> None:
    problem = tmp_path / "mitt problem"
    problem.write_text("{}")
    assert is_for_planner(["check", str(problem), "plan"])


def lyhord(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LYHORD_DATA_DIR": str(folder / "not-this"), "LYHORD_DATABASE_URL": "nonsense://"}
    return subprocess.run(
        [sys.executable, "-m", "lyhord", *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("arguments", [["check"], ["check", "--help"], ["migrate"], ["init", "--help"]])
def test_settings_that_are_missing_are_told_in_one_sentence(arguments: list[str], tmp_path: Path) -> None:
    bare = {name: text for name, text in os.environ.items() if not name.startswith(("LYHORD_", "DJANGO_SETTINGS"))}
    told = subprocess.run(
        [sys.executable, "-m", "lyhord", *arguments],
        env=bare | {"LYHORD_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert told.stderr.splitlines() == [f"The key file {tmp_path}/keys.toml is missing. Run:  lyhord init --keys"]


def test_an_example_that_does_not_exist_is_told_with_those_that_do(tmp_path: Path) -> None:
    told = lyhord("plan", "--example", "nowhere", "-o", str(tmp_path), folder=tmp_path)
    assert told.returncode == 2
    assert "invalid choice: 'nowhere'" in told.stderr
    assert "uppsala" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_example_is_planned_from_spreadsheets_to_files(tmp_path: Path) -> None:
    """In a database of its own: the one that the environment names is not even looked at."""
    told = lyhord(
        "plan", "--example", "uppsala", "-o", str(tmp_path), "--today", "2025-10-06", "--time-limit", "3",
        folder=tmp_path,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    problem = problem_from_json((tmp_path / "problem.json").read_text())
    assert problem_faults(problem) == ()
    assert len(problem.places) == 15
    assert "gottsunda" in problem.place
    plan = plan_from_json((tmp_path / "plan.json").read_text())
    assert check(problem, plan) == ()
    assert lyhord("check", str(tmp_path / "problem.json"), str(tmp_path / "plan.json"), folder=tmp_path).returncode == 0
    assert not (tmp_path / "not-this").exists()


def test_an_unknown_file_is_explained(tmp_path: Path) -> None:
    told = lyhord("check", str(tmp_path / "nothing.json"), str(tmp_path / "plan.json"), folder=tmp_path)
    assert told.returncode == 2
    assert "cannot be read" in told.stderr
