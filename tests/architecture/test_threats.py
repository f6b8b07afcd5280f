"""docs/security/threats.md and docs/privacy: what they name exists, and the figures are those of the tables."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

THREATS = ROOT / "docs" / "security" / "threats.md"
PRIVACY = sorted((ROOT / "docs" / "privacy").glob("*.md"))
CHAPTERS = (
    "V1 Encoding and Sanitization",
    "V2 Validation and Business Logic",
    "V3 Web Frontend Security",
    "V4 API and Web Service",
    "V5 File Handling",
    "V6 Authentication",
    "V7 Session Management",
    "V8 Authorization",
    "V9 Self-contained Tokens",
    "V10 OAuth and OIDC",
    "V11 Cryptography",
    "V12 Secure Communication",
    "V13 Configuration",
    "V14 Data Protection",
    "V15 Secure Coding and Architecture",
    "V16 Security Logging and Error Handling",
    "V17 WebRTC",
)
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (met|not applicable|open) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`((?:src|tests|docs|script)/[^`\s]+)`")


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(THREATS.read_text(encoding="utf-8"))


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the tests of a file as pytest writes them: `test_x`, or `Class::test_x`."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(found)


def missing(text: str) -> list[str]:
    """Return the files and tests that the text names and that are not there."""
    gone = []
    for named in NAMED.findall(text):
        name, _, test = named.partition("::")
        path = ROOT / name
        if not path.exists() or (test and test not in names_in(path)):
            gone.append(named)
    return gone


def test_every_test_and_file_that_a_threat_names_exists() -> None:
    assert missing(THREATS.read_text(encoding="utf-8")) == []


def test_the_search_tells_what_is_missing() -> None:
    gone = ["tests/architecture/test_threats.py::test_no_such", "docs/no-such.md"]
    assert missing(" ".join(f"`{name}`" for name in gone)) == gone


def test_threats_are_numbered_and_grouped_and_met_ones_are_shown() -> None:
    assert [int(number) for number, *_rest in rows()] == list(range(1, len(rows()) + 1))
    headings = re.findall(r"^## (.+)$", THREATS.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(headings) == CHAPTERS
    assert [number for number, _threat, state, shown in rows() if state == "met" and not NAMED.search(shown)] == []


def test_figures_are_those_of_the_tables() -> None:
    counted = Counter(state for _number, _threat, state, _shown in rows())
    figures = ", ".join(f"{counted[state]} {state}" for state in ("met", "not applicable", "open"))
    told = f"{len(rows())} threats: {figures}."
    print(told)  # noqa: T201  # the figures are wanted when the test is run with -s
    assert f"**{told}**" in THREATS.read_text(encoding="utf-8")
    assert len(rows()) >= 40


@pytest.mark.parametrize("page", PRIVACY, ids=[path.name for path in PRIVACY])
def test_every_file_that_a_page_on_privacy_names_exists(page: Path) -> None:
    assert missing(page.read_text(encoding="utf-8")) == []
