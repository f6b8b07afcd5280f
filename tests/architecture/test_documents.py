"""The glossary knows every model, and docs/settings.md every setting."""

from __future__ import annotations

import re

from django.apps import apps

from tests.architecture.repository import ROOT, files, read

SETTING = re.compile(r"LYHORD_[A-Z_]+")
TESTS_ONLY = {"LYHORD_SCREENSHOTS"}


def test_glossary_contains_every_model() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = [model.__name__ for model in apps.get_models() if model.__module__.startswith("lyhord.")]
    assert len(ours) > 30
    assert [name for name in ours if f"`{name}`" not in glossary] == []


def test_glossary_rows_are_whole() -> None:
    rows = [
        line.split("|")[1:-1]
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    assert {len(row) for row in rows} == {6}
    assert [row[0] for row in rows if not all(cell.strip() for cell in row[:4])] == []
    terms = [row[0].strip() for row in rows]
    assert len(terms) == len(set(terms))


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    used: set[str] = set()
    for path in files():
        if path.parts[0] in {"src", "script"}:
            used |= set(SETTING.findall(read(path) or ""))
    documented = set(SETTING.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    assert used - TESTS_ONLY == documented


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in files():
        if path.suffix == ".md":
            for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", read(path) or ""):
                if not (ROOT / path.parent / target).exists():
                    broken.append(f"{path}: {target}")
    assert broken == []


def test_decisions_have_numbers_of_their_own() -> None:
    """The file and its heading say the same number, and no two the same."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in records]
    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    headings = [path.read_text(encoding="utf-8").splitlines()[0] for path in records]
    assert [re.match(r"# (\d{4}) ", heading)[1] for heading in headings] == numbers  # type: ignore[index]  # each has one
