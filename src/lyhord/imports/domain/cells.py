"""One cell into one value. What cannot be understood raises CellProblem with a sentence that says what to write."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lyhord.common.spreadsheet import Cell
from lyhord.imports.domain.words import LANGUAGES, MONTHS, NO, WEEKDAYS, YES, normal

type Spans = tuple[tuple[dt.time, dt.time], ...]
type Parser = Callable[[Cell], Any]


class CellProblem(ValueError):
    """A cell that cannot be read. The message is for the user and says what to write instead."""


def shown(cell: Cell) -> str:
    """Return a cell as the user would recognise it, shortened."""
    if isinstance(cell, dt.datetime):
        cell = cell.date() if cell.time() == dt.time() else cell
    text = str(cell)
    return text if len(text) <= 40 else text[:39] + "…"


def text(max_length: int) -> Parser:
    """Return a parser of texts: white space tidied, whole numbers without decimals."""

    def parse(cell: Cell) -> str:
        tidy = " ".join(str(cell.date() if isinstance(cell, dt.datetime) else cell).split())
        if len(tidy) > max_length:
            raise CellProblem(_("texten är längre än %(limit)d tecken. Korta den.") % {"limit": max_length})
        if not tidy.isprintable():
            raise CellProblem(_("texten har osynliga tecken. Skriv om den för hand."))
        return tidy

    return parse


def whole_number(minimum: int, maximum: int) -> Parser:
    """Return a parser of whole numbers within the limits, both included."""

    def parse(cell: Cell) -> int:
        number = decimal(cell)
        if number != int(number) or not minimum <= number <= maximum:
            raise CellProblem(
                _("”%(cell)s” ska vara ett heltal mellan %(minimum)d och %(maximum)d.")
                % {"cell": shown(cell), "minimum": minimum, "maximum": maximum}
            )
        return int(number)

    return parse


def decimal(cell: Cell) -> float:
    """Return a number, with point or comma."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    try:
        number = float(str(cell).replace("\xa0", "").replace(" ", "").replace(",", ".").replace("−", "-"))
    except ValueError:
        raise CellProblem(_("”%(cell)s” är inget tal.") % {"cell": shown(cell)}) from None
    if not abs(number) < 1e15:
        raise CellProblem(_("”%(cell)s” är inget tal.") % {"cell": shown(cell)})
    return number


def coordinate(limit: int) -> Parser:
    """Return a parser of degrees from -limit to limit."""

    def parse(cell: Cell) -> float:
        degrees = decimal(cell)
        if abs(degrees) > limit:
            raise CellProblem(
                _("”%(cell)s” är ingen koordinat i grader. Skriv till exempel 59,8588.") % {"cell": shown(cell)}
            )
        return degrees

    return parse


def percent(cell: Cell) -> int:
    """Return 0–100. A number up to 1 is a share, as Excel stores 75 %."""
    number = decimal(str(cell).replace("%", ""))
    if number <= 1 and "%" not in str(cell):
        number *= 100
    if not 0 <= number <= 100:
        raise CellProblem(_("”%(cell)s” ska vara en procentsats mellan 0 och 100.") % {"cell": shown(cell)})
    return round(number)


