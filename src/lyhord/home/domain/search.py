"""Search over what the user may see: places, people, sessions and visits.

Compared in Python, since SQLite folds the case of a–z only: "årsta" must find Årsta. Every word must be found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.common.sorting import sort_key
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.enums import SessionState
from lyhord.training.models import TrainingSession

SHORTEST = 2
SHOWN = 12


@dataclass(frozen=True)
class Hit:
    text: str
    note: str
    url: str
    is_example: bool = False


@dataclass(frozen=True)
class Group:
    """hits: the first ones. more: how many there are besides."""

    title: str
    hits: tuple[Hit, ...]
    more: int
    is_people: bool = False


def search(user: User, text: str, *, now: dt.datetime) -> tuple[Group, ...]:
    """Return the groups that hold something. A constant number of queries."""
    words = [sort_key(word) for word in text.split()]
    if len("".join(words)) < SHORTEST:
        return ()
    groups = (
        _group(_("Träffpunkter"), _places(user, words)),
        _group(_("Medarbetare"), _people(user, words), is_people=True),
        _group(_("Utbildare"), _trainers(user, words), is_people=True),
        _group(_("Utbildningstillfällen"), _sessions(user, words, now)),
        _group(_("Besök"), _visits(user, words, now)),
    )
    return tuple(group for group in groups if group.hits)


def _group(title: str, hits: Iterable[Hit], *, is_people: bool = False) -> Group:
    found = list(hits)
    return Group(title, tuple(found[:SHOWN]), max(0, len(found) - SHOWN), is_people)


def _finds(words: list[str], *texts: str) -> bool:
    held = sort_key(" ".join(texts))
    return all(word in held for word in words)


def _places(user: User, words: list[str]) -> Iterable[Hit]:
    for row in _by_name(visible(user, "places.view_place", MeetingPlace.objects.all())):
        if _finds(words, row.name, row.address, row.key):
            url = reverse("places:place-detail", args=[row.pk])
            yield Hit(row.name, str(row.get_kind_display()), url, row.is_example)


def _people(user: User, words: list[str]) -> Iterable[Hit]:
    for row in _by_name(visible(user, "people.view_employee", Employee.objects.filter(restricted_at=None))):
        if _finds(words, row.name, row.key):
            yield Hit(row.name, row.role_title, reverse("people:employee-detail", args=[row.pk]), row.is_example)


def _trainers(user: User, words: list[str]) -> Iterable[Hit]:
    for row in _by_name(visible(user, "people.view_trainer", Trainer.objects.filter(restricted_at=None))):
        if _finds(words, row.name, row.key):
            yield Hit(row.name, "", reverse("people:trainer-detail", args=[row.pk]), row.is_example)


def _sessions(user: User, words: list[str], now: dt.datetime) -> Iterable[Hit]:
    rows = visible(user, "training.view_session", TrainingSession.objects.exclude(state=SessionState.CANCELLED))
    for row in _nearest(rows.select_related("module", "place").order_by(), now):
        day = _day(row.starts_at)
        if _finds(words, row.module.name, row.module.short_name, row.place.name, day):
            url = reverse("training:session-detail", args=[row.pk])
            yield Hit(row.module.name, f"{row.place.name} · {day}", url, row.is_example)


def _visits(user: User, words: list[str], now: dt.datetime) -> Iterable[Hit]:
    rows = visible(user, "outreach.view_visit", Visit.objects.exclude(state=VisitState.CANCELLED))
    for row in _nearest(rows.select_related("place").order_by(), now):
        day = _day(row.starts_at)
        if _finds(words, row.place.name, _("Besök"), day):
            yield Hit(row.place.name, day, reverse("outreach:visit-detail", args=[row.pk]), row.is_example)


def _by_name[M: (MeetingPlace, Employee, Trainer)](rows: Iterable[M]) -> list[M]:
    return sorted(rows, key=lambda row: (sort_key(row.name), str(row.pk)))


def _nearest[M: (TrainingSession, Visit)](rows: Iterable[M], now: dt.datetime) -> list[M]:
    """Return the rows that are to come, the first of them first, then the past ones, the latest first."""
    return sorted(rows, key=lambda row: (row.ends_at < now, abs(row.starts_at - now)))


def _day(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "l j F Y")
