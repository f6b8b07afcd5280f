"""How long the boards give their roles at a time: for access administrators, two at a time."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.roles.lengths import (
    LengthWaiting,
    approve_length,
    decline_length,
    lengths_of,
    propose_length,
)
from lyhord.accounts.forms.role_lengths import LengthForm
from lyhord.accounts.models import RoleLength
from lyhord.accounts.permissions import visible
from lyhord.accounts.settling import settle
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
    length = fetch(request, SETTLE, RoleLength.objects.all(), length_id)

    def act() -> str:
        approve_length(length=length, approved_by=acting_user(request), now=clock.now())
        return _("Det gäller roller som föreslås från och med nu. De som redan är givna ändras inte.")

    return settle(request, act, back="accounts:length-list")


@require_POST
@requires(SETTLE)
def length_decline(request: HttpRequest, length_id: uuid.UUID) -> HttpResponse:
    length = fetch(request, SETTLE, RoleLength.objects.all(), length_id)

    def act() -> str:
        decline_length(length=length, declined_by=acting_user(request), now=clock.now())
        return _("Förslaget är borta.")

    return settle(request, act, back="accounts:length-list")
