"""What is done to meeting places: saved, checked, closed, given hours, stops and activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.places.models import (
    MeetingPlace,
    OpeningException,
    OpeningRule,
    PopularActivity,
    Stop,
    TravelOverride,
)

type PlaceRow = OpeningRule | OpeningException | Stop | PopularActivity | TravelOverride


class PlaceError(ValueError):
    """Something the user can put right. The text is shown."""


class ClosesBeforeOpening(PlaceError):
    """A place closes after the day it opened."""


class TravelPairKnown(PlaceError):
    """The pair has a travel time, from one side or the other."""


class DayKnown(PlaceError):
    """The place has other hours on that day already."""


@transaction.atomic
def save_place(*, place: MeetingPlace, saved_by: User, now: dt.datetime) -> MeetingPlace:
    """Save the facts of a new or changed place. Who has checked them stays: checking is an act of its own."""
    action = "places.create" if place._state.adding else "places.change"
    place.save()
    audit.record(action, actor=saved_by, obj=place, at=now)
    return place


@transaction.atomic
def mark_checked(*, place: MeetingPlace, checked_by: User, on: dt.date, now: dt.datetime) -> None:
    """Note that somebody has looked the facts over and found them right."""
    place.checked_by, place.checked_on = checked_by, on
    place.save(update_fields=["checked_by", "checked_on"])
    audit.record("places.check", actor=checked_by, obj=place, at=now)


@transaction.atomic
def close_place(*, place: MeetingPlace, closed_from: dt.date | None, closed_by: User, now: dt.datetime) -> None:
    """Close the place from a day, or open it again (None). Nothing that was planned there is moved by this."""
    if closed_from is not None and place.opened_on is not None and closed_from <= place.opened_on:
        raise ClosesBeforeOpening(_("Träffpunkten öppnade samma dag eller senare. Välj en dag efter det."))
    place.closed_from = closed_from
    place.save(update_fields=["closed_from"])
    audit.record("places.close" if closed_from else "places.reopen", actor=closed_by, obj=place, at=now)


@transaction.atomic
def add_rows(*, place: MeetingPlace, rows: Sequence[PlaceRow], added_by: User, now: dt.datetime) -> None:
    """Add hours, days, stops, activities or travel times. Raises TravelPairKnown, DayKnown."""
    for row in rows:
        _refuse_twin(place, row)
        row.save()
    audit.record("places.add_rows", actor=added_by, obj=place, counts={"rows": len(rows)}, at=now)


@transaction.atomic
def remove_row(*, place: MeetingPlace, row: PlaceRow, removed_by: User, now: dt.datetime) -> None:
    """Remove one of the place's rows."""
    row.delete()
    audit.record("places.remove_row", actor=removed_by, obj=place, counts={"rows": 1}, at=now)


def _refuse_twin(place: MeetingPlace, row: PlaceRow) -> None:
    if isinstance(row, OpeningException) and place.opening_exceptions.filter(on=row.on).exists():
        raise DayKnown(_("Den dagen har redan andra tider. Ta bort dem först."))
    if isinstance(row, TravelOverride):
        pair = {row.a_id, row.b_id}
        if TravelOverride.objects.filter(a__in=pair, b__in=pair).exists():
            raise TravelPairKnown(_("Restiden mellan de två är redan ändrad. Ta bort den först."))
