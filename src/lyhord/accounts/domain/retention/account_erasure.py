"""Destroying an account: what tells who it was goes, the id stays where rows and the log point at it."""

from __future__ import annotations

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db.models import Exists, Model, OuterRef

from lyhord.accounts.models import CodeRequest, RoleGrant, Session, SignInCode, User
from lyhord.common.registry import Registry

CLOSED_ACCOUNTS, ERASED_NAME = "konton-som-stangts", "Gallrad"
_own: Registry[type[Model]] = Registry()


def register_own(model: type[Model]) -> None:
    """Let rows that are a person's alone, by their field `user`, go when the account is destroyed."""
    _own.add(model._meta.label, model)


def is_closed(user: User, on: dt.date) -> bool:
    """Tell whether the account has been closed and nothing gives it a role any more."""
    return (
        user.closed_at is not None
        and not user.is_active
        and not RoleGrant.objects.standing(on).filter(user=user).exists()
    )


def closed_accounts(on: dt.date) -> list[User]:
    """Return the accounts that `is_closed`. One query."""
    standing = RoleGrant.objects.standing(on).filter(user=OuterRef("pk"))
    return list(User.objects.filter(~Exists(standing), is_active=False, closed_at__isnull=False))


def forget_account(id: uuid.UUID) -> None:
    """Take away the names and every way to sign in. Roles and the log keep the id, so that they still add up."""
    for user in User.objects.select_for_update().filter(pk=id):
        for model in (Session, SignInCode, CodeRequest, Authenticator, EmailAddress, SocialAccount, *_own.values()):
            model._default_manager.filter(user=user).delete()
        user.name, user.username = ERASED_NAME, f"gallrad-{uuid.uuid4().hex}"
        user.password, user.last_login, user.is_active = make_password(None), None, False
        user.save(update_fields=["name", "username", "password", "last_login", "is_active"])
