"""PDFs that can be read aloud: tagged, with headings, by the rules of PDF/UA-1. Set by typst, in the site's font."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).parents[1]
"""What a template may import from: `#import "/web/content/paper.typ": *` is the page that all share."""
FONTS = PACKAGE / "web" / "content" / "fonts"


def compile_pdf(template: Path, told: Mapping[str, Any]) -> bytes:
    """Return the template as a PDF. told: what it says; it comes as JSON, so nothing of it is ever source.

    template: a .typ file inside the package that reads `json(bytes(sys.inputs.told))`. A picture without words for
    who does not see it is an error.
    """
    return typst.compile(
        str(template),
        root=str(PACKAGE),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
