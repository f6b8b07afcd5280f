"""The page of those who need a new time: with the one that fits, or why none does and what would help."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.common.sorting import sort_key
from lyhord.coverage.domain.catch_up import Missing, find_missing
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.domain.queries import current_decision
from lyhord.programme.models import Decision
from lyhord.training.domain.offers.choose import Choice, Obstacle, Opening
from lyhord.training.domain.offers.reading import read_diaries, read_openings
from lyhord.training.models import Module


@dataclass(frozen=True)
class Line:
    """One person and module. missing: why. opening: the session to offer, at a place `minutes` away."""

    missing: Missing
    employee: Employee
    place: MeetingPlace
    module: Module
    opening: Opening | None = None
    where: MeetingPlace | None = None
    minutes: int | None = None
    why_not: str = ""

    @property
    def reason(self) -> str:
        return str(self.missing.reason.label)


@dataclass(frozen=True)
class Wanted:
    """A session that is lacking: where, of what, for how many, and the page that adds it with those people chosen."""

    module: Module
    place: MeetingPlace
    people: int
    url: str


def lines_at(places: QuerySet[MeetingPlace], *, as_of: dt.date) -> list[Line]:
    """Return who at the places needs a new time, by place and name. The caller has checked that names may be seen."""
    by_board: dict[uuid.UUID, dict[uuid.UUID, MeetingPlace]] = defaultdict(dict)
    for place in places:
        by_board[place.owner_id][place.pk] = place
    lines: list[Line] = []
    for owner, own in by_board.items():
        decision = current_decision(Decision.objects.filter(owner=owner))
        if decision is not None:
            lines += _lines_of(decision, own, as_of)
    return sorted(lines, key=lambda it: (sort_key(it.place.name), sort_key(it.employee.name), it.module.order))


def _lines_of(decision: Decision, places: dict[uuid.UUID, MeetingPlace], as_of: dt.date) -> list[Line]:
    others = MeetingPlace.objects.filter(owner=decision.owner_id).exclude(pk__in=places)
    staff = None if not others.exists() else Employee.objects.filter(employments__place__in=places).distinct()
    found = [it for it in find_missing(decision, as_of=as_of, people=staff) if it.place in places]
    people = Employee.objects.in_bulk({it.person for it in found})
    modules = Module.objects.in_bulk({it.module for it in found})
    return [Line(it, people[it.person], places[it.place], modules[it.module]) for it in found]


def with_times(lines: Sequence[Line], *, now: dt.datetime, notice_days: int) -> list[Line]:
    """Return the lines with the session that fits each, or why none does. For one page of lines at a time."""
    diaries = read_diaries({it.employee.pk for it in lines}, now=now)
    boards: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for line in lines:
        boards[line.module.owner_id].add(line.module.pk)
    openings = {
        owner: read_openings(modules, owner=owner, now=now, notice_days=notice_days)
        for owner, modules in boards.items()
    }
    chosen = {
        line: openings[line.module.owner_id].choose(
            diaries[line.employee.pk], module=line.module.pk, place=line.place.pk
        )
        for line in lines
    }
    where = MeetingPlace.objects.in_bulk({choice.opening.place for choice in chosen.values() if choice.opening})
    return [_told(line, choice, where, notice_days) for line, choice in chosen.items()]


def _told(line: Line, choice: Choice, places: dict[uuid.UUID, MeetingPlace], notice_days: int) -> Line:
    facts = (line.missing, line.employee, line.place, line.module)
    if choice.opening is None:
        return Line(*facts, why_not=why_none_fits(choice, notice_days))
    return Line(*facts, choice.opening, places[choice.opening.place], choice.minutes)


def why_none_fits(choice: Choice, notice_days: int) -> str:
    """Return one sentence."""
    if not choice.obstacles:
        text = _("Det finns inget tillfälle av modulen om minst %(n)d dagar.")
        return text % {"n": notice_days}
    told = [
        ngettext("%(n)d tillfälle: %(why)s", "%(n)d tillfällen: %(why)s", choice.obstacles[obstacle])
        % {"n": choice.obstacles[obstacle], "why": obstacle.label}
        for obstacle in Obstacle
        if choice.obstacles.get(obstacle)
    ]
    return _("Inget passar. %(reasons)s.") % {"reasons": "; ".join(told)}


def wanted_sessions(lines: Iterable[Line]) -> list[Wanted]:
    """Return which sessions would help those whom none fits: one for each place and module.

    Whoever nobody has planned for yet needs a plan, not a session of their own.
    """
    groups: dict[tuple[Module, MeetingPlace], list[Employee]] = defaultdict(list)
    for line in lines:
        if line.opening is None and line.missing.is_offered_by_itself:
            groups[line.module, line.place].append(line.employee)
    create = reverse("training:session-create")
    found = []
    for (module, place), people in groups.items():
        asked = [("plats", place.pk), ("modul", module.pk), *(("person", person.pk) for person in people)]
        found.append(Wanted(module, place, len(people), f"{create}?{urlencode(asked)}"))
    return sorted(found, key=lambda it: (-it.people, sort_key(it.place.name), it.module.order))
