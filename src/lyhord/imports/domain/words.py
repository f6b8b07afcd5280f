"""Words as they are written in spreadsheets, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

YES = frozenset({"ja", "j", "x", "sant", "true", "1", "yes"})
NO = frozenset({"nej", "n", "falskt", "false", "0", "no", "saknas"})
WEEKDAYS = {"mån": 0, "man": 0, "tis": 1, "ons": 2, "tor": 3, "fre": 4, "lör": 5, "lor": 5, "sön": 6, "son": 6}
MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"), 1
    )
}
LANGUAGES = {
    "svenska": "sv",
    "finska": "fi",
    "engelska": "en",
    "arabiska": "ar",
    "persiska": "fa",
    "dari": "prs",
    "somaliska": "so",
    "spanska": "es",
    "polska": "pl",
    "ryska": "ru",
    "tyska": "de",
    "franska": "fr",
    "turkiska": "tr",
    "kurdiska": "ku",
    "tigrinja": "ti",
    "teckenspråk": "ssp",
    "svensktteckenspråk": "ssp",
    "meänkieli": "fit",
    "samiska": "se",
    "romani": "rom",
    "jiddisch": "yi",
    "ukrainska": "uk",
}


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """Return a word or heading without case, spaces and punctuation: "Anställd fr.o.m." → "anställdfrom"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text).casefold())
