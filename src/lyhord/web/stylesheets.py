"""Which style sheets a page links, in which order."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "static" / "web"
_FIRST = ("tokens", "base", "layout", "page")
PRINT = "web/print.css"


def stylesheets() -> tuple[str, ...]:
    """Return the static names: the foundation, then every component by name. `PRINT` comes last, for paper only."""
    components = sorted(path.name for path in (_FOLDER / "components").glob("*.css"))
    return (*(f"web/{name}.css" for name in _FIRST), *(f"web/components/{name}" for name in components))
