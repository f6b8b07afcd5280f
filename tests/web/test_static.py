"""Style sheets and vendored files."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

import lyhord.web
from lyhord.web.stylesheets import PRINT, stylesheets

STATIC = Path(lyhord.web.__file__).parent / "static"
WEB = STATIC / "web"
SHEETS = sorted(WEB.rglob("*.css"))


def test_the_tokens_come_first_and_every_component_is_linked() -> None:
    names = stylesheets()
    assert names[0] == "web/tokens.css"
    assert {STATIC / name for name in (*names, PRINT)} == set(SHEETS)


@pytest.mark.parametrize("path", [s for s in SHEETS if s.stem not in {"tokens", "print"}], ids=lambda p: p.stem)
def test_colours_stand_only_among_the_tokens(path: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl\(|\boklch\(", path.read_text()) == []


def test_every_token_that_is_used_exists() -> None:
    declared = set(re.findall(r"(--[\w-]+):", (WEB / "tokens.css").read_text()))
    used = {name for path in SHEETS for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - declared == set()
    assert declared - used == set()


def test_vendored_files_are_what_the_record_says() -> None:
    record = json.loads((WEB / "vendor.json").read_text())
    for name, facts in record.items():
        assert hashlib.sha256((WEB / name).read_bytes()).hexdigest() == facts["sha256"]
        assert (WEB / facts["licence_file"]).is_file()
    assert {path.name for path in WEB.rglob("*.woff2")} == {Path(name).name for name in record}


def _luminance(colour: str) -> float:
    text = colour.lstrip("#")
    text = "".join(c * 2 for c in text) if len(text) == 3 else text
    parts = [int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _tokens(scheme: int) -> dict[str, str]:
    text = (WEB / "tokens.css").read_text()
    return {name: pair[scheme] for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)}


TEXT_ON = [
    *((ink, ground) for ink in ("ink", "muted", "brand", "warn") for ground in ("paper", "surface", "sunken")),
    ("brand", "brand-wash"),
    ("ink", "brand-wash"),
    ("brand-ink", "brand"),
    ("brand-ink", "brand-strong"),
    ("brand-ink", "held"),
    ("ink", "plan-wash"),
    ("ink", "todo"),
    ("warn", "warn-wash"),
    ("ink", "warn-wash"),
    ("brand-wash", "brand"),
]
GRAPHICS_ON = [(g, s) for g in ("field", "focus", "held", "half", "plan-line", "warn") for s in ("paper", "surface")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read(ink: str, ground: str, scheme: int) -> None:
    tokens = _tokens(scheme)
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), GRAPHICS_ON)
def test_shapes_that_carry_meaning_can_be_seen(shape: str, ground: str, scheme: int) -> None:
    tokens = _tokens(scheme)
    assert contrast(tokens[shape], tokens[ground]) >= 3
