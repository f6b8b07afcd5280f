"""The scripts are whole: bash reads them, they stop at the first error, and CI has nothing of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files, read

SCRIPTS = [path for path in files() if path.parts[0] in {"script", ".ci"} and path.suffix == ""]


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_script_is_read_by_bash_and_stops_at_the_first_error(path: Path) -> None:
    text = read(path) or ""
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in text
    assert os.access(ROOT / path, os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / path)], check=True)


def test_exported_variables_do_not_hide_failures() -> None:
    """`export X=$(f)` succeeds even when f fails."""
    assert [str(path) for path in SCRIPTS if "export " in (read(path) or "") and "=$(" in _exports(path)] == []


def _exports(path: Path) -> str:
    return "\n".join(line for line in (read(path) or "").splitlines() if line.lstrip().startswith("export "))


def test_ci_only_calls_the_test_script() -> None:
    lines = [line for line in (read(Path(".ci/run")) or "").splitlines() if line and not line.startswith(("#", "set "))]
    assert lines == ['exec "$(dirname "$0")/../script/test"']


def test_every_command_in_contributing_exists() -> None:
    named = {word.split()[0] for word in (read(Path("CONTRIBUTING.md")) or "").split("`") if word.startswith("script/")}
    assert named
    assert named <= {str(path) for path in SCRIPTS}
