"""Who sees what is to be told, and lets it go: whoever coordinates the board whose event it is."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register
from lyhord.messaging.models import Message

OUTBOX = "messaging.run_outbox"


def _own_messages(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[Message]) -> QuerySet[Message]:
    """Nobody reads of a person whose data is restricted."""
    unrestricted = Q(employee__restricted_at=None, trainer__restricted_at=None)
    return rows.filter(unrestricted, event__owner__in=boards_of(grants))


register(OUTBOX, roles=[Role.COORDINATOR], model=Message, narrow=_own_messages)
