"""Guessing passwords is slow, and does not lock anybody out.

A try is counted before the password is looked at, so that tries side by side cannot slip through, and given back when
it was right. Who signs in on a device that the user has signed in on before is counted by that device alone: what
others try with the name does not matter there. Nor does it for a sign-in without a password (the municipality's own,
a passkey): those are never counted here.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings

from lyhord.accounts.domain import limits
from lyhord.accounts.domain.sweeps import Stopping
from lyhord.accounts.models import KnownDevice, User

DEVICE_DAYS = 180
"""A device on which nobody has signed in for so long is no longer known."""

_BY_DEVICE, _BY_NAME_AND_ADDRESS, _BY_ADDRESS, _BY_NAME = (
    "sign-in-device",
    "sign-in-name-address",
    "sign-in-address",
    "sign-in-name",
)


@dataclass(frozen=True)
class Tries:
    """What one try to sign in was counted against: (name of the limit, key), in the order they were taken."""

    taken: tuple[tuple[str, str], ...]


def new_device() -> str:
    """Return the secret of a device, for a cookie."""
    return secrets.token_urlsafe(24)


def sign_in_allowed(*, username: str, address: str, device: str, now: dt.datetime) -> Tries:
    """Count a try before the password is looked at. Raises TooManyTries, the same whether the name exists or not.

    username: as typed. address: of the client. device: the secret of its cookie, or "".
    """
    name = _normal(username)
    if device and KnownDevice.objects.filter(key=_device_key(name, device)).exists():
        wanted = [(_BY_DEVICE, limits.key_of(_BY_DEVICE, name, device))]
    else:
        wanted = [
            (_BY_NAME_AND_ADDRESS, limits.key_of(_BY_NAME_AND_ADDRESS, name, address)),
            (_BY_ADDRESS, limits.key_of(_BY_ADDRESS, address)),
            (_BY_NAME, limits.key_of(_BY_NAME, name)),
        ]
    taken: list[tuple[str, str]] = []
    for limit, key in wanted:
        try:
            limits.take(key, *settings.RATE_LIMITS[limit], now)
        except limits.TooManyTries:
            _give_back(taken)  # a try that was not made may not fill the other buckets
            raise
        taken.append((limit, key))
    return Tries(tuple(taken))


def sign_in_succeeded(*, username: str, device: str, tries: Tries | None, now: dt.datetime) -> None:
    """Give the try back and know the device from now on. tries: None for a sign-in without a password."""
    if tries is not None:
        _give_back(tries.taken)
    key = _device_key(_normal(username), device)
    KnownDevice.objects.update_or_create(key=key, defaults={"seen_on": now.date()})


def sweep_devices(now: dt.datetime, stopping: Stopping) -> None:
    KnownDevice.objects.filter(seen_on__lt=now.date() - dt.timedelta(days=DEVICE_DAYS)).delete()


def _give_back(taken: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> None:
    for limit, key in taken:
        limits.give_back(key, *settings.RATE_LIMITS[limit])


def _normal(username: str) -> str:
    return str(User.normalize_username(username)).strip().casefold()


def _device_key(name: str, device: str) -> str:
    return limits.key_of("device", name, device)
