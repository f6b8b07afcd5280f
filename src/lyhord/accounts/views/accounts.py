"""Stopping, opening and closing the account of somebody else."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.offboarding import (
    StillOwns,
    all_boards,
    has_roles_beyond,
    leave_boards,
    leavers,
    open_account,
    owned_by,
    stop_account,
)
from lyhord.accounts.domain.roles.administrators import LastAccessAdministrator
from lyhord.accounts.domain.roles.notes import with_notes
from lyhord.accounts.domain.roles.words import why_not
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, can, grants_of, rule_for, visible
from lyhord.common import clock

CHANGE_USER, LET_LEAVE = "accounts.change_user", "accounts.let_leave"


@require_safe
@requires(LET_LEAVE)
def leaver_list(request: HttpRequest) -> HttpResponse:
    """List those who have left and can still sign in."""
    rows = visible(acting_user(request), LET_LEAVE, User.objects.filter(is_active=True))
    people = rows.filter(pk__in=leavers(clock.today())).order_by("name", "username")
    log_read(request, rows=len(people))
    return render(request, "accounts/leaver_list.html", {"people": people})


@requires(LET_LEAVE)
def account_close(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Show what the person owns; once nothing is left, end the roles here, and the account if that was the last."""
    user, person = acting_user(request), fetch(request, LET_LEAVE, User.objects.all(), user_id)
    today, now = clock.today(), clock.now()
    boards = frozenset(boards_of(grants_of(user, rule_for(LET_LEAVE).roles)))
    stays = has_roles_beyond(person, boards=boards, today=today)
    items = owned_by(person, boards=boards if stays else all_boards(), today=today, now=now)
    if request.method == "POST":
        try:
            closed = leave_boards(user=person, boards=boards, ended_by=user, today=today, now=now)
        except StillOwns as still:
            items = still.items
        except LastAccessAdministrator as refusal:
            messages.error(request, why_not(refusal))
        else:
            text = _("Kontot är stängt. %(name)s har inga roller kvar.")
            if not closed:
                text = _("%(name)s har inga roller kvar hos er. Kontot är öppet för roller i andra nämnder.")
            messages.success(request, text % {"name": person})
            return redirect("accounts:grant-list")
    ending = RoleGrant.objects.unended(today).filter(user=person)
    log_read(request, of=person)
    grants = ending.within(boards) if stays else ending
    context = {
        "person": person,
        "items": items,
        "stays": stays,
        "grants": with_notes(grants.select_related("board", "unit", "programme"), reader=user, today=today),
        "may_stop": can(user, CHANGE_USER, person),
    }
    return render(request, "accounts/account_close.html", context)


@requires(CHANGE_USER)
@require_POST
def account_stop(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    person = fetch(request, CHANGE_USER, User.objects.filter(is_active=True), user_id)
    try:
        stop_account(user=person, stopped_by=acting_user(request), today=clock.today(), now=clock.now())
    except LastAccessAdministrator as refusal:
        messages.error(request, why_not(refusal))
    else:
        messages.success(request, _("%(name)s kan inte logga in längre, och är utloggad överallt.") % {"name": person})
    return redirect("accounts:account-close", person.pk)


@requires(CHANGE_USER)
@require_POST
def account_open(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    person = fetch(request, CHANGE_USER, User.objects.filter(is_active=False), user_id)
    open_account(user=person, opened_by=acting_user(request), now=clock.now())
    messages.success(request, _("%(name)s kan logga in igen.") % {"name": person})
    return redirect("accounts:account-close", person.pk)
