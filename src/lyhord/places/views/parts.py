"""Hours, stops, activities, days that differ and travel times of a place: one page each, to add to and remove from."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.common import clock
from lyhord.places import forms
from lyhord.places.domain.cards import exception_text
from lyhord.places.domain.places import PlaceError, add_rows, remove_row
from lyhord.places.domain.words import weekly_lines
from lyhord.places.enums import RuleKind
from lyhord.places.models import MeetingPlace, TravelOverride
from lyhord.places.views.places import CHANGE


@dataclass(frozen=True)
class Part:
    """A kind of rows of a place. rows: of a place. text: a row, and small beside it."""

    title: str | Promise
    lead: str | Promise
    empty: str | Promise
    add: str | Promise
    form: type[forms.RowForm]
    rows: Callable[[MeetingPlace], QuerySet[Any]]
    text: Callable[[Any, MeetingPlace], tuple[str, str]]


def _line(row: Any) -> str:
    return capfirst(weekly_lines([row])[0])


def _travel(row: TravelOverride, place: MeetingPlace) -> tuple[str, str]:
    other = row.b if row.a_id == place.pk else row.a
    return other.name, _("%(n)d minuter") % {"n": row.minutes}


PARTS = {
    "opening": Part(
        gettext_lazy("Öppettider"),
        gettext_lazy("När det är öppet, och när besökare brukar vara där. Utan besökstider räknas hela öppettiden."),
        gettext_lazy("Inga öppettider än"),
        gettext_lazy("Lägg till öppettider"),
        forms.OpeningForm,
        lambda place: place.opening_rules.all(),
        lambda row, _place: (_line(row), str(RuleKind(row.kind).label)),
    ),
    "exceptions": Part(
        gettext_lazy("Avvikande dagar"),
        gettext_lazy("Dagar som är stängda eller har andra tider. Helgdagar är stängda om inget annat står här."),
        gettext_lazy("Inga avvikande dagar"),
        gettext_lazy("Lägg till en dag"),
        forms.ExceptionForm,
        lambda place: place.opening_exceptions.all(),
        lambda row, _place: (capfirst(exception_text(row)), ""),
    ),
    "stops": Part(
        gettext_lazy("Hållplatser"),
        gettext_lazy("Var den mobila träffpunkten finns, dag för dag."),
        gettext_lazy("Inga hållplatser än"),
        gettext_lazy("Lägg till en hållplats"),
        forms.StopForm,
        lambda place: place.stops.all(),
        lambda row, _place: (row.venue, _line(row)),
    ),
    "activities": Part(
        gettext_lazy("Populära aktiviteter"),
        gettext_lazy("Det som redan samlar folk. Nexus kommer gärna då: besöket blir en del av en vanlig dag."),
        gettext_lazy("Inga aktiviteter än"),
        gettext_lazy("Lägg till en aktivitet"),
        forms.ActivityForm,
        lambda place: place.popular_activities.all(),
        lambda row, _place: (row.name, _line(row)),
    ),
    "travel": Part(
        gettext_lazy("Restider"),
        gettext_lazy("Restiden räknas ut från kartan. Skriv bara in den när du vet att den är en annan."),
        gettext_lazy("Alla restider räknas ut från kartan"),
        gettext_lazy("Skriv in en restid"),
        forms.TravelForm,
        lambda place: TravelOverride.objects.filter(Q(a=place) | Q(b=place)).select_related("a", "b"),
        _travel,
    ),
}


@requires(CHANGE)
def part_edit(request: HttpRequest, place_id: uuid.UUID, part: str) -> HttpResponse:
    place = fetch(request, CHANGE, MeetingPlace.objects.all(), place_id)
    kind = PARTS[part]
    form = kind.form(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            add_rows(place=place, rows=form.rows(), added_by=acting_user(request), now=clock.now())
        except PlaceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Tillagt."))
            return redirect(request.path)
    rows = [(row.pk, *kind.text(row, place)) for row in kind.rows(place)]
    context = {"place": place, "part": kind, "rows": rows, "form": form, "remove": f"places:{part}-remove"}
    return render(request, "places/part.html", context)


@require_POST
@requires(CHANGE)
def part_remove(request: HttpRequest, place_id: uuid.UUID, row_id: uuid.UUID, part: str) -> HttpResponse:
    place = fetch(request, CHANGE, MeetingPlace.objects.all(), place_id)
    row = get_object_or_404(PARTS[part].rows(place), pk=row_id)
    remove_row(place=place, row=row, removed_by=acting_user(request), now=clock.now())
    messages.success(request, _("Borttaget."))
    return redirect(f"places:{part}-edit", place.pk)
