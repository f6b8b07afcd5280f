"""The list of places, a place's page, and its facts."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.common.sorting import swedish
from lyhord.organisation.models import Unit
from lyhord.places.domain.cards import headline, place_card, with_rows
from lyhord.places.domain.places import PlaceError, close_place, mark_checked, save_place
from lyhord.places.domain.queries import by_name, narrowed, units_to_change
from lyhord.places.domain.sections import place_sections
from lyhord.places.forms import ClosingForm, PlaceFilter, PlaceForm
from lyhord.places.models import MeetingPlace

VIEW, CHANGE = "places.view_place", "places.change_place"


@require_safe
@requires(VIEW)
def place_list(request: HttpRequest) -> HttpResponse:
    user, today = acting_user(request), clock.today()
    mine = visible(user, VIEW, MeetingPlace.objects.all())
    units = Unit.objects.filter(places__in=mine).distinct().order_by(swedish("name"))
    chosen = PlaceFilter(request.GET, units=units)
    rows = narrowed(mine, today, **{name: chosen.chosen(name) for name in chosen.fields})
    cards = [place_card(place, today) for place in by_name(with_rows(rows))]
    context = {
        "cards": cards,
        "title": headline(cards),
        "unchecked": sum(1 for card in cards if card.place.checked_on is None),
        "filter": chosen,
        "is_filtered": bool(request.GET),
        "may_change": can(user, CHANGE),
        "may_import": can(user, "imports.read_in"),
    }
    return render(request, "places/place_list.html", context)


@require_safe
@requires(VIEW)
def place_detail(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    user, today = acting_user(request), clock.today()
    place = fetch(request, VIEW, with_rows(MeetingPlace.objects.select_related("checked_by")), place_id)
    sections = place_sections(user, place, today)
    shows_contact = can(user, "places.view_contact", place)
    contacts = bool(place.contact_name) + (place.checked_by_id is not None) if shows_contact else 0
    log_read(request, of=place, rows=contacts + sum(section.persons for section in sections))
    context = {
        "place": place,
        "card": place_card(place, today),
        "sections": sections,
        "is_closed": place.closed_from is not None and place.closed_from <= today,
        "may_change": can(user, CHANGE, place),
        "shows_contact": shows_contact,
    }
    return render(request, "places/place_detail.html", context)


@requires(CHANGE)
def place_add(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = PlaceForm(request.POST or None, units=units_to_change(user))
    if request.method == "POST" and form.is_valid():
        place = save_place(place=form.save(commit=False), saved_by=user, now=clock.now())
        messages.success(request, _("%(name)s är inlagd. Fyll i öppettiderna härnäst.") % {"name": place.name})
        return redirect("places:place-detail", place.pk)
    return render(request, "places/place_form.html", {"form": form, "place": None})


@requires(CHANGE)
def place_edit(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    user = acting_user(request)
    place = fetch(request, CHANGE, MeetingPlace.objects.all(), place_id)
    form = PlaceForm(request.POST or None, instance=place, units=units_to_change(user))
    if request.method == "POST" and form.is_valid():
        save_place(place=form.save(commit=False), saved_by=user, now=clock.now())
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("places:place-detail", place.pk)
    return render(request, "places/place_form.html", {"form": form, "place": place})


@require_POST
@requires(CHANGE)
def place_check(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    place = fetch(request, CHANGE, MeetingPlace.objects.all(), place_id)
    mark_checked(place=place, checked_by=acting_user(request), on=clock.today(), now=clock.now())
    messages.success(request, _("Tack! %(name)s är markerad som kontrollerad i dag.") % {"name": place.name})
    return redirect("places:place-detail", place.pk)


@requires(CHANGE)
def place_close(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    place = fetch(request, CHANGE, MeetingPlace.objects.all(), place_id)
    form = ClosingForm(request.POST or None, initial={"closed_from": place.closed_from})
    if request.method == "POST" and form.is_valid():
        closed_from = form.cleaned_data["closed_from"]
        try:
            close_place(place=place, closed_from=closed_from, closed_by=acting_user(request), now=clock.now())
        except PlaceError as error:
            form.add_error("closed_from", str(error))
        else:
            messages.success(request, _("Sparat. Det som redan är bokat ligger kvar: flytta det i kalendern."))
            return redirect("places:place-detail", place.pk)
    return render(request, "places/place_close.html", {"form": form, "place": place})
