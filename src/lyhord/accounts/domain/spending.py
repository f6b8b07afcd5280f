"""What works once: remembered in the database, so that it holds over all processes and machines."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from lyhord.accounts.models import SpentToken


class AlreadySpent(ValueError):
    """The token has been used before."""


def digest_of(kind: str, token: str) -> str:
    """Return the keyed hash under which a token is remembered."""
    return salted_hmac(f"lyhord.accounts.{kind}", token, algorithm="sha256").hexdigest()


def spend(*, kind: str, token: str, until: dt.datetime) -> None:
    """Use the token up. It need not be remembered after `until`. Raises AlreadySpent, also when two try at once."""
    try:
        with transaction.atomic():
            SpentToken.objects.create(digest=digest_of(kind, token), expires_at=until)
    except IntegrityError:
        raise AlreadySpent(kind) from None
