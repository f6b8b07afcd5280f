"""C4: the group fits the module and the room. C12: the place exists and nobody is on holiday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.common.holidays import holiday_name
from lyhord.places.domain.opening import Opening, expand
from lyhord.places.enums import PlaceKind
from lyhord.places.models import OpeningException
from lyhord.training.domain.warnings.occasion import (
    Occasion,
    RuleWarning,
    clock_in_words,
    day_in_words,
    other_events,
)
from lyhord.training.models import Module


def group_fits(occasion: Occasion, module: Module) -> Iterator[RuleWarning]:
    """C4. A session has at least `group_min` and at most `group_max` attendees and no more than the room holds.

    A session that nobody is booked to yet is not judged by its size.
    """
    count, capacity = len(occasion.employees), occasion.place.room_capacity
    if count and count < module.group_min:
        text = ngettext(
            "%(count)d är bokad, men modulen är gjord för minst %(least)d i gruppen.",
            "%(count)d är bokade, men modulen är gjord för minst %(least)d i gruppen.",
            count,
        )
        yield RuleWarning("C4", text % {"count": count, "least": module.group_min})
    if count > module.group_max:
        text = _("%(count)d är bokade, men modulen är gjord för högst %(most)d i gruppen.")
        yield RuleWarning("C4", text % {"count": count, "most": module.group_max})
    if capacity == 0:
        text = _("%(place)s har ingen lokal för utbildning.")
        yield RuleWarning("C4", text % {"place": occasion.place})
    elif count > capacity:
        text = _("%(count)d är bokade, men lokalen på %(place)s har %(capacity)d platser.")
        yield RuleWarning("C4", text % {"count": count, "place": occasion.place, "capacity": capacity})


def place_is_free(occasion: Occasion) -> Iterator[RuleWarning]:
    """C4. A place has at most one activity at a time."""
    events = other_events(occasion).filter(
        place=occasion.place, starts_at__lt=occasion.ends_at, ends_at__gt=occasion.starts_at
    )
    for event in events:
        text = _("På %(place)s är redan ”%(title)s” inplanerat %(clock)s.")
        clock = clock_in_words(event.starts_at, event.ends_at)
        yield RuleWarning("C4", text % {"place": occasion.place, "title": event.title, "clock": clock})


def place_is_in_use(occasion: Occasion) -> Iterator[RuleWarning]:
    """C12. Nothing happens on a holiday or a day that is blocked, before a place opens or from the day it closes."""
    place, day = occasion.place, occasion.day
    if name := holiday_name(day):
        text = _("%(day)s är en ledig dag: %(holiday)s.")
        yield RuleWarning("C12", text % {"day": day_in_words(day).capitalize(), "holiday": name})
    if place.opened_on and day < place.opened_on:
        text = _("%(place)s öppnar först %(day)s.")
        yield RuleWarning("C12", text % {"place": place, "day": day_in_words(place.opened_on)})
    if place.closed_from and day >= place.closed_from:
        text = _("%(place)s är stängd från och med %(day)s.")
        yield RuleWarning("C12", text % {"place": place, "day": day_in_words(place.closed_from)})
    if OpeningException.objects.filter(place=place, on=day, starts_at=None).exists():
        text = _("%(place)s har stängt %(day)s.")
        yield RuleWarning("C12", text % {"place": place, "day": day_in_words(day)})


def mobile_place_stands(occasion: Occasion) -> Iterator[RuleWarning]:
    """C9. A mobile place has sessions and visits only when it stands somewhere."""
    if occasion.place.kind != PlaceKind.MOBILE or _covers(opening_on(occasion), occasion):
        return
    text = _("%(place)s är mobil och står inte någonstans %(day)s %(clock)s.")
    clock = clock_in_words(occasion.starts_at, occasion.ends_at)
    yield RuleWarning("C9", text % {"place": occasion.place, "day": day_in_words(occasion.day), "clock": clock})


def opening_on(occasion: Occasion) -> Opening:
    return expand(occasion.place, occasion.day, occasion.day + dt.timedelta(days=1))


def _covers(opening: Opening, occasion: Occasion) -> bool:
    starts, ends = occasion.clock
    return any(first <= starts and ends <= last for first, last in opening.open.get(occasion.day, []))
