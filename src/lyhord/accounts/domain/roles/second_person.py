"""Who counts as a second person: somebody whose account the first cannot be sitting at.

Whoever makes a one-time code has seen it, and may have used it. So for some time the maker of a code and its receiver
are taken for one person, and so are those with a maker in common, however many codes lie between.
"""

from __future__ import annotations

import datetime as dt
import uuid

from lyhord.accounts.models import SignInCode, User

TIE_LASTS = dt.timedelta(days=14)
"""Until then the receiver has noticed that the code, or the own password, does not work."""


class TiedByCode(ValueError):
    """A one-time code ties the two together, so one of them alone may be behind both."""


def check_two_people(one: User, other: User, *, now: dt.datetime) -> None:
    """Raise TiedByCode unless the two, who are not the same user, count as two people."""
    if _behind(one, now) & _behind(other, now):
        raise TiedByCode


def _behind(user: User, now: dt.datetime) -> set[uuid.UUID]:
    """Return the user and all who may have got in as them: makers of a code, makers of a code for the maker …"""
    codes = SignInCode.objects.filter(issued_at__gt=now - TIE_LASTS).exclude(issued_by=None)
    found: set[uuid.UUID] = set()
    newest: set[uuid.UUID] = {user.pk}
    while newest:
        found |= newest
        newest = set(codes.filter(user__in=newest).values_list("issued_by", flat=True)) - found
    return found
