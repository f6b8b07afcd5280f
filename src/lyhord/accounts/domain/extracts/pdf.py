"""A register extract as a PDF that can be read aloud: tagged, with headings, by the rules of PDF/UA-1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lyhord.accounts.domain.extracts.extracts import Entry, Section
from lyhord.web.pdf import compile_pdf

TEMPLATE = Path(__file__).parents[2] / "content" / "extract.typ"
EMPTY = "–"
MOST_KEPT, LONGEST_KEPT = 15, 800
"""Facts, and letters, of a row that is not divided between two pages."""


def extract_pdf(sections: Iterable[Section], *, about: str, made_at: dt.datetime, scope: str = "") -> bytes:
    """Return the extract on paper. about: whom it is about. scope: what is told elsewhere, when it is not all.

    Columns without anything in them are left out.
    """
    found = list(sections)
    day = date_format(timezone.localtime(made_at), "j F Y H.i")
    told: dict[str, Any] = {
        "title": _("Registerutdrag"),
        "about": about,
        "lang": (get_language() or "sv")[:2],
        "header": f"{_('Registerutdrag')} · {day}",
        "lead": [
            _("Det här är sparat i Lyhörd om personen ovan. Utdraget togs ut %(day)s.") % {"day": day},
            *([scope] if scope else []),
            _("Andras namn är inte med. Där det står ”du” menas personen som utdraget gäller."),
            _(
                "Är något fel, eller ska något inte vara kvar? Du kan begära rättelse, begränsning eller radering. "
                "Gör det i Lyhörd under Mina uppgifter, eller vänd dig till nämnden. Är du inte nöjd med svaret kan "
                "du klaga hos Integritetsskyddsmyndigheten, IMY."
            ),
        ],
        "label": _("Uppgift"),
        "stored": _("Sparat"),
        "sections": [_section(section) for section in found if section.entries],
        "empty": [section.title for section in found if not section.entries],
        "nothing": _("Här är inget sparat"),
    }
    return compile_pdf(TEMPLATE, told)


def _section(section: Section) -> dict[str, Any]:
    count = len(section.entries)
    return {
        "title": f"{section.title} ({ngettext('%(n)d rad', '%(n)d rader', count) % {'n': count}})",
        "note": section.note,
        "entries": [_entry(entry, number, count) for number, entry in enumerate(section.entries, start=1)],
    }


def _entry(entry: Entry, number: int, count: int) -> dict[str, Any]:
    facts = [(fact.label, fact.text) for fact in entry.facts if fact.text != EMPTY]
    heading = _("Rad %(n)d av %(count)d") % {"n": number, "count": count} if count > 1 else ""
    length = sum(len(text) for _label, text in facts)
    return {"heading": heading, "facts": facts, "fits": len(facts) <= MOST_KEPT and length <= LONGEST_KEPT}
