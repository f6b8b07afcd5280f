"""Who may see and change visits."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import register
from lyhord.outreach.models import Visit
from lyhord.people.permissions import lasting_employments
from lyhord.places.permissions import let_places_cross
from lyhord.training.permissions import (
    EVERYBODY,
    RUNNERS,
    WORKERS,
    Grants,
    at_places_of,
    in_coordinators_boards,
    of_boards,
    with_roles,
)


def _run_by(user: User, grants: Grants) -> Q:
    answers_for = in_coordinators_boards(grants) | at_places_of(grants, "place__")
    if with_roles(grants, [Role.TRAINER]):
        answers_for |= Q(pk__in=visits_made_by(user).values("pk"))
    return answers_for


def visits_made_by(user: User) -> QuerySet[Visit]:
    """Return the visits that cross to the user, who goes there."""
    return Visit.objects.filter(trainers__user=user, ends_at__gt=still_crosses())


def _run_visits(user: User, grants: Grants, rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits that the user answers for: by board, by place, or because they go there."""
    return rows.filter(_run_by(user, grants))


def _visits(user: User, grants: Grants, rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those the user answers for, and those to a place where they work."""
    condition = _run_by(user, grants)
    if with_roles(grants, WORKERS):
        condition |= Q(Exists(lasting_employments().filter(place=OuterRef("place"), employee__user=user)))
    return rows.filter(condition)


let_places_cross(lambda user: visits_made_by(user).values("place"))

register("outreach.view_visit", roles=EVERYBODY, model=Visit, narrow=_visits)
register("outreach.change_visit", roles=[Role.COORDINATOR], model=Visit, narrow=of_boards)
register("outreach.mark_held", roles=RUNNERS, model=Visit, narrow=_run_visits)
