"""Which account is who in the register: for access administrators, two at a time."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.models import User
from lyhord.accounts.permissions import boards_of, grants_of, rule_for, visible
from lyhord.accounts.settling import settle
from lyhord.common import clock
from lyhord.people.domain.link_queries import (
    MOST_FOUND,
    counted,
    found_rows,
    lacking,
    linked,
    open_registers,
    rows_of,
    waiting_links,
    with_register_grants,
)
from lyhord.people.domain.link_words import REFUSALS, told_of, why_not_linked
from lyhord.people.domain.links import approve_link, decline_link, end_link, propose_link
from lyhord.people.domain.registers import register_of
from lyhord.people.forms.links import RowForm, RowSearch
from lyhord.people.models import AccountLink

LINK, SETTLE = "people.link_account", "people.settle_link"
PAGE_ROWS = 50


def boards_to_link(user: User) -> set[Any]:
    return boards_of(grants_of(user, rule_for(LINK).roles))


@require_safe
@requires(LINK)
def link_list(request: HttpRequest) -> HttpResponse:
    """List the accounts that should be somebody in the register and are not; or, when asked for, who they are."""
    user, today = acting_user(request), clock.today()
    boards, shows_linked = boards_to_link(user), request.GET.get("visa") == "kopplade"
    mine = visible(user, LINK, User.objects.all())
    without = lacking(mine, boards, today)
    rows = linked(mine, boards) if shows_linked else without
    page = Paginator(with_register_grants(rows, boards, today), PAGE_ROWS).get_page(request.GET.get("sida"))
    waiting = list(waiting_links(visible(user, SETTLE, AccountLink.objects.all())))
    log_read(request, rows=len(page) + len(waiting))
    context = {
        "page": page,
        "shows_linked": shows_linked,
        "lacking": page.paginator.count if not shows_linked else without.count(),
        "counts": counted(boards, today),
        "waiting": waiting,
        "me": user,
        "boards": boards,
    }
    return render(request, "people/link_list.html", context)


@requires(LINK)
def link_account(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Show who an account is in the register; look for the person, and propose."""
    user, today = acting_user(request), clock.today()
    boards = boards_to_link(user)
    person = fetch(request, LINK, with_register_grants(User.objects.all(), boards, today), user_id)
    search = RowSearch(request.GET if "q" in request.GET else {"q": person.name})
    registers = open_registers(person, boards, today)
    found = {str(row.pk): row for row in found_rows(registers, search.chosen(), today)}
    form = RowForm(request.POST or None, rows=[(id, told_of(row, today)) for id, row in found.items()])
    if request.method == "POST" and form.is_valid():
        row = found[form.cleaned_data["row"]]
        try:
            propose_link(user=person, row=row, proposed_by=user, today=today, now=clock.now())
        except REFUSALS as refusal:
            messages.error(request, why_not_linked(refusal))
        else:
            messages.success(request, _("Förslaget om %(name)s väntar på en annan person.") % {"name": person})
        return redirect("people:link-list")
    rows = rows_of(person, boards)
    waiting = waiting_links(visible(user, SETTLE, AccountLink.objects.filter(user=person)))
    log_read(request, of=person, rows=1 + len(found) + len(rows) + len(waiting))
    context = {
        "person": person,
        "rows": [(row, register_of(row).name) for row in rows],
        "waiting": waiting,
        "me": user,
        "search": search if registers else None,
        "form": form,
        "found": found,
        "is_cut": len(found) >= MOST_FOUND,
    }
    return render(request, "people/link_account.html", context)


@require_POST
@requires(LINK)
def link_end(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    user = acting_user(request)
    person = fetch(request, LINK, User.objects.all(), user_id)
    rows = {register_of(row).name: row for row in rows_of(person, boards_to_link(user))}
    row = rows.get(request.POST.get("register", ""))
    try:
        if row is None:
            messages.error(request, _("Kontot är inte kopplat dit."))
        else:
            end_link(row=row, ended_by=user, now=clock.now())
            messages.success(request, _("Kopplingen är borta. Det gäller från nästa klick."))
    except REFUSALS as refusal:
        messages.error(request, why_not_linked(refusal))
    return redirect("people:link-list")


@require_POST
@requires(SETTLE)
def link_approve(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    link = fetch(request, SETTLE, AccountLink.objects.select_related("user"), link_id)

    def act() -> str:
        approve_link(link=link, approved_by=acting_user(request), today=clock.today(), now=clock.now())
        return _("%(name)s är nu kopplad till registret.") % {"name": link.user}

    return settle(request, act, back="people:link-list", refusals=REFUSALS, words=why_not_linked)


@require_POST
@requires(SETTLE)
def link_decline(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    link = fetch(request, SETTLE, AccountLink.objects.select_related("user"), link_id)

    def act() -> str:
        decline_link(link=link, declined_by=acting_user(request), now=clock.now())
        return _("Förslaget är borta.")

    return settle(request, act, back="people:link-list", refusals=REFUSALS, words=why_not_linked)
