"""Which session fits somebody who needs a module, and why none does: from facts in memory, without a query."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Obstacle(models.TextChoices):
    """Why a session does not fit somebody; the first that holds is told."""

    TURNED_DOWN = "turned_down", _("personen har redan fått frågan om det")
    FULL = "full", _("det är fullt")
    AWAY = "away", _("personen är borta då")
    BUSY = "busy", _("personen har annat inplanerat då")
    ORDER = "order", _("det ligger fel i ordningen mellan modulerna")


@dataclass(frozen=True, slots=True)
class Rule:
    """When a module may come: after another, and within which days of it. followers: those that come after it."""

    module: uuid.UUID
    after: uuid.UUID | None
    gap_min_days: int
    gap_max_days: int | None
    followers: tuple[uuid.UUID, ...] = ()

    def fits(self, earlier: dt.date, later: dt.date) -> bool:
        days = (later - earlier).days
        return self.gap_min_days <= days and (self.gap_max_days is None or days <= self.gap_max_days)


@dataclass(frozen=True, slots=True)
class Opening:
    """A session to come that there is still time to ask people to. left: free seats when it was read."""

    session: uuid.UUID
    module: uuid.UUID
    place: uuid.UUID
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    left: int


@dataclass
class Diary:
    """What one person has: spans away and busy, sessions there is a booking of, whatever it says, and days by module.

    days: when the person has been to a module or has a seat at it. coming: those of them that are still to come.
    """

    away: list[tuple[dt.date, dt.date | None]] = field(default_factory=list)
    busy: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)
    asked: set[uuid.UUID] = field(default_factory=set)
    days: dict[uuid.UUID, list[dt.date]] = field(default_factory=dict)
    coming: dict[uuid.UUID, list[dt.date]] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """opening: the one that fits best, or None. obstacles: how many sessions each obstacle rules out."""

    opening: Opening | None
    minutes: int | None = None
    obstacles: Mapping[Obstacle, int] = field(default_factory=dict)


@dataclass
class Openings:
    """Sessions to come, by module; minutes: travel from place to place; rules: by module.

    taken: seats given since they were read, so that one look at the sessions serves many people.
    """

    by_module: Mapping[uuid.UUID, Sequence[Opening]]
    minutes: Mapping[tuple[uuid.UUID, uuid.UUID], int]
    rules: Mapping[uuid.UUID, Rule]
    taken: Counter[uuid.UUID] = field(default_factory=Counter)
    _ranked: dict[tuple[uuid.UUID, uuid.UUID], list[tuple[int, Opening]]] = field(default_factory=dict)

    def choose(self, diary: Diary, *, module: uuid.UUID, place: uuid.UUID) -> Choice:
        """Return the session that fits somebody of the place: at their own place first, then the shortest way there.

        Of those equally far the first in time.
        """
        obstacles: Counter[Obstacle] = Counter()
        for minutes, opening in self._in_order(module, place):
            obstacle = self._obstacle(opening, diary)
            if obstacle is None:
                return Choice(opening, minutes)
            obstacles[obstacle] += 1
        return Choice(None, obstacles=obstacles)

    def _in_order(self, module: uuid.UUID, place: uuid.UUID) -> list[tuple[int, Opening]]:
        if (module, place) not in self._ranked:
            ways = [(self.minutes.get((place, it.place), 0), it) for it in self.by_module.get(module, ())]
            ways.sort(key=lambda way: (way[1].place != place, way[0], way[1].starts_at, str(way[1].session)))
            self._ranked[module, place] = ways
        return self._ranked[module, place]

    def _obstacle(self, opening: Opening, diary: Diary) -> Obstacle | None:
        if opening.session in diary.asked:
            return Obstacle.TURNED_DOWN
        if opening.left <= self.taken[opening.session]:
            return Obstacle.FULL
        if any(first <= opening.on and (before is None or opening.on < before) for first, before in diary.away):
            return Obstacle.AWAY
        if any(first < opening.ends_at and opening.starts_at < last for first, last in diary.busy):
            return Obstacle.BUSY
        return None if self._is_in_order(opening, diary) else Obstacle.ORDER

    def _is_in_order(self, opening: Opening, diary: Diary) -> bool:
        rule = self.rules[opening.module]
        if rule.after and not any(rule.fits(day, opening.on) for day in diary.days.get(rule.after, ())):
            return False
        followers = (self.rules[id] for id in rule.followers if diary.coming.get(id))
        return all(any(it.fits(opening.on, day) for day in diary.coming[it.module]) for it in followers)
