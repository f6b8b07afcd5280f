"""The commands: what they write, what they say and with which code they end."""

from __future__ import annotations

import argparse
import errno
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lyhord_planner.check import check
from lyhord_planner.cli import MOST_NAMED, add_commands, main, run
from lyhord_planner.generate import example_problem
from lyhord_planner.io import plan_from_json, plan_to_json, problem_from_json, problem_to_json, result_from_json
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.result import Status
from tests.planner import tiny, town
from tests.planner.tiny import at


def written(path: Path, problem: Problem) -> str:
    path.write_text(problem_to_json(problem), encoding="utf-8")
    return str(path)


@pytest.fixture
def town_file(tmp_path: Path) -> str:
    return written(tmp_path / "problem.json", town.problem())


def test_plan_writes_a_valid_result_and_says_what_it_is_worth(
    tmp_path: Path, town_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "plan.json"
    assert main(["plan", town_file, "-o", str(output), "--time-limit", "20", "--seed", "3", "--workers", "1"]) == 0
    result = result_from_json(output.read_text(encoding="utf-8"))
    assert result.plan is not None
    assert check(town.problem(), result.plan) == ()
    assert result.seed == 3
    assert result.versions.keys() >= {"ortools", "python"}
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "O1 0 unreached, proven best"
    assert [level.id for level in result.levels] == ["O1", "O2", "O3", "O4"]


def test_plan_names_the_unreached(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = tiny.problem(trainers=[tiny.trainer(available=frozenset())], visits=[tiny.visits()])
    file = written(tmp_path / "problem.json", problem)
    assert main(["plan", file, "-o", str(tmp_path / "plan.json"), "--time-limit", "5"]) == 0
    said = capsys.readouterr().out.splitlines()
    left = [line for line in said if line.startswith("unreached: ")]
    assert left == ["unreached: e1, m1 (stopped by C3, C8)", "unreached: p1, visit 1 (stopped by C3, C8)"]
    assert [line for line in said if line.startswith("  would help: ")]


def test_plan_names_only_the_first_of_many_unreached(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = [tiny.employee(f"e{number:02}") for number in range(MOST_NAMED + 3)]
    problem = tiny.problem(employees=people, trainers=[tiny.trainer(available=frozenset())])
    file = written(tmp_path / "problem.json", problem)
    assert main(["plan", file, "-o", str(tmp_path / "plan.json"), "--time-limit", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "and 3 more, all in the file."


def test_plan_that_no_plan_satisfies_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = tiny.problem(session_pins=(tiny.session_pin(0, "e1"),), trainers=[tiny.trainer(available=frozenset())])
    output = tmp_path / "plan.json"
    file = written(tmp_path / "problem.json", problem)
    assert main(["plan", file, "-o", str(output), "--time-limit", "5"]) == 1
    assert capsys.readouterr().out == "No plan keeps the rules.\n"
    assert result_from_json(output.read_text(encoding="utf-8")).status is Status.INFEASIBLE


def test_check_says_what_a_valid_plan_is_worth(
    tmp_path: Path, town_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(plan_to_json(town.plan()), encoding="utf-8")
    assert main(["check", town_file, str(plan)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "O1 0 unreached",
        "O2 2 last week",
        "O3 19 weeks waited",
        "O4 12500 SEK",
    ]


def test_check_says_one_line_for_every_broken_rule(
    tmp_path: Path, town_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    whole = town.plan()
    plan.write_text(plan_to_json(Plan(whole.sessions, whole.visits)), encoding="utf-8")
    assert main(["check", town_file, str(plan)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "C6 p1: p1 lacks 1 on the floor on 2026-01-22 am.",
        "C6 p2: p2 lacks 1 on the floor on 2026-01-06 am.",
    ]


def test_explain_says_why_and_what_would_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """e1 can come on one morning only, and the trainer is not there then but has time the week after."""
    person = tiny.employee(duty=tiny.on_duty("p1", [at(0, "wed")]))
    problem = tiny.problem(employees=[person], trainers=[tiny.trainer(available=frozenset({at(1, "wed")}))])
    file, plan = written(tmp_path / "problem.json", problem), tmp_path / "plan.json"
    plan.write_text(plan_to_json(Plan()), encoding="utf-8")
    assert main(["explain", file, str(plan), "--time-limit", "20", "--workers", "1"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "unreached: e1, m1 (stopped by C3, C5, C8)"
    assert "  would help: come_extra e1 on 2026-01-14 am, amount 1, 0 SEK" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "plan.json: cannot be read (No such file or directory); check the name and the rights.\n"),
        ("{", "line 1, column 2: is not JSON (Expecting property name enclosed in double quotes); correct it.\n"),
        ('{"schema": 7, "kind": "plan"}', "schema: is 7; this version reads schema 1 only.\n"),
        ('{"schema": 1, "kind": "plan", "visits": 3}', "visits: is 3; give a list.\n"),
    ],
)
def test_unreadable_files_end_with_two_and_a_sentence(
    tmp_path: Path, town_file: str, capsys: pytest.CaptureFixture[str], text: str | None, sentence: str
) -> None:
    plan = tmp_path / "plan.json"
    if text is not None:
        plan.write_text(text, encoding="utf-8")
    assert main(["check", town_file, str(plan)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith(sentence)


def test_generate_writes_the_same_problem_for_the_same_seed(tmp_path: Path) -> None:
    output = tmp_path / "problem.json"
    arguments = ["--places", "4", "--employees", "9", "--trainers", "2", "--weeks", "6", "--seed", "5"]
    assert main(["generate", *arguments, "-o", str(output)]) == 0
    wanted = example_problem(seed=5, places=4, employees=9, trainers=2, weeks=6)
    assert problem_from_json(output.read_text(encoding="utf-8")) == wanted


def test_generate_refuses_what_makes_no_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--places", "0", "-o", str(tmp_path / "problem.json")]) == 2
    assert capsys.readouterr().err == "places, employees, trainers and weeks must each be at least 1.\n"
    assert list(tmp_path.iterdir()) == []


def test_replan_keeps_a_plan_that_still_holds(
    tmp_path: Path, town_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(plan_to_json(town.plan()), encoding="utf-8")
    assert main(["replan", town_file, str(old), "-o", str(new), "--time-limit", "20", "--workers", "1"]) == 0
    assert "moves 0 points of moves, proven best" in capsys.readouterr().out.splitlines()
    assert [level.id for level in result_from_json(new.read_text(encoding="utf-8")).levels][:2] == ["O1", "moves"]


def test_replan_refuses_a_plan_with_other_slots(
    tmp_path: Path, town_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.json"
    old.write_text(plan_to_json(tiny.plan(tiny.session(400))), encoding="utf-8")
    assert main(["replan", town_file, str(old), "-o", str(tmp_path / "new.json")]) == 2
    sentence = "slot: the old plan has slot 400; give a problem with the slots it was made for.\n"
    assert capsys.readouterr().err == sentence


def test_output_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["generate", "--weeks", "2", "-o", str(tmp_path / "problem.json")]) == 2
    sentence = "the output: cannot be written (No space left on device); choose another place.\n"
    assert capsys.readouterr().err == sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "problem.json", "-o", "nowhere/plan.json"],
        ["plan", "problem.json", "-o", "."],
        ["plan", "problem.json", "-o", "plan.json", "--time-limit", "0"],
        ["plan", "problem.json", "-o", "plan.json", "--time-limit", "inf"],
        ["plan", "problem.json", "-o", "plan.json", "--workers", "0"],
        ["plan", "problem.json", "-o", "plan.json", "--seed", "-1"],
        ["plan", "problem.json"],
        [],
    ],
)
def test_arguments_that_cannot_be_used_end_with_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_commands_can_be_part_of_another_command_line(
    town_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser(prog="lyhord")
    add_commands(parser.add_subparsers())
    plan = tmp_path / "plan.json"
    plan.write_text(plan_to_json(Plan()), encoding="utf-8")
    assert run(parser.parse_args(["check", town_file, str(plan)])) == 1
    assert capsys.readouterr().out.startswith("C13 p1: the pinned session in m1 at p1 on 2026-01-06 am is not there.")


def _hear_ctrl_c() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so would the planner."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_writes_the_best_plan_so_far(tmp_path: Path) -> None:
    """A problem that takes long to finish is stopped as soon as the first plan is told of."""
    problem, output = example_problem(seed=1, places=6, employees=28, trainers=2, weeks=16), tmp_path / "plan.json"
    file = written(tmp_path / "problem.json", problem)
    command = [sys.executable, "-m", "lyhord_planner", "plan", file, "-o", str(output), "--time-limit", "300"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_ctrl_c
    )
    assert process.stderr is not None
    told = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, (told, err)
    assert "Stopping. The best plan so far will be written." in err
    assert out.startswith("Stopped before the end. The best plan found so far is written.\n")
    assert json.loads(output.read_text(encoding="utf-8"))["status"] == "stopped"
    assert check(problem, plan_from_json(output.read_text(encoding="utf-8"))) == ()


def test_module_can_be_run(tmp_path: Path) -> None:
    file = written(tmp_path / "problem.json", tiny.problem())
    plan = tmp_path / "plan.json"
    plan.write_text(plan_to_json(tiny.plan(tiny.session(at(0, "mon")))), encoding="utf-8")
    command = [sys.executable, "-m", "lyhord_planner", "check", file, str(plan)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (0, "O1 0 unreached", "")
