"""What signing in has left behind and nobody needs: ended sessions, used-up tokens, old codes."""

from __future__ import annotations

import datetime as dt

from lyhord.accounts.domain.sweeps import Stopping
from lyhord.accounts.models import Session, SignInCode, SpentToken

CODES_KEPT = dt.timedelta(days=30)


def sweep_sign_in(now: dt.datetime, stopping: Stopping) -> None:
    Session.objects.filter(expire_date__lt=now).delete()
    SpentToken.objects.filter(expires_at__lt=now).delete()
    SignInCode.objects.filter(expires_at__lt=now - CODES_KEPT).delete()
