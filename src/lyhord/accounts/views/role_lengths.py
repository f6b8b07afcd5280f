"""How long the boards give their roles at a time: for access administrators, two at a time."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.roles.lengths import (
    LengthSettled,
    LengthWaiting,
    OwnLength,
    approve_length,
    decline_length,
    lengths_of,
    propose_length,
)
from lyhord.accounts.domain.roles.second_person import TiedByCode
from lyhord.accounts.domain.roles.words import why_not
from lyhord.accounts.forms.role_lengths import LengthForm
from lyhord.accounts.models import RoleLength
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.organisation.models import Board

PROPOSE, SETTLE = "accounts.propose_length", "accounts.settle_length"


@require_safe
@requires(PROPOSE)
def length_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    boards = list(visible(user, PROPOSE, Board.objects.all()))
    lengths = lengths_of(boards)
    proposers = {row.waiting.proposed_by for rows in lengths.values() for row in rows if row.waiting} - {user, None}
    log_read(request, rows=len(proposers))
    context = {"boards": [(board, lengths[board.pk]) for board in boards], "me": user}
    return render(request, "accounts/length_list.html", context)


@requires(PROPOSE)
def length_propose(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    board = fetch(request, PROPOSE, Board.objects.all(), board_id)
    form = LengthForm(request.POST or None, initial={"role": request.GET.get("roll")})
    if request.method == "POST" and form.is_valid():
        try:
            propose_length(board=board, **form.cleaned_data, proposed_by=acting_user(request), now=clock.now())
        except LengthWaiting:
            form.add_error("role", _("Någon har redan föreslagit en längd för rollen. Bestäm om den först."))
        else:
            messages.success(request, _("Förslaget väntar på en annan behörighetsadministratör."))
            return redirect("accounts:length-list")
    return render(request, "accounts/length_form.html", {"form": form, "board": board})


@require_POST
@requires(SETTLE)
def length_approve(request: HttpRequest, length_id: uuid.UUID) -> HttpResponse:
    def act(length: RoleLength) -> str:
        approve_length(length=length, approved_by=acting_user(request), now=clock.now())
        return _("Det gäller roller som föreslås från och med nu. De som redan är givna ändras inte.")

    return _settle(request, length_id, act)


@require_POST
@requires(SETTLE)
def length_decline(request: HttpRequest, length_id: uuid.UUID) -> HttpResponse:
    def act(length: RoleLength) -> str:
        decline_length(length=length, declined_by=acting_user(request), now=clock.now())
        return _("Förslaget är borta.")

    return _settle(request, length_id, act)


def _settle(request: HttpRequest, length_id: uuid.UUID, act: Callable[[RoleLength], str]) -> HttpResponse:
    length = fetch(request, SETTLE, RoleLength.objects.all(), length_id)
    try:
        messages.success(request, act(length))
    except LengthSettled:
        messages.error(request, _("Någon annan har redan bestämt."))
    except OwnLength:
        messages.error(request, _("Du föreslog det själv. En annan behörighetsadministratör godkänner."))
    except TiedByCode as refusal:
        messages.error(request, why_not(refusal))
    return redirect("accounts:length-list")
