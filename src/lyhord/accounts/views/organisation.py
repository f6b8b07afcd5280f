"""Boards with their administrations and units. Every place needs a unit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.accounts.domain.organisation import Part, create_administration, create_programme, create_unit, rename
from lyhord.accounts.forms.organisation import NameForm, ProgrammeForm
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.organisation.models import Administration, Board, Programme, Unit

BOARD, ADMINISTRATION, UNIT, PROGRAMME = (
    "organisation.change_board",
    "organisation.change_administration",
    "organisation.change_unit",
    "organisation.change_programme",
)


@require_safe
@requires(BOARD)
def board_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    context = {
        "boards": visible(user, BOARD, Board.objects.prefetch_related("administrations__units")),
        "programmes": visible(user, PROGRAMME, Programme.objects.prefetch_related("boards")),
        "may_add_programme": can(user, PROGRAMME),
    }
    return render(request, "accounts/organisation/board_list.html", context)


@requires(PROGRAMME)
def programme_add(request: HttpRequest) -> HttpResponse:
    own = visible(acting_user(request), BOARD, Board.objects.all())
    form = ProgrammeForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        create_programme(**form.cleaned_data, created_by=acting_user(request), now=clock.now())
        return _saved(request, form)
    return render(request, "accounts/organisation/name_form.html", {"form": form, "title": _("Nytt program")})


@requires(PROGRAMME)
def programme_edit(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    row = fetch(request, PROGRAMME, Programme.objects.all(), programme_id)
    siblings = Programme.objects.exclude(pk=row.pk)
    return _rename(request, NameForm(request.POST or None, initial={"name": row.name}, siblings=siblings), row)


@requires(BOARD)
def administration_add(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    board = fetch(request, BOARD, Board.objects.all(), board_id)
    form = NameForm(request.POST or None, siblings=Administration.objects.all())
    if request.method == "POST" and form.is_valid():
        create_administration(
            board=board, name=form.cleaned_data["name"], created_by=acting_user(request), now=clock.now()
        )
        return _saved(request, form)
    return _form(request, form, _("Ny förvaltning"), board)


@requires(ADMINISTRATION)
def unit_add(request: HttpRequest, administration_id: uuid.UUID) -> HttpResponse:
    administration = fetch(request, ADMINISTRATION, Administration.objects.all(), administration_id)
    form = NameForm(request.POST or None, siblings=administration.units.all())
    if request.method == "POST" and form.is_valid():
        create_unit(
            administration=administration,
            name=form.cleaned_data["name"],
            created_by=acting_user(request),
            now=clock.now(),
        )
        return _saved(request, form)
    return _form(request, form, _("Ny enhet"), administration)


@requires(BOARD)
def board_edit(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    board = fetch(request, BOARD, Board.objects.all(), board_id)
    form = NameForm(request.POST or None, initial={"name": board.name}, siblings=Board.objects.exclude(pk=board.pk))
    return _rename(request, form, board)


@requires(ADMINISTRATION)
def administration_edit(request: HttpRequest, administration_id: uuid.UUID) -> HttpResponse:
    row = fetch(request, ADMINISTRATION, Administration.objects.all(), administration_id)
    siblings = Administration.objects.exclude(pk=row.pk)
    return _rename(request, NameForm(request.POST or None, initial={"name": row.name}, siblings=siblings), row)


@requires(UNIT)
def unit_edit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    row = fetch(request, UNIT, Unit.objects.select_related("administration"), unit_id)
    siblings = row.administration.units.exclude(pk=row.pk)
    return _rename(request, NameForm(request.POST or None, initial={"name": row.name}, siblings=siblings), row)


def _rename(request: HttpRequest, form: NameForm, part: Part) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        rename(part=part, name=form.cleaned_data["name"], renamed_by=acting_user(request), now=clock.now())
        return _saved(request, form)
    return _form(request, form, _("Byt namn"), part)


def _saved(request: HttpRequest, form: NameForm | ProgrammeForm) -> HttpResponse:
    messages.success(request, _("%(name)s är sparad.") % form.cleaned_data)
    return redirect("accounts:board-list")


def _form(request: HttpRequest, form: NameForm, title: str, within: Part) -> HttpResponse:
    return render(request, "accounts/organisation/name_form.html", {"form": form, "title": title, "within": within})
