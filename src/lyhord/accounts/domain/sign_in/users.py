"""Making users, and changing one's own password. Nobody sets a password for another: see `sign_in_codes`."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.sign_in.sessions import end_sessions
from lyhord.accounts.models import User


class UsernameTaken(ValueError):
    """Somebody else signs in with that name, in capitals or not."""


LONGEST_USERNAME = 150


def users_called(username: str) -> QuerySet[User]:
    """Return who has the name. Capitals make no other name: "Anna" could be taken for "anna"."""
    return User.objects.filter(username__iexact=username)


@transaction.atomic
def create_user(*, username: str, name: str, created_by: User | None, now: dt.datetime) -> User:
    """Create someone who can choose a password with a one-time code, still without any right. Raises UsernameTaken."""
    if users_called(username).exists():
        raise UsernameTaken(username)
    user = User.objects.create_user(username, None, name=name)
    audit.record("accounts.create_user", actor=created_by, obj=user, at=now)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, but: str | None, now: dt.datetime) -> None:
    """Set one's own new password. All sessions end except the one with the key `but`. Raises ValidationError."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user=user, ended_by=user, but=but, now=now)
    audit.record("accounts.change_password", actor=user, obj=user, at=now)
