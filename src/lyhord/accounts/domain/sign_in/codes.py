"""One-time codes: how somebody begins, or begins anew, without anybody else knowing their password."""

from __future__ import annotations

import datetime as dt
import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.sign_in.sessions import end_sessions
from lyhord.accounts.domain.spending import digest_of
from lyhord.accounts.models import SignInCode, User

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Neither 0 and O nor 1 and I: the code may be read aloud or from paper."""
GROUPS, GROUP_LETTERS = 4, 4
LASTS = dt.timedelta(hours=24)


class CodeNotValid(ValueError):
    """No such code, used, too old, or for somebody who may not sign in: never said which."""


@transaction.atomic
def issue_code(*, user: User, issued_by: User | None, now: dt.datetime, is_factor_lost: bool = False) -> str:
    """Return a code with which the user chooses a new password. It is shown now and never again.

    The old password stops working and the user's sessions end at once. is_factor_lost: also removes the second
    factors, so that the user sets up a new one. issued_by is None only at installation.
    """
    withdraw_codes(user=user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    removed = 0
    if is_factor_lost:
        removed, _rows = Authenticator.objects.filter(user=user).delete()
    code = new_code(user=user, issued_by=issued_by, now=now)
    end_sessions(user=user, ended_by=issued_by or user, now=now)
    audit.record("accounts.issue_code", actor=issued_by, obj=user, counts={"factors_removed": removed}, at=now)
    return code


def new_code(*, user: User, issued_by: User | None, now: dt.datetime) -> str:
    """Make a code for somebody who has none. The caller has a transaction and writes the event."""
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(GROUPS))
    SignInCode.objects.create(
        user=user, issued_by=issued_by, issued_at=now, expires_at=now + LASTS, digest=_digest(code)
    )
    return code


def withdraw_codes(*, user: User) -> None:
    """Let no code that has been handed over to the user work any more. The caller has a transaction, and logs why."""
    SignInCode.objects.filter(user=user, used_at=None).delete()


@transaction.atomic
def redeem_code(*, code: str, password: str, now: dt.datetime) -> User:
    """Give the code's user the password that they chose. Raises CodeNotValid, ValidationError for an easy password."""
    row = (
        SignInCode.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(digest=_digest(code), used_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if row is None:
        raise CodeNotValid
    validate_password(password, row.user)
    row.used_at = now
    row.save(update_fields=["used_at"])
    row.user.set_password(password)
    row.user.save(update_fields=["password"])
    audit.record("accounts.redeem_code", actor=row.user, obj=row.user, at=now)
    return row.user


def _digest(code: str) -> str:
    return digest_of("sign_in_code", "".join(code.upper().replace("-", "").split()))