_DATES = (
    re.compile(r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[-./ ]+(?P<m>\d{1,2}|[a-zåäö]{3,9})[-./ ]+(?P<y>\d{4})"),
)


def date(cell: Cell) -> dt.date:
    """Return a date written in any of the ways that cannot be misunderstood."""
    if isinstance(cell, dt.datetime):
        return _in_range(cell.date(), cell)
    if isinstance(cell, dt.date):
        return _in_range(cell, cell)
    return _date_of_text(str(cell).strip().casefold())


@lru_cache(maxsize=20_000)
def _date_of_text(written: str) -> dt.date:
    for pattern in _DATES:
        match = pattern.fullmatch(written)
        if match is None:
            continue
        month = match["m"]
        number = int(month) if month.isdigit() else MONTHS.get(month[:3], 0)
        try:
            return _in_range(dt.date(int(match["y"]), number, int(match["d"])), written)
        except ValueError as error:
            if isinstance(error, CellProblem):
                raise
    raise CellProblem(_("”%(cell)s” är inget datum. Skriv det som 2025-01-31.") % {"cell": shown(written)})


def _in_range(day: dt.date, cell: Cell) -> dt.date:
    if not 1900 <= day.year <= 2100:
        raise CellProblem(_("året i ”%(cell)s” kan inte stämma. Skriv datumet som 2025-01-31.") % {"cell": shown(cell)})
    return day


def clock(cell: Cell) -> dt.time:
    """Return a time of the day: 8, 8.30, 08:30 or a time cell."""
    if isinstance(cell, dt.datetime):
        raise CellProblem(_no_time(cell))
    if isinstance(cell, dt.time):
        return cell.replace(second=0, microsecond=0)
    return _clock_of_text(str(cell).strip())


@lru_cache(maxsize=2_000)
def _clock_of_text(written: str) -> dt.time:
    match = re.fullmatch(r"(?:kl\.? ?)?(\d{1,2})(?:[.:](\d{1,2}))?(?::00)?", written.casefold())
    if match is not None:
        minutes = match[2] or "0"
        # a cell with 8.3 is 8.30, since that is how Excel shows 8.30
        minute = int(minutes) * (10 if len(minutes) == 1 else 1)
        if int(match[1]) < 24 and minute < 60:
            return dt.time(int(match[1]), minute)
    raise CellProblem(_no_time(written))


def _no_time(cell: Cell) -> str:
    return _("”%(cell)s” är ingen tid. Skriv den som 8.30.") % {"cell": shown(cell)}


def spans(cell: Cell) -> Spans:
    """Return the spans of one day, sorted: "8-17", "8.30–12, 13–16.30"; nothing for "ledig" or a dash."""
    if isinstance(cell, (dt.datetime, dt.date)):
        raise CellProblem(
            _("kalkylprogrammet har gjort om tiden till ett datum. Gör cellen till text och skriv till exempel 8-12.")
        )
    return _spans_of_text(str(cell).strip().casefold())


@lru_cache(maxsize=5_000)
def _spans_of_text(written: str) -> Spans:
    if written in {"-", "–", "ledig", "ledigt", "stängt", "0", "nej"}:
        return ()
    found = []
    for part in re.split(r"[,;+\n]|\boch\b", written):
        ends = re.split(r"\s*(?:-|–|—|till)\s*", part.strip())
        if len(ends) != 2:
            raise CellProblem(
                _("”%(cell)s” är ingen tid från–till. Skriv till exempel 8-17.") % {"cell": shown(written)}
            )
        starts_at, ends_at = _clock_of_text(ends[0]), _clock_of_text(ends[1])
        if starts_at >= ends_at:
            raise CellProblem(_("”%(cell)s” slutar innan det börjar.") % {"cell": shown(part.strip())})
        found.append((starts_at, ends_at))
    found.sort()
    if any(earlier[1] > later[0] for earlier, later in itertools.pairwise(found)):
        raise CellProblem(_("tiderna i ”%(cell)s” går in i varandra.") % {"cell": shown(written)})
    return tuple(found)


def weekdays(cell: Cell) -> tuple[int, ...]:
    """Return the weekdays, 0 for Monday: "måndag", "mån–fre", "tis, tors"."""
    days: set[int] = set()
    for part in re.split(r"[,;/+]|\boch\b", str(cell).casefold()):
        ends = [WEEKDAYS.get(normal(end)[:3], -1) for end in re.split(r"-|–|till", part.strip())]
        if -1 in ends or len(ends) > 2 or (len(ends) == 2 and ends[0] >= ends[1]):
            raise CellProblem(
                _("”%(cell)s” är ingen veckodag. Skriv till exempel måndag eller mån-fre.") % {"cell": shown(cell)}
            )
        days.update(range(ends[0], ends[-1] + 1))
    return tuple(sorted(days))


def yes_or_no(cell: Cell) -> bool:
    """Return whether the cell says yes."""
    word = normal(str(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellProblem(_("”%(cell)s” ska vara ja eller nej.") % {"cell": shown(cell)})


def choice(words: Mapping[str, str], *, options: str | Promise) -> Parser:
    """Return a parser of one of several words. words: normal form → what it means; one of five letters or more also
    matches what begins with it. options: what the user may write, as a list in a sentence."""

    @lru_cache(maxsize=2_000)
    def of_word(word: str) -> str | None:
        if word in words:
            return words[word]
        starts = [start for start in words if len(start) >= 5 and word.startswith(start)]
        return words[max(starts, key=len)] if starts else None

    def parse(cell: Cell) -> str:
        meaning = of_word(normal(str(cell)))
        if meaning is None:
            raise CellProblem(
                _("”%(cell)s” känns inte igen. Skriv %(options)s.") % {"cell": shown(cell), "options": options}
            )
        return meaning

    return parse


def languages(cell: Cell) -> list[str]:
    """Return language codes besides Swedish, sorted: "finska, engelska" → ["en", "fi"]."""
    return list(_languages_of_text(str(cell).casefold()))


@lru_cache(maxsize=2_000)
def _languages_of_text(written: str) -> tuple[str, ...]:
    codes = set()
    for part in re.split(r"[,;/+]|\boch\b", written):
        word = normal(part)
        code = LANGUAGES.get(word, word)
        if not re.fullmatch(r"[a-z]{2,3}", code):
            raise CellProblem(
                _("språket ”%(cell)s” känns inte igen. Skriv till exempel finska.") % {"cell": shown(part.strip())}
            )
        codes.add(code)
    return tuple(sorted(codes - {"sv"}))


def codes(cell: Cell) -> list[str]:
    """Return short codes, sorted: "utbildning, besök" → ["besok", "utbildning"]."""
    found = {normal(part).translate(str.maketrans("åäö", "aao")) for part in re.split(r"[,;/+]", str(cell))}
    return sorted(found - {""})


def email(cell: Cell) -> str:
    """Return an e-mail address."""
    address = str(cell).strip()
    try:
        validate_email(address)
    except ValidationError:
        raise CellProblem(_("”%(cell)s” är ingen e-postadress.") % {"cell": shown(cell)}) from None
    return address
