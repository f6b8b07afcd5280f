"""Which kinds of files a user may read in, and for which boards."""

from __future__ import annotations

from django.db.models import QuerySet

from lyhord.accounts.models import User
from lyhord.accounts.permissions import boards_of, can, grants_of, rule_for
from lyhord.imports.domain.kinds import ImportKind, all_kinds
from lyhord.organisation.models import Board


def kinds_for(user: User) -> list[ImportKind]:
    """Return the kinds that the user may read in for some board."""
    return [kind for kind in all_kinds() if can(user, kind.action)]


def boards_for(user: User, kind: ImportKind) -> QuerySet[Board]:
    """Return the boards whose registers the user may change with such a file."""
    return Board.objects.filter(pk__in=boards_of(grants_of(user, rule_for(kind.action).roles))).order_by("name")
