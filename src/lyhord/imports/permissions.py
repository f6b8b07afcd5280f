"""Who may see the files that have been read in. Which kinds a user may read in is each kind's own action."""

from __future__ import annotations

from django.db.models import QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register
from lyhord.imports.models import ImportRun


def _of_boards(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[ImportRun]) -> QuerySet[ImportRun]:
    return rows.filter(owner__in=boards_of(grants))


register("imports.read_in", roles=[Role.COORDINATOR], model=ImportRun, narrow=_of_boards)
