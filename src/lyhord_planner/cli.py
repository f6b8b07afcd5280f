"""The planner from the command line: plan, replan, check, explain and generate.

Exit codes: 0 done, 1 no valid plan (a rule is broken, or no plan keeps the rules), 2 what was given cannot be used.
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from lyhord_planner.check import check, moves, objective_values
from lyhord_planner.explain import explain
from lyhord_planner.generate import TooSmall, example_problem
from lyhord_planner.io import (
    BadFile,
    plan_from_json,
    problem_from_json,
    problem_to_json,
    read_text,
    result_to_json,
    write_atomically,
)
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.replan import replan
from lyhord_planner.result import Repair, Result, Status, Unreached
from lyhord_planner.solve import solve

STANDARD_ERROR = 2

DONE, NOT_VALID, UNUSABLE = 0, 1, 2
DEFAULT_SECONDS = 60.0
MOST_NAMED = 20
UNITS = {"O1": "unreached", "moves": "points of moves", "O2": "last week", "O3": "weeks waited", "O4": "SEK"}
type Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="lyhord_planner", description="Plan sessions and visits that reach everyone.")
    add_commands(parser.add_subparsers(required=True, metavar="command"))
    arguments = parser.parse_args(argv)
    return run(arguments)


def run(arguments: argparse.Namespace) -> int:
    """Run what `add_commands` has parsed; faults in files become sentences on standard error."""
    command: Callable[[argparse.Namespace], int] = arguments.run_planner
    try:
        return command(arguments)
    except (BadFile, TooSmall) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        where = error.filename or "the output"
        print(f"{where}: cannot be written ({error.strerror}); choose another place.", file=sys.stderr)
    return UNUSABLE


def add_commands(subparsers: Subparsers) -> None:
    """Add the planner's commands to a command line; call `run` with what it parses."""
    parser = subparsers.add_parser("plan", help="make a plan for a problem")
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    _add_solving(parser)
    parser.set_defaults(run_planner=_plan)

    parser = subparsers.add_parser("replan", help="repair a plan with as few moves as possible")
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("old_plan", type=Path, metavar="OLD_PLAN.json")
    _add_solving(parser)
    parser.set_defaults(run_planner=_replan)

    parser = subparsers.add_parser("check", help="judge a plan, whoever made it, and say what it is worth")
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    parser.set_defaults(run_planner=_check)

    parser = subparsers.add_parser("explain", help="say why a plan leaves somebody unreached, and what would help")
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    _add_limits(parser)
    parser.set_defaults(run_planner=_explain)

    parser = subparsers.add_parser("generate", help="make up a problem that looks like a municipality")
    for name, default in (("places", 15), ("employees", 70), ("trainers", 3), ("weeks", 26)):
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"default {default}")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="the same seed gives the same problem")
    parser.add_argument("-o", "--output", type=_output, required=True, metavar="PROBLEM.json")
    parser.set_defaults(run_planner=_generate)


def _add_solving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=_output, required=True, metavar="PLAN.json", help="where the result goes"
    )
    _add_limits(parser)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--time-limit", type=_seconds, default=DEFAULT_SECONDS, metavar="SECONDS", help="default 60")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N")
    parser.add_argument("--workers", type=_workers, default=2, metavar="N", help="threads, default 2")


def _plan(arguments: argparse.Namespace) -> int:
    problem = problem_from_json(read_text(arguments.problem))
    with _stopped_by_ctrl_c() as should_stop:
        result = solve(
            problem,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            on_progress=_Progress(),
            should_stop=should_stop,
        )
    return _deliver(problem, result, arguments.output, None)


def _replan(arguments: argparse.Namespace) -> int:
    problem = problem_from_json(read_text(arguments.problem))
    old_plan = plan_from_json(read_text(arguments.old_plan))
    _refuse_unknown_slots(problem, old_plan)
    with _stopped_by_ctrl_c() as should_stop:
        result = replan(
            problem,
            old_plan,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            on_progress=_Progress(),
            should_stop=should_stop,
        )
    return _deliver(problem, result, arguments.output, old_plan)


def _check(arguments: argparse.Namespace) -> int:
    problem = problem_from_json(read_text(arguments.problem))
    plan = plan_from_json(read_text(arguments.plan))
    broken = check(problem, plan)
    for item in broken:
        print(item)
    if broken:
        return NOT_VALID
    for name, value in objective_values(problem, plan).items():
        print(f"{name} {value} {UNITS[name]}")
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    problem = problem_from_json(read_text(arguments.problem))
    plan = plan_from_json(read_text(arguments.plan))
    broken = check(problem, plan)
    for item in broken:
        print(item)
    if broken:
        return NOT_VALID
    with _stopped_by_ctrl_c("What has been found so far is shown.") as should_stop:
        left = explain(
            problem,
            plan,
            time_limit=arguments.time_limit,
            seed=arguments.seed,
            workers=arguments.workers,
            should_stop=should_stop,
        )
    _tell_unreached(problem, left)
    return DONE


