"""Problems, plans and results survive JSON, and what cannot be used is refused with a path and a remedy."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from lyhord_planner.generate import example_problem
from lyhord_planner.io import (
    BadFile,
    plan_from_json,
    plan_to_json,
    problem_faults,
    problem_from_json,
    problem_to_json,
    read_text,
    result_from_json,
    result_to_json,
    write_atomically,
)
from lyhord_planner.io.codec import Decoder, encode
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.result import Result, Status
from tests.planner import town
from tests.planner.small import small_problem
from tests.planner.strategies import anything

EXAMPLE = Path(__file__).with_name("example_problem.json")
EXAMPLE_PLAN = Path(__file__).with_name("example_plan.json")


@settings(max_examples=60, deadline=None)
@given(anything(Problem))
def test_any_problem_survives_json(problem: Problem) -> None:
    """Whether or not it makes sense: `problem_to_json` and the reader agree on every field."""
    raw = json.loads(json.dumps(encode(problem)))
    decoder = Decoder()
    assert decoder.decode(Problem, raw, "") == problem
    assert decoder.faults == []


@settings(max_examples=60, deadline=None)
@given(anything(Plan))
def test_any_plan_survives_json(plan: Plan) -> None:
    assert plan_from_json(plan_to_json(plan)) == plan


@settings(max_examples=60, deadline=None)
@given(anything(Result))
def test_any_result_survives_json(result: Result) -> None:
    assert result_from_json(result_to_json(result)) == result


@pytest.mark.parametrize("problem", [town.problem(), example_problem(seed=1), *map(small_problem, range(20))])
def test_sound_problems_survive_the_file(problem: Problem) -> None:
    text = problem_to_json(problem)
    assert problem_from_json(text) == problem
    assert problem_to_json(problem_from_json(text)) == text


def test_keys_come_in_the_same_order() -> None:
    text = problem_to_json(town.problem())
    assert list(json.loads(text))[:4] == ["schema", "kind", "slots", "places"]
    employee = dataclasses.replace(town.problem().employees[0], duty={3: "p1", 1: "p1", 12: "p2"})
    assert list(encode(employee)["duty"]) == ["1", "3", "12"]


def test_example_files_are_what_the_program_writes() -> None:
    """The example in the documentation; after a change of the format write it anew and look at it."""
    assert problem_from_json(EXAMPLE.read_text(encoding="utf-8")) == town.problem()
    assert EXAMPLE.read_text(encoding="utf-8") == problem_to_json(town.problem())
    assert EXAMPLE_PLAN.read_text(encoding="utf-8") == plan_to_json(town.plan())


def test_fields_with_a_default_may_be_left_out() -> None:
    raw = json.loads(problem_to_json(town.problem()))
    for name in ("costs", "train_first", "notice_days", "blocks"):
        del raw[name]
    problem = problem_from_json(json.dumps(raw))
    assert (problem.costs.session, problem.train_first, problem.notice_days, problem.blocks) == (0, None, 14, ())


def test_plan_is_read_from_a_result() -> None:
    result = Result(Status.FEASIBLE, town.plan())
    assert plan_from_json(result_to_json(result)) == town.plan()
    with pytest.raises(BadFile, match="there is no plan to use"):
        plan_from_json(result_to_json(Result(Status.INFEASIBLE, None)))


def put(path: str, thing: Any) -> Callable[[Any], None]:
    """Return what sets the value at a path such as "places.0.location"; `...` removes it."""

    def change(raw: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        for step in way:
            raw = raw[str(step) if isinstance(raw, dict) else step]
        last = str(last) if isinstance(raw, dict) else last
        if thing is ...:
            del raw[last]
        else:
            raw[last] = thing

    return change


FAULTS: list[tuple[str, Any, str]] = [
    ("schema", 2, "schema: is 2; this version reads schema 1 only."),
    ("schema", True, "schema: is True; this version reads schema 1 only."),
    ("schema", ..., "schema: is None; this version reads schema 1 only."),
    ("kind", "plan", "kind: is 'plan'; give a file of kind 'problem'."),
    ("colour", 1, "colour: is not a key of Problem; remove or rename it."),
    ("places/0/colour", 1, "places[0].colour: is not a key of Place; remove or rename it."),
    ("slots", ..., "slots: is missing; add it."),
    ("places/1/location", ..., "places[1].location: is missing; add it."),
    ("places", {}, "places: is an object; give a list."),
    ("places/0", [], "places[0]: is a list; give an object with the keys of Place."),
    ("places/0/min_staff", "1", "places[0].min_staff: is the text '1'; give a whole number."),
    ("places/0/min_staff", 1.0, "places[0].min_staff: is 1.0; give a whole number."),
    ("places/0/min_staff", True, "places[0].min_staff: is true; give a whole number."),
    ("places/0/min_staff", None, "places[0].min_staff: is null; give a whole number."),
    ("places/0/min_staff", 2**40, "places[0].min_staff: is larger than 2147483647; give a smaller number."),
    ("places/0/min_staff", -1, "places[0].min_staff: is -1; give a number from 0."),
    ("places/0/room_capacity", -1, "places[0].room_capacity: is -1; give a number from 0."),
    ("places/0/has_private_corner", 0, "places[0].has_private_corner: is 0; give true or false."),
    ("places/0/kind", "boat", "places[0].kind: is 'boat'; give one of 'stationary', 'mobile'."),
    ("places/0/kind", [], "places[0].kind: is []; give one of 'stationary', 'mobile'."),
    ("places/0/id", "p2", "places: 'p2' stands 2 times; name each once."),
    ("places/1/id", "", "places: an id is empty; give every one a name."),
    ("places/1/id", "a\u0000", "places[1].id: is 'a\\x00', with a sign that cannot be written; remove it."),
    ("places/0/opens_on", "2026-1-5", "places[0].opens_on: is '2026-1-5'; give a date such as \"2026-01-05\"."),
    ("places/0/opens_on", "20260105", "places[0].opens_on: is '20260105'; give a date such as \"2026-01-05\"."),
    ("places/0/opens_on", 20260105, 'places[0].opens_on: is 20260105; give a date such as "2026-01-05".'),
    (
        "places/0/closes_before",
        "2026-01-06",
        "places[0].closes_before: does not lie after `opens_on`; change one of them.",
    ),
    ("places/0/open_slots", [1, 1], "places[0].open_slots: 1 stands 2 times; name it once."),
    ("places/0/open_slots", [40], "places[0].open_slots: there is no slot 40; slots are numbered from 0 to 39."),
    ("places/0/open_slots", [-1], "places[0].open_slots: there is no slot -1; slots are numbered from 0 to 39."),
    ("places/0/visitor_slots", ["1"], "places[0].visitor_slots[0]: is the text '1'; give a whole number."),
    (
        "places/0/slot_min_staff",
        {"x": 1},
        'places[0].slot_min_staff["x"]: the key is not a whole number; use the number of a slot.',
    ),
    (
        "places/0/slot_min_staff",
        {"01": 1},
        'places[0].slot_min_staff["01"]: the key is not a whole number; use the number of a slot.',
    ),
    ("places/0/slot_min_staff", {"1": -1}, 'places[0].slot_min_staff["1"]: is -1; give a number from 0.'),
    (
        "places/0/slot_locations",
        {"1": "moon"},
        "places[0]: stands at 'moon', which `travel_minutes` does not know; add its row.",
    ),
    ("places/0/session_starts", [1440], "places[0]: has the clock time 1440; give minutes after midnight."),
    ("places/0/popular/0/head_count", -2, "places[0].popular: 'fika' has -2 people; give a number from 0."),
    ("places/0/popular/0/slot", 99, "places[0].popular: there is no slot 99; slots are numbered from 0 to 39."),
    ("employees/0/home_places", [], "employees[0].home_places: is empty; name at least one place."),
    ("employees/0/home_places", ["p9"], "employees[0].home_places: there is no place 'p9'; add it or correct the id."),
    ("employees/0/home_places", ["p1", "p1"], "employees[0].home_places: names a place twice; name each once."),
    ("employees/0/duty", {"3": "p9"}, "employees[0].duty: there is no place 'p9'; add it or correct the id."),
    ("employees/0/duty", {"99": "p1"}, "employees[0].duty: there is no slot 99; slots are numbered from 0 to 39."),
    ("employees/0/needs", ["m9"], "employees[0].needs: there is no module 'm9'; add it or correct the id."),
    ("employees/0/done", {"m9": "2026-01-01"}, "employees[0].done: there is no module 'm9'; add it or correct the id."),
    ("employees/1/id", "e1", "employees: 'e1' stands 2 times; name each once."),
    ("trainers/0/location", "moon", "trainers[0].location: `travel_minutes` does not know 'moon'; add its row."),
    ("trainers/0/max_per_day", -1, "trainers[0].max_per_day: is -1; give a number from 0."),
    ("modules/0/minutes", 0, "modules[0].minutes: is 0; give a number from 1."),
    ("modules/0/group_min", 0, "modules[0]: has groups of 0 to 3; give 1 ≤ group_min ≤ group_max."),
    ("modules/0/group_min", 9, "modules[0]: has groups of 9 to 3; give 1 ≤ group_min ≤ group_max."),
    ("modules/0/after", [{"module": "m2"}], "modules: m1 after m2 after m1 goes in a circle; remove one `after`."),
    ("modules/1/after/0/module", "m9", "modules[1].after: there is no module 'm9'; add it or correct the id."),
    (
        "modules/1/after/0/max_days",
        3,
        "modules[1].after: asks for 12 to 3 days between; give 0 ≤ least ≤ most, or null for no limit.",
    ),
    ("visits/0/place", "p9", "visits[0].place: there is no place 'p9'; add it or correct the id."),
    ("visits/1/place", "p1", "visits: 'p1' stands 2 times; name each once."),
    ("visits/0/count", -1, "visits[0].count: is -1; give a number from 0."),
    ("visits/0/minutes", 0, "visits[0].minutes: is 0; give a number from 1."),
    ("travel_minutes/p1/p2", ..., "travel_minutes[\"p1\"]: lacks 'p2'; give the minutes to every location."),
    ("travel_minutes/p1/moon", 3, 'travel_minutes["p1"]["moon"]: has no row of its own; add it or remove this.'),
    ("travel_minutes/p1/p2", -3, 'travel_minutes["p1"]["p2"]: is -3; give minutes from 0.'),
    ("slots", [], "slots: is empty; give at least one half-day."),
    (
        "slots/1/half",
        "am",
        "slots[1]: does not come after the one before it; sort the slots by date and half, each once.",
    ),
    (
        "slots/2/date",
        "2026-01-02",
        "slots[2]: does not come after the one before it; sort the slots by date and half, each once.",
    ),
    ("slots/1/starts", 700, "slots[1].starts: lies before the morning's end; let the half-days follow each other."),
    ("slots/1/ends", 700, "slots[1]: starts at 750 and ends at 700; give minutes after midnight, start first."),
    ("notice_days", -1, "notice_days: is -1; give a number from 0."),
    ("notice_days", 4000, "notice_days: is 4000; give at most 3650."),
    ("max_venues", 0, "max_venues: is 0; give a number from 1."),
    ("costs/session", -1, "costs.session: is -1; give a number from 0."),
    ("train_first/share", 1.5, "train_first.share: is 1.5; give a number from 0 to 1."),
    ("train_first/share", "half", "train_first.share: is the text 'half'; give a number."),
    ("train_first/modules", ["m9"], "train_first.modules: there is no module 'm9'; add it or correct the id."),
    ("train_first/max_age_days", -1, "train_first.max_age_days: is -1; give a number from 0, or null."),
    ("session_pins/0/module", "m9", "session_pins[0].module: there is no module 'm9'; add it or correct the id."),
    (
        "session_pins/0/attendees",
        ["e9"],
        "session_pins[0].attendees: there is no employee 'e9'; add it or correct the id.",
    ),
    ("session_pins/0/starts", -5, "session_pins[0].starts: is -5; give minutes after midnight."),
    ("visit_pins/0/trainers", ["t9"], "visit_pins[0].trainers: there is no trainer 't9'; add it or correct the id."),
    ("visit_pins/0/slot", 40, "visit_pins[0].slot: there is no slot 40; slots are numbered from 0 to 39."),
    ("blocks/0/subject", "t1", "blocks[0].subject: there is no place 't1'; add it or correct the id."),
    ("blocks/0/slot", 40, "blocks[0].slot: there is no slot 40; slots are numbered from 0 to 39."),
    ("rules_off", ["C99"], "rules_off: there is no rule 'C99'; add it or correct the id."),
]


@pytest.mark.parametrize(("path", "thing", "sentence"), FAULTS, ids=[f"{path}={thing}" for path, thing, _ in FAULTS])
def test_faults_are_told_with_path_and_remedy(path: str, thing: Any, sentence: str) -> None:
    raw = json.loads(problem_to_json(town.problem()))
    changed = copy.deepcopy(raw)
    put(path, thing)(changed)
    with pytest.raises(BadFile) as caught:
        problem_from_json(json.dumps(changed))
    assert sentence in caught.value.faults


def test_all_faults_are_told_at_once() -> None:
    raw = json.loads(problem_to_json(town.problem()))
    for path, thing in (("places/0/min_staff", "1"), ("modules/1/minutes", None), ("today", "soon")):
        put(path, thing)(raw)
    with pytest.raises(BadFile) as caught:
        problem_from_json(json.dumps(raw))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1, column 1: is not JSON (Expecting value); correct it."),
        ("{", "line 1, column 2: is not JSON"),
        ("[]", "the file: is not a JSON object; give one with `schema` and `kind`."),
        ('{"schema": 1, "schema": 1}', "schema: the key stands more than once in one object; keep one of them."),
        ('{"schema": NaN}', "NaN is not a number that JSON knows; give a number."),
        ('{"schema": 1' + "0" * 5000 + "}", "the file: cannot be understood"),
        ("[" * 100_000, "the file: cannot be understood"),
        ('{"schema": 1, "kind": "result"}', "status: is missing; add it."),
    ],
)
def test_what_is_no_json_of_ours_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadFile) as caught:
        result_from_json(text)
    assert caught.value.faults[0].startswith(sentence)


def test_sound_problems_have_no_faults() -> None:
    assert problem_faults(town.problem()) == ()


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.json: cannot be read \(No such file or directory\)"):
        read_text(tmp_path / "none.json")
    (tmp_path / "latin.json").write_bytes("{'å'}".encode("latin-1"))
    with pytest.raises(BadFile, match="is not text in UTF-8"):
        read_text(tmp_path / "latin.json")


def test_writing_replaces_the_whole_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    write_atomically(path, "new å")
    assert path.read_text(encoding="utf-8") == "new å"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "half a sign \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
