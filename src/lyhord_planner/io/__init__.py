"""Problems, plans and results as JSON (schema 1).

A file is one object: `schema`, `kind` ("problem", "plan" or "result") and the fields of the dataclass of that name.
Reading is strict: every fault is a sentence with the JSON path and what to do. Writing gives the same bytes for the
same thing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lyhord_planner.io.codec import Decoder, encode
from lyhord_planner.io.faults import problem_faults
from lyhord_planner.plan import Plan
from lyhord_planner.problem import SCHEMA, Problem
from lyhord_planner.result import Result

__all__ = [
    "BadFile",
    "plan_from_json",
    "plan_to_json",
    "problem_faults",
    "problem_from_json",
    "problem_to_json",
    "read_text",
    "result_from_json",
    "result_to_json",
    "write_atomically",
]

LINE = 110


class BadFile(ValueError):
    """The file cannot be used. faults: one sentence each, with the JSON path first."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def problem_to_json(problem: Problem) -> str:
    return _write("problem", problem)


def plan_to_json(plan: Plan) -> str:
    return _write("plan", plan)


def result_to_json(result: Result) -> str:
    return _write("result", result)


def problem_from_json(text: str) -> Problem:
    """Return the problem, sound in itself. Raises BadFile."""
    problem: Problem = _read({"problem": Problem}, text)
    faults = problem_faults(problem)
    if faults:
        raise BadFile(faults)
    return problem


def result_from_json(text: str) -> Result:
    """Return the result. Whether its plan fits a problem is for `check` to say. Raises BadFile."""
    result: Result = _read({"result": Result}, text)
    return result


def plan_from_json(text: str) -> Plan:
    """Return the plan of a plan file or of a result file that has one. Raises BadFile."""
    found: Plan | Result = _read({"plan": Plan, "result": Result}, text)
    if isinstance(found, Plan):
        return found
    if found.plan is None:
        raise BadFile([f"plan: is null, since the result is {found.status}; there is no plan to use."])
    return found.plan


def read_text(path: Path) -> str:
    """Return the text of the file. Raises BadFile when it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile([f"{path}: cannot be read ({error.strerror}); check the name and the rights."]) from error
    except UnicodeDecodeError as error:
        raise BadFile([f"{path}: is not text in UTF-8; save it as UTF-8."]) from error


def write_atomically(path: Path, text: str) -> None:
    """Write the whole file or nothing: an interruption leaves the old one. What is no plain file, such as a pipe, is
    written to as it is. Raises OSError."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(kind: str, thing: Problem | Plan | Result) -> str:
    return _pretty({"schema": SCHEMA, "kind": kind, **encode(thing)}, 0) + "\n"


def _read(kinds: dict[str, Any], text: str) -> Any:
    try:
        raw = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadFile([f"line {error.lineno}, column {error.colno}: is not JSON ({error.msg}); correct it."]) from error
    except BadFile:
        raise
    except (ValueError, RecursionError) as error:
        raise BadFile([f"the file: cannot be understood ({error}); correct it."]) from error
    if not isinstance(raw, dict):
        raise BadFile(["the file: is not a JSON object; give one with `schema` and `kind`."])
    schema, kind = raw.pop("schema", None), raw.pop("kind", None)
    if schema != SCHEMA or isinstance(schema, bool):
        raise BadFile([f"schema: is {schema!r}; this version reads schema {SCHEMA} only."])
    if not isinstance(kind, str) or kind not in kinds:
        raise BadFile([f"kind: is {kind!r}; give a file of kind {' or '.join(map(repr, kinds))}."])
    decoder = Decoder()
    found = decoder.decode(kinds[kind], raw, "")
    if decoder.faults:
        raise BadFile(decoder.faults)
    return found


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadFile([f"{twice}: the key stands more than once in one object; keep one of them."])
    return found


def _no_constant(name: str) -> Any:
    raise BadFile([f"{name} is not a number that JSON knows; give a number."])


def _pretty(raw: Any, indent: int) -> str:
    """Return JSON with one thing a line, but short things and lists of plain values on one line."""
    if not isinstance(raw, dict | list) or not raw:
        return json.dumps(raw, ensure_ascii=False)
    items = list(raw.values()) if isinstance(raw, dict) else raw
    if not any(isinstance(item, dict | list) for item in items):
        return json.dumps(raw, ensure_ascii=False)
    keys = [json.dumps(key, ensure_ascii=False) + ": " for key in raw] if isinstance(raw, dict) else [""] * len(items)
    parts = [key + _pretty(item, indent + 1) for key, item in zip(keys, items, strict=True)]
    opening, closing = "{}" if isinstance(raw, dict) else "[]"
    short = opening + ", ".join(parts) + closing
    if len(short) + indent <= LINE and "\n" not in short:
        return short
    pad = "\n" + " " * (indent + 1)
    return opening + pad + ("," + pad).join(parts) + "\n" + " " * indent + closing
