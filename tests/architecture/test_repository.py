"""What may not be in the repository, and how big a file or a function may grow."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.repository import ROOT, files, python_files, read

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
LONG_FILES = {"tests/planner/test_check.py": "a list of broken plans, at least two for each rule"}
"""Path → why this file may be longer."""
LONG_FUNCTIONS: dict[str, str] = {}
"""`path:function` → why this function may be longer."""

# Written in parts, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.])/(ro" + "ot|home|wo" + "rk|Us" + r"ers)/\w")
INDEXES = re.compile("|".join(("/op" + "t/(wheels|pypi)", "artif" + "actory", "ne" + r"xus[.]\w")), re.IGNORECASE)
UNFINISHED = re.compile("|".join((r"\bTO" + r"DO\b(?!\.|,| *=|\])", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b")))


def test_lock_file_names_only_the_public_index() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text()))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def test_no_file_names_a_machine_or_another_index() -> None:
    found = []
    for path in files():
        text = read(path) or ""
        for pattern in (MACHINE, INDEXES):
            found += [f"{path}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_nothing_is_left_unfinished_in_comments() -> None:
    found = []
    for path in python_files("src", "tests"):
        for number, line in enumerate((read(path) or "").splitlines(), 1):
            if "#" in line and UNFINISHED.search(line.split("#", 1)[1]):
                found.append(f"{path}:{number}")
    assert found == []


def test_files_are_short_or_have_a_reason() -> None:
    long = {str(path) for path in python_files("src", "tests") if len((read(path) or "").splitlines()) > LONGEST_FILE}
    assert long == set(LONG_FILES)


def functions(path: Path) -> list[tuple[str, int]]:
    """Return each function with its number of lines."""
    tree = ast.parse(read(path) or "")
    return [
        (f"{path}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_functions_are_short_or_have_a_reason() -> None:
    long = {name for path in python_files("src") for name, lines in functions(path) if lines > LONGEST_FUNCTION}
    assert long == set(LONG_FUNCTIONS)


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path)
        for path in python_files("src")
        if (read(path) or "").strip()
        and path.name not in {"__init__.py", "urls.py"}
        and ast.get_docstring(ast.parse(read(path) or "")) is None
    ]
    assert silent == []


def test_suppressions_carry_their_reason() -> None:
    found = []
    for path in python_files("src"):
        for number, line in enumerate((read(path) or "").splitlines(), 1):
            if re.search(r"#\s*(noqa|type:\s*ignore)", line) and not re.search(
                r"#\s*(noqa|type:\s*ignore)[^#]*(#\s*\S+|\(\S+ )", line
            ):
                found.append(f"{path}:{number}")
    assert found == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    """So that the demo can pretend a day. The worker's leases are about real time, whatever the demo pretends."""
    real_time = {"src/lyhord/common/clock.py", "src/lyhord/planning/domain/runs.py"}
    real_time |= {"src/lyhord/accounts/management/commands/worker.py"}
    asking = re.compile(r"timezone\.now\b|timezone\.local(date|time)\(\)|\b(date|datetime)\.(today|now)\(")
    sources = [path for path in python_files("src") if path.parts[1] == "lyhord"]
    assert {str(path) for path in sources if asking.search(read(path) or "")} <= real_time