def _generate(arguments: argparse.Namespace) -> int:
    problem = example_problem(
        seed=arguments.seed,
        places=arguments.places,
        employees=arguments.employees,
        trainers=arguments.trainers,
        weeks=arguments.weeks,
    )
    write_atomically(arguments.output, problem_to_json(problem))
    return DONE


def _deliver(problem: Problem, result: Result, output: Path, old_plan: Plan | None) -> int:
    """Write the result and say what it is worth, by the checker's count."""
    write_atomically(output, result_to_json(result))
    if result.status is Status.STOPPED:
        print("Stopped before the end." + (" The best plan found so far is written." if result.plan else ""))
    if result.plan is None:
        print("No plan keeps the rules." if result.status is Status.INFEASIBLE else "No plan was found in the time.")
        return NOT_VALID
    proven = {level.id: level.proven for level in result.levels}
    values = objective_values(problem, result.plan)
    if old_plan is not None:
        values = {"O1": values["O1"], "moves": moves(problem, old_plan, result.plan), **values}
    for name, value in values.items():
        print(f"{name} {value} {UNITS[name]}{', proven best' if proven.get(name) else ''}")
    _tell_unreached(problem, result.unreached[:MOST_NAMED])
    if len(result.unreached) > MOST_NAMED:
        print(f"and {len(result.unreached) - MOST_NAMED} more, all in the file.")
    return DONE


def _tell_unreached(problem: Problem, left: Sequence[Unreached]) -> None:
    for it in left:
        rules = f" (stopped by {', '.join(it.rules)})" if it.rules else ""
        what = f"{it.employee}, {it.module}" if it.employee else f"{it.place}, visit {it.visit}"
        print(f"unreached: {what}{rules}")
        for repair in it.repairs:
            print(f"  would help: {_in_words(problem, repair)}")


def _in_words(problem: Problem, repair: Repair) -> str:
    slot = None if repair.slot is None else problem.slots[repair.slot]
    when = "" if slot is None else f" on {slot.date} {slot.half}"
    price = "price unknown" if repair.price_sek is None else f"{repair.price_sek} SEK"
    return f"{repair.kind} {repair.subject}{when}, amount {repair.amount}, {price}"


def _refuse_unknown_slots(problem: Problem, old_plan: Plan) -> None:
    slots = {session.slot for session in old_plan.sessions} | {visit.slot for visit in old_plan.visits}
    unknown = sorted(slot for slot in slots if not 0 <= slot < len(problem.slots))
    if unknown:
        raise BadFile([f"slot: the old plan has slot {unknown[0]}; give a problem with the slots it was made for."])


class _Progress:
    """Tells on standard error when a level gets a better value or bound."""

    def __init__(self) -> None:
        self._told: tuple[str, int | None, int | None] | None = None

    def __call__(
        self, level_id: str, value: int | None, bound: int | None, plan: Plan | None, seconds: float, /
    ) -> None:
        now = (level_id, value, bound)
        if now == self._told:
            return
        self._told = now
        shown = "no plan yet" if value is None else str(value)
        at_least = "" if bound is None else f", at least {bound}"
        print(f"{seconds:6.1f} s  {level_id} {shown}{at_least}", file=sys.stderr)


@contextmanager
def _stopped_by_ctrl_c(then: str = "The best plan so far will be written.") -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C ask the solver to stop, and a second one end the program."""
    is_stopped = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_stopped
        is_stopped = True
        signal.signal(signal.SIGINT, before)
        # Not print: the signal may have come in the middle of one, and standard error cannot be entered twice.
        os.write(STANDARD_ERROR, f"Stopping. {then} Ctrl-C again to leave at once.\n".encode())

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: is_stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _output(text: str) -> Path:
    path = Path(text)
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"the folder {path.parent} does not exist")
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{path} is a folder; name a file in it")
    return path


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError("give a number of seconds above 0")
    return seconds


def _seed(text: str) -> int:
    return _between(text, 0, 2**31 - 1)


def _workers(text: str) -> int:
    return _between(text, 1, 512)


def _between(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"give a whole number from {least} to {most}")
    return number
