"""Who may see calendars, and who may make and withdraw private addresses of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import register
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.models import FeedToken
from lyhord.training.permissions import (
    EVERYBODY,
    MANAGERS,
    WORKERS,
    Grants,
    at_places_of,
    in_coordinators_boards,
    with_roles,
)


def _places(user: User, grants: Grants, rows: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    return rows.filter(in_coordinators_boards(grants) | at_places_of(grants, ""))


def _employees(user: User, grants: Grants, rows: QuerySet[Employee]) -> QuerySet[Employee]:
    """The coordinator's boards, and oneself. While a row is restricted nobody shares it."""
    condition = in_coordinators_boards(grants)
    if with_roles(grants, WORKERS):
        condition |= Q(user=user)
    return rows.filter(condition, restricted_at=None)


def _trainers(user: User, grants: Grants, rows: QuerySet[Trainer]) -> QuerySet[Trainer]:
    condition = in_coordinators_boards(grants)
    if with_roles(grants, [Role.TRAINER]):
        condition |= Q(user=user)
    return rows.filter(condition, restricted_at=None)


def _feeds(user: User, grants: Grants, rows: QuerySet[FeedToken]) -> QuerySet[FeedToken]:
    """Addresses of what the user may share: whoever made them, the user may withdraw them."""
    return rows.filter(
        Q(place__in=_places(user, grants, MeetingPlace.objects.all()))
        | Q(employee__in=_employees(user, grants, Employee.objects.all()))
        | Q(trainer__in=_trainers(user, grants, Trainer.objects.all()))
    )


register("planning.view_calendar", roles=EVERYBODY)
register("planning.share_place", roles=[Role.COORDINATOR, *MANAGERS], model=MeetingPlace, narrow=_places)
register("planning.share_employee", roles=[Role.COORDINATOR, *WORKERS], model=Employee, narrow=_employees)
register("planning.share_trainer", roles=[Role.COORDINATOR, Role.TRAINER], model=Trainer, narrow=_trainers)
register("planning.manage_feeds", roles=EVERYBODY, model=FeedToken, narrow=_feeds)
