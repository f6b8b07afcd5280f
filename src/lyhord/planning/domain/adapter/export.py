"""A problem as a file for people: with the register's own keys instead of the rows' ids."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lyhord_planner.io import problem_from_json, problem_to_json
from lyhord_planner.problem import Problem

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def export_problem(problem: Problem, keys: Mapping[str, str]) -> str:
    """Return the problem as JSON (schema 1), every id replaced by its key; the same rows give the same bytes.

    keys: id of a place, stop, employee, trainer or module → its key. An id without a key stays.
    """
    text = _ID.sub(lambda found: keys.get(found[0], found[0]), problem_to_json(problem))
    return problem_to_json(problem_from_json(text))
