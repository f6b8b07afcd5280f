"""Making users and their passwords."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User


class UsernameTaken(ValueError):
    """Somebody else signs in with that name."""


@transaction.atomic
def create_user(*, username: str, name: str, password: str, created_by: User | None, now: dt.datetime) -> User:
    """Create someone who can sign in, still without any right.

    Raises UsernameTaken, or ValidationError for a password that is too easy.
    """
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username)
    validate_password(password)
    user = User.objects.create_user(username, password, name=name)
    audit.record("accounts.create_user", actor=created_by, obj=user, at=now)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, changed_by: User, now: dt.datetime) -> None:
    """Set a new password. Sessions on other devices end, since their hash no longer matches."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("accounts.change_password", actor=changed_by, obj=user, at=now)


@transaction.atomic
def record_sign_in(*, user: User, now: dt.datetime) -> None:
    audit.record("accounts.sign_in", actor=user, obj=user, at=now)
