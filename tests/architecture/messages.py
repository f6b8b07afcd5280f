"""Find every text to translate in code and templates, and keep the English catalogue up to date.

Done with Babel, so that no gettext program has to be installed. `script/messages` runs it; `--check` changes nothing
and tells what is missing.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "lyhord"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _as_python(template: str, origin: str) -> str:
    """Return the template with all but its translatable texts blotted out, in the form that Python's tokens have."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(template, origin=origin).splitlines())


def found_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield the texts of one file, each with its context."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, str(path))
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield (tuple(message) if isinstance(message, list | tuple) else message), context


def template_catalogue() -> Catalog:
    """Return a catalogue of all texts, without translations; each knows its files but no line numbers."""
    catalogue = Catalog(locale="en", project="lyhord", charset="utf-8", fuzzy=False)
    files = sorted(path for path in SOURCE.rglob("*") if path.suffix in {".py", ".html", ".txt"})
    for path in files:
        if "migrations" not in path.parts:
            for message, context in found_in(path):
                catalogue.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return catalogue


def stored_catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def faults() -> list[str]:
    """Return a sentence for each text that is new, gone, untranslated, fuzzy or has lost a placeholder."""
    wanted, stored = template_catalogue(), stored_catalogue()
    wanted_ids = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in wanted if m.id}
    stored_ids = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in stored if m.id}
    sentences = [f"not in the catalogue: {text!r}" for text, _context in sorted(wanted_ids - stored_ids, key=str)]
    sentences += [f"no longer in the code: {text!r}" for text, _context in sorted(stored_ids - wanted_ids, key=str)]
    for message in stored:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        if not all(strings):
            sentences.append(f"not translated: {ids[0]!r}")
        elif message.fuzzy:
            sentences.append(f"fuzzy: {ids[0]!r}")
        elif set.union(*map(_placeholders, strings)) != set.union(*map(_placeholders, ids)):
            sentences.append(f"placeholders differ: {ids[0]!r}")
    return sentences


def update() -> int:
    """Write the catalogue anew, keeping what is translated. Returns how many texts still need a translation."""
    stored = stored_catalogue()
    stored.update(template_catalogue(), no_fuzzy_matching=True)
    stored.obsolete.clear()
    stored.header_comment = "# English texts of Lyhörd. Kept up to date by script/messages."
    out = io.BytesIO()
    write_po(out, stored, width=0, sort_by_file=True, include_lineno=False, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    CATALOGUE.write_text(stored.header_comment + "\n" + header + out.getvalue().decode().strip() + "\n", "utf-8")
    return sum(1 for fault in faults() if not fault.startswith("no longer"))


def main(arguments: list[str]) -> int:
    django.setup()
    if "--check" in arguments:
        sentences = faults()
        for sentence in sentences:
            sys.stderr.write(sentence + "\n")
        return 1 if sentences else 0
    sys.stderr.write(f"{update()} texts to translate in {CATALOGUE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
    os.environ.setdefault("LYHORD_DEBUG", "1")
    sys.exit(main(sys.argv[1:]))
