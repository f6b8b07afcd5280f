"""Two drafts side by side: price, finish, and who moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from lyhord.planning.domain.adapter import Draft, move_points
from lyhord.planning.domain.draft_page import DraftPage
from lyhord.planning.domain.words import day_text, half_text

type When = tuple[dt.date, str, str]
type Times = dict[tuple[str, str], When]


@dataclass(frozen=True)
class Move:
    """Somebody or something that is at another time or place. before, after: in words, empty when not in that draft."""

    who: str
    what: str
    before: str
    after: str


class Comparison:
    """`old` is compared with `new`. points: the planner's weighted number of moves."""

    def __init__(self, old: DraftPage, new: DraftPage) -> None:
        self.old, self.new = old, new
        self.points = move_points(old.draft, new.draft)

    @cached_property
    def people(self) -> tuple[Move, ...]:
        """Whose session is another day or place: one line a person and module."""
        names = self.new.names
        return self._moves(
            _attendances(self.old.draft),
            _attendances(self.new.draft),
            lambda key: (names.person(key[0]), names.module(key[1])),
        )

    @cached_property
    def visits(self) -> tuple[Move, ...]:
        names = self.new.names
        return self._moves(
            _visits(self.old.draft),
            _visits(self.new.draft),
            lambda key: (names.place(key[0]), _("besök %(n)s") % {"n": key[1]}),
        )

    @cached_property
    def trainers(self) -> tuple[Move, ...]:
        """What trainers are to do that they were not, and the other way round."""
        names = self.new.names
        old, new = _teaching(self.old.draft), _teaching(self.new.draft)
        changed = [(trainer, when, "before") for trainer, when in old - new]
        changed += [(trainer, when, "after") for trainer, when in new - old]
        changed.sort(key=lambda it: (names.trainer(it[0]), it[1]))
        return tuple(
            Move(names.trainer(trainer), "", **({"before": "", "after": ""} | {side: self._words(when)}))
            for trainer, when, side in changed
        )

    @property
    def people_count(self) -> int:
        return len({move.who for move in self.people})

    @property
    def is_same(self) -> bool:
        return not (self.people or self.visits or self.trainers)

    def _moves(self, old: Times, new: Times, words: Callable[[tuple[str, str]], tuple[str, str]]) -> tuple[Move, ...]:
        changed = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
        moves = [Move(*words(key), self._words(old.get(key)), self._words(new.get(key))) for key in changed]
        return tuple(sorted(moves, key=lambda m: (m.who, m.what)))

    def _words(self, when: When | None) -> str:
        if when is None:
            return ""
        day, half, place = when
        return f"{day_text(day)} {half_text(half)}, {self.new.names.place(place)}"


def _attendances(draft: Draft) -> Times:
    return {
        (person, item.module): (item.date, item.half, item.place)
        for item in draft.items
        if item.is_session
        for person in item.attendees
    }


def _visits(draft: Draft) -> Times:
    return {
        (item.place, str(item.number)): (item.date, item.half, item.place)
        for item in draft.items
        if not item.is_session
    }


def _teaching(draft: Draft) -> set[tuple[str, When]]:
    return {(trainer, (item.date, item.half, item.place)) for item in draft.items for trainer in item.trainers}
