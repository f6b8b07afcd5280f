"""Find a place by what people write: its key or its name, with or without "Träffpunkt"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.words import normal
from lyhord.places.models import MeetingPlace


class UnknownPlace(CellProblem):
    """No place of the board goes by that key or name."""

    def __init__(self, written: str, suggestion: str | None) -> None:
        hint = _("Menade du ”%(name)s”?") % {"name": suggestion} if suggestion else _("Lägg in träffpunkten först.")
        super().__init__(
            _("träffpunkten ”%(written)s” finns inte i registret. %(hint)s") % {"written": written, "hint": hint}
        )


class AmbiguousPlace(CellProblem):
    """Several places have that name."""

    def __init__(self, written: str) -> None:
        super().__init__(_("flera träffpunkter heter ”%(written)s”. Skriv nyckeln i stället.") % {"written": written})


class PlaceNames:
    """Keys and names of places; keys win over names."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """pairs: (key, name)."""
        self._names: dict[str, str] = {}
        self._by_key: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = {}
        for key, name in pairs:
            self.add(key, name)

    def add(self, key: str, name: str) -> None:
        self._names[key] = name
        self._by_key.setdefault(normal(key), key)
        for word in {normal(name), _bare(name)}:
            self._by_name.setdefault(word, set()).add(key)

    def canonical(self, key: str) -> str:
        """Return the key as it is already known, whatever its case; else as it is."""
        return self._by_key.get(normal(key), key)

    def key_of(self, written: str) -> str:
        """Return the key of the place. Raises UnknownPlace, AmbiguousPlace."""
        if key := self._by_key.get(normal(written)):
            return key
        found = self._by_name.get(normal(written)) or self._by_name.get(_bare(written)) or set()
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise AmbiguousPlace(written)
        bare = {_bare(name): name for name in self._names.values()}
        close = difflib.get_close_matches(_bare(written), list(bare), n=1, cutoff=0.7)
        raise UnknownPlace(written, bare[close[0]] if close else None)


def _bare(name: str) -> str:
    return normal(name).removeprefix("träffpunkten").removeprefix("träffpunkt").removeprefix("mötesplatsen")


def place_names(places: Iterable[MeetingPlace]) -> PlaceNames:
    return PlaceNames((place.key, place.name) for place in places)
