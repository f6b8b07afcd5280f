"""Second factors: who needs one, checking, adding, removing. Their secrets are encrypted at rest."""

from __future__ import annotations

import datetime as dt
import struct
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn, complete_authentication, complete_registration
from django.core.exceptions import ValidationError
from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.sign_in.sessions import end_sessions
from lyhord.accounts.domain.spending import AlreadySpent, spend
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import Anyone, grants_of

OWN_DATA_ONLY = frozenset({Role.EMPLOYEE, Role.VOLUNTEER})
"""Roles that see their own data alone; every other role needs a second factor."""
CODE_REMEMBERED = dt.timedelta(minutes=5)
REAL_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

NOT_AN_ANSWER = (
    *(ValidationError, ValueError, TypeError, LookupError, AttributeError),
    *(RecursionError, NotImplementedError, struct.error),
)
"""What the library raises for a passkey's answer that is not well formed: it reads JSON and CBOR of any depth."""


class WrongFactor(ValueError):
    """The code or the key is not the user's, or has been used."""


class LastFactor(ValueError):
    """The user's role needs a second factor, and this is the only one."""


def needs_second_factor(user: Anyone) -> bool:
    """Tell whether a role of the user's sees more than their own data. No query beyond the request's grants."""
    return any(Role(grant.role) not in OWN_DATA_ONLY for grant in grants_of(user))


def factors_of(user: User) -> list[Authenticator]:
    """Return the user's second factors, recovery codes last. One query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    return sorted(rows, key=lambda row: row.type == Authenticator.Type.RECOVERY_CODES)


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=REAL_FACTORS).exists())


@transaction.atomic
def check_code(*, user: User, code: str, now: dt.datetime) -> None:
    """Use up a code of the user's app or one of their recovery codes. Raises WrongFactor."""
    for factor in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if factor.type == Authenticator.Type.TOTP:
            secret = get_adapter().decrypt(factor.data["secret"])
            is_right = validate_totp_code(secret, code) and _spend_code(factor, code, now)
        else:
            is_right = RecoveryCodes(factor).validate_code(code)
        if is_right:
            factor.record_usage()
            return
    raise WrongFactor


def _spend_code(factor: Authenticator, code: str, now: dt.datetime) -> bool:
    token = f"{factor.user_id} {normalize_user_code(code)}"
    try:
        spend(kind="totp", token=token, until=now + CODE_REMEMBERED)
    except AlreadySpent:
        return False
    return True


def check_passkey(*, user: User, credential: dict[str, Any]) -> None:
    """Check what the browser's key answered to the challenge in the session. Raises WrongFactor."""
    try:
        factor = complete_authentication(user, credential)
    except NOT_AN_ANSWER:
        raise WrongFactor from None
    factor.record_usage()


@transaction.atomic
def add_app(*, user: User, secret: str, code: str, but: str | None, now: dt.datetime) -> None:
    """Add an app that shows codes, when it shows the right one. Replaces the one before. Raises WrongFactor.

    but: the key of the session that goes on; all others end, here as in the functions below.
    """
    if not validate_totp_code(secret, code):
        raise WrongFactor
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    factor = TOTP.activate(user, secret).instance
    _spend_code(factor, code, now)
    _added(user, but, now)


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], but: str | None, now: dt.datetime) -> None:
    """Add a passkey that the browser has made for the challenge in the session. Raises WrongFactor."""
    try:
        data = complete_registration(credential)
    except NOT_AN_ANSWER:
        raise WrongFactor from None
    if not data.is_user_verified():
        raise WrongFactor
    WebAuthn.add(user, name, credential)
    _added(user, but, now)


def _added(user: User, but: str | None, now: dt.datetime) -> None:
    RecoveryCodes.activate(user)
    end_sessions(user=user, ended_by=user, but=but, now=now)
    audit.record("accounts.add_factor", actor=user, obj=user, at=now)


@transaction.atomic
def remove_factor(*, user: User, factor: Authenticator, but: str | None, now: dt.datetime) -> None:
    """Remove one of one's own factors. Raises LastFactor when the role needs it."""
    User.objects.select_for_update().get(pk=user.pk)  # two windows may not remove one each at once
    others = Authenticator.objects.filter(user=user, type__in=REAL_FACTORS).exclude(pk=factor.pk)
    if not others.exists():
        if needs_second_factor(user):
            raise LastFactor
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    factor.delete()
    end_sessions(user=user, ended_by=user, but=but, now=now)
    audit.record("accounts.remove_factor", actor=user, obj=user, at=now)


@transaction.atomic
def renew_recovery_codes(*, user: User, now: dt.datetime) -> None:
    """Make ten new recovery codes. The old ones stop working."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    audit.record("accounts.renew_recovery_codes", actor=user, obj=user, at=now)


@transaction.atomic
def show_recovery_codes_once(*, user: User) -> list[str]:
    """Return the codes the first time, then an empty list."""
    rows = Authenticator.objects.select_for_update()
    factor = rows.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if factor is None or RecoveryCodes(factor).did_view:
        return []
    RecoveryCodes(factor).mark_as_viewed()
    return list(RecoveryCodes(factor).get_unused_codes())
