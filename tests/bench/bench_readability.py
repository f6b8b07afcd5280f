"""How hard the training's texts are to read: script/bench readability

Prints each text with its words and its LIX (Björnsson 1968), the hardest first. Ends with 1 when a text is above the
bound for staff. Nothing is drawn by lot, so N is the number of texts.
"""

from __future__ import annotations

import os
import sys
from importlib import resources

import yaml

TITLE_WIDTH = 58


def texts() -> dict[str, str]:
    """Return every text for staff and volunteers, by its place in the content folder."""
    folder = resources.files("lyhord.training").joinpath("content")
    found = {}
    for kind in ("curriculum", "scenarios"):
        for entry in folder.joinpath(kind).iterdir():
            files = entry.iterdir() if entry.is_dir() else [entry]
            for file in files:
                if file.name.endswith((".md", ".txt", ".yaml")):
                    name = f"{kind}/{entry.name}/{file.name}" if entry.is_dir() else f"{kind}/{file.name}"
                    found[name] = _read(file.read_text("utf-8"), file.name)
    return found


def _read(text: str, name: str) -> str:
    """Return what is read of the file: of a scenario or a plan, not the marks of its format."""
    if name.endswith(".yaml"):
        told = yaml.safe_load(text)
        return "\n\n".join([*told["aims"], *(step["how"] for step in told["plan"])])
    if not name.endswith(".txt"):
        return text
    from lyhord.training.domain.scenarios.parse import parse

    scenario = parse(name.removesuffix(".txt"), text)
    passages = scenario.passages.values()
    parts = [paragraph.text for passage in passages for paragraph in passage.paragraphs]
    parts += [part for passage in passages for c in passage.choices for part in (c.text, c.visitor, c.colleague)]
    parts += [part for passage in passages for part in (*passage.questions, passage.feedback, passage.remember)]
    return "\n\n".join([scenario.title, scenario.about, *parts])


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from lyhord.common.readability import lix, word_count
    from lyhord.training.domain.curriculum.check import LIX_MAX

    rows = sorted(((lix(text), word_count(text), name) for name, text in texts().items()), reverse=True)
    print(f"{'Text':{TITLE_WIDTH}} {'Words':>7} {'LIX':>6}")
    for measured, words, name in rows:
        print(f"{name:{TITLE_WIDTH}} {words:7,d} {measured:6.1f}{'  above' if measured > LIX_MAX else ''}")
    above = sum(measured > LIX_MAX for measured, _words, _name in rows)
    print(f"N={len(rows)} texts, {sum(words for _lix, words, _name in rows):,d} words, {above} above LIX {LIX_MAX}")
    return int(above > 0)


if __name__ == "__main__":
    sys.exit(main())
