"""What waits for somebody because of their role in giving and checking roles, for the start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.accounts.domain.offboarding import leavers
from lyhord.accounts.domain.operator import added_by_operator
from lyhord.accounts.domain.roles.administrators import few_administrators
from lyhord.accounts.domain.roles.approvals import proposals_for
from lyhord.accounts.domain.roles.rules import SOON
from lyhord.accounts.domain.sign_in.code_requests import ready_requests, requests_for
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AccessCheck, CodeRequest, RoleGrant, User
from lyhord.accounts.models.grants import RoleGrantQuerySet
from lyhord.accounts.permissions import boards_of, grants_of, visible
from lyhord.common.registry import Registry

CHECK, SETTLE_CODE = "accounts.check_access", "accounts.settle_code"


@dataclass(frozen=True)
class Duty:
    text: str
    url: str
    is_urgent: bool = False


type Duties = Callable[[User, dt.date, dt.datetime], list[Duty]]

_providers: Registry[Duties] = Registry()


def register_duties(name: str, provider: Duties) -> None:
    """provider: (user, today, now) → what of the area's waits for the user because of roles. It costs little."""
    _providers.add(name, provider)


def duties_of(user: User, *, today: dt.date, now: dt.datetime) -> tuple[Duty, ...]:
    """Return what waits, urgent first. A fixed number of queries, few for those who neither give nor check roles."""
    found = [*_own_roles(user, today), *_checks(user, today), *_as_administrator(user, today, now)]
    found += [duty for _name, provider in sorted(_providers.items()) for duty in provider(user, today, now)]
    return tuple(sorted(found, key=lambda duty: not duty.is_urgent))


def _own_roles(user: User, today: dt.date) -> list[Duty]:
    """One's own roles that end soon, and that nothing continues."""
    text = _("Din roll %(role)s gäller till och med %(day)s. Säg till om du behöver den längre.")
    url = reverse("accounts:own-roles")
    return [
        Duty(text % {"role": grant.get_role_display(), "day": date_format(grant.last_day)}, url)
        for grant in _ending(RoleGrant.objects.filter(user=user), today)
        if grant.last_day
    ]


def _ending(grants: RoleGrantQuerySet, today: dt.date) -> RoleGrantQuerySet:
    """Return those of the grants that hold, end soon, and that nothing continues or waits to continue."""
    lasting = RoleGrant.objects.unended(today).filter(state__in=[GrantState.APPROVED, GrantState.PROPOSED])
    soon = grants.active(today).filter(ends_before__lte=today + SOON)
    return soon.exclude(Exists(lasting.filter(continues=OuterRef("pk"))))


def _checks(user: User, today: dt.date) -> list[Duty]:
    due = visible(user, CHECK, AccessCheck.objects.filter(decision="", round__closed_at=None))
    days = list(due.values_list("round__due_on", flat=True))
    if not days:
        return []
    late = min(days) < today
    text = _("Roller att kontrollera: %(n)d. Svara senast %(day)s.")
    if late:
        text = _("Roller som skulle ha kontrollerats senast %(day)s: %(n)d.")
    url = reverse("accounts:check-list")
    return [Duty(text % {"n": len(days), "day": date_format(min(days))}, url, is_urgent=late)]


def _as_administrator(user: User, today: dt.date, now: dt.datetime) -> list[Duty]:
    boards = boards_of(grants_of(user, frozenset({Role.ACCESS_ADMINISTRATOR}), today))
    if not boards:
        return []
    url, duties = reverse("accounts:grant-list"), []
    for board, there in few_administrators(boards, today).items():
        text = ngettext(
            "%(board)s har bara %(n)d behörighetsadministratör. Det ska finnas två.",
            "%(board)s har %(n)d behörighetsadministratörer. Det ska finnas två.",
            there,
        )
        duties.append(Duty(text % {"board": board, "n": there}, url, is_urgent=True))
    for grant in added_by_operator(boards, now).exclude(user=user).select_related("board"):
        text = _("Den som sköter driften har gett %(board)s en ny behörighetsadministratör.")
        duties.append(Duty(text % {"board": grant.board}, url, is_urgent=True))
    if waiting := proposals_for(user, boards, today=today, now=now).count():
        text = ngettext("%(n)d roll väntar på ditt godkännande.", "%(n)d roller väntar på ditt godkännande.", waiting)
        duties.append(Duty(text % {"n": waiting}, url))
    duties += _codes(user, boards, today, now)
    left = visible(user, "accounts.let_leave", User.objects.filter(is_active=True, pk__in=leavers(today))).count()
    if left:
        text = ngettext(
            "%(n)d person har slutat men kan logga in.", "%(n)d personer har slutat men kan logga in.", left
        )
        duties.append(Duty(text % {"n": left}, reverse("accounts:leaver-list")))
    if ending := _ending(RoleGrant.objects.within(boards), today).count():
        text = ngettext("%(n)d roll löper ut inom en månad.", "%(n)d roller löper ut inom en månad.", ending)
        duties.append(Duty(text % {"n": ending}, f"{url}?lage=slutar"))
    return duties


def _codes(user: User, boards: set[Any], today: dt.date, now: dt.datetime) -> list[Duty]:
    """What boards ask each other for of one-time codes. Somebody cannot sign in meanwhile, so it is urgent."""
    url, duties = reverse("accounts:code-request-list"), []
    asked = visible(user, SETTLE_CODE, CodeRequest.objects.all())
    if codes := len(requests_for(user, asked, boards, today=today, now=now)):
        text = ngettext(
            "%(n)d engångskod väntar på ditt godkännande.", "%(n)d engångskoder väntar på ditt godkännande.", codes
        )
        duties.append(Duty(text % {"n": codes}, url, is_urgent=True))
    if ready := len(ready_requests(user, asked, today=today, now=now)):
        text = ngettext(
            "%(n)d engångskod är godkänd: lämna över den.", "%(n)d engångskoder är godkända: lämna över dem.", ready
        )
        duties.append(Duty(text % {"n": ready}, url, is_urgent=True))
    return duties
