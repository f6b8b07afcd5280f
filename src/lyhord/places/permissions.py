"""Who may see and change meeting places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register, units_of
from lyhord.places.models import MeetingPlace

_LOCAL = (Role.COORDINATOR, Role.UNIT_MANAGER, Role.DEPUTY, Role.EMPLOYEE, Role.VOLUNTEER, Role.BOARD_SECRETARY)


_crossings: list[Callable[[User], QuerySet[Any]]] = []


def let_places_cross(ids: Callable[[User], QuerySet[Any]]) -> None:
    """Let an area above say to which places a trainer is sent: (user) → ids of places. See `accounts.crossings`."""
    _crossings.append(ids)


def _view(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    """Places of one's boards and units, and those that a trainer is sent to."""
    condition = Q(owner__in=boards_of(grants)) | Q(unit__in=units_of(grants))
    if any(grant.role == Role.TRAINER for grant in grants):
        for ids in _crossings:
            condition |= Q(pk__in=ids(user))
    return rows.filter(condition)


def _change(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    return rows.filter(owner__in=boards_of(grants))


register("places.view_place", roles=[*_LOCAL, Role.TRAINER, Role.BOARD_READER], model=MeetingPlace, narrow=_view)
register("places.view_contact", roles=[*_LOCAL, Role.TRAINER], model=MeetingPlace, narrow=_view)
register("places.change_place", roles=[Role.COORDINATOR], model=MeetingPlace, narrow=_change)
