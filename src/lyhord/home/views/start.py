"""The start page: what to do next, by role."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, log_read, signed_in
from lyhord.accounts.domain.duties import Duty, duties_of
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import boards_of, can, grants_of, visible
from lyhord.common import clock
from lyhord.coverage.models import CoverageSnapshot
from lyhord.coverage.permissions import NAMES, VIEW, VIEW_SNAPSHOT
from lyhord.home.domain.board_page import board_page
from lyhord.home.domain.mine import my_day
from lyhord.home.domain.steps import first_steps, is_ready
from lyhord.home.domain.welcome import welcome
from lyhord.programme.domain.queries import current_decision
from lyhord.programme.models import Clause, Decision

RELEASED_SHOWN = 20


@require_safe
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Show the board's overview to those who follow the whole, and everybody else what is theirs."""
    user = acting_user(request)
    duties = duties_of(user, today=clock.today(), now=clock.now())
    coordinated = boards_of(grants_of(user, frozenset({Role.COORDINATOR})))
    if coordinated:
        steps = first_steps(coordinated)
        if not is_ready(steps):
            return render(request, "home/first_steps.html", {"steps": steps, "duties": duties})
    if decision := _decision(user):
        return _overview(request, user, decision, duties)
    day = my_day(user, now=clock.now())
    if day.has_work or day.days:
        log_read(request, rows=len({row.subject for row in day.places.missing}) if day.places else 0)
        return render(request, "home/mine.html", {"day": day, "duties": duties})
    roles = {Role(grant.role) for grant in grants_of(user)}
    context = {"welcome": welcome(roles), "duties": duties, "reads_released": Role.BOARD_READER in roles}
    return render(request, "home/welcome.html", context | {"released": _released(user)})


def _released(user: User) -> QuerySet[CoverageSnapshot]:
    found = visible(user, VIEW_SNAPSHOT, CoverageSnapshot.objects.select_related("clause__decision"))
    return found.defer("inputs")[:RELEASED_SHOWN]


def _decision(user: User) -> Decision | None:
    reachable = visible(user, VIEW, Clause.objects.all())
    return current_decision(Decision.objects.filter(clauses__in=reachable).distinct())


def _overview(request: HttpRequest, user: User, decision: Decision, duties: tuple[Duty, ...]) -> HttpResponse:
    page = board_page(decision, as_of=clock.today(), with_names=visible(user, NAMES, decision.clauses.all()).exists())
    context = {
        "page": page,
        "duties": duties,
        "may_plan": can(user, "planning.make_plan"),
        "may_change": can(user, "programme.change_decision", decision),
        "plan_url": reverse("planning:run-list"),
    }
    return render(request, "home/overview.html", context)
