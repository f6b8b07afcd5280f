"""Second factors for tests: a real app's secret, and the codes that the app would show."""

from __future__ import annotations

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from lyhord.accounts.models import User


def add_app(user: User) -> str:
    """Give the user an app and recovery codes, and return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_shown(secret: str, steps: int = 0) -> str:
    """Return the code that the app shows now, or so many half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
