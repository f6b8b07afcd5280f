"""The example's planning problem, from its spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lyhord_planner.io import problem_from_json
from tests.factories import make_board


def written(path: Path) -> str:
    call_command("example_problem", "uppsala", output=path, today=None)
    return path.read_text()


@pytest.mark.django_db
def test_the_problem_names_places_and_people_by_their_keys(tmp_path: Path) -> None:
    problem = problem_from_json(written(tmp_path / "problem.json"))
    assert len([p for p in problem.places if p.kind == "stationary"]) == 11
    assert len([p for p in problem.places if p.kind == "mobile"]) == 4
    assert {need.count for need in problem.visits} == {2}
    assert len(problem.modules) == 3
    assert not any("-" in e.id and len(e.id) == 36 for e in problem.employees), "no row ids in a file for people"
    assert all(len(location) < 36 for location in problem.travel_minutes)


@pytest.mark.django_db
def test_a_database_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    make_board()
    with pytest.raises(CommandError):
        written(tmp_path / "problem.json")
    assert not (tmp_path / "problem.json").exists()
