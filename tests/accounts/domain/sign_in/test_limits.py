"""Guessing is slow; whoever signs in on a device of theirs is let in whatever others do with the name."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.domain.limits import TooManyTries
from lyhord.accounts.domain.sign_in.limits import (
    DEVICE_DAYS,
    new_device,
    sign_in_allowed,
    sign_in_succeeded,
    sweep_devices,
)
from lyhord.accounts.models import KnownDevice

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2025, 10, 6, 8, 0, tzinfo=dt.UTC)
HOME, OFFICE = "192.0.2.1", "192.0.2.2"


def fail(username: str, address: str, device: str = "", *, times: int = 1, now: dt.datetime = NOW) -> int:
    """Try that many times, each with a wrong password; return how many were let through to the password."""
    through = 0
    for _ in range(times):
        try:
            sign_in_allowed(username=username, address=address, device=device, now=now)
            through += 1
        except TooManyTries:
            pass
    return through


def know(username: str) -> str:
    device = new_device()
    sign_in_succeeded(username=username, device=device, tries=None, now=NOW)
    return device


def test_one_address_gets_ten_guesses_at_a_name_and_then_one_each_minute_and_a_half() -> None:
    assert fail("chef", HOME, times=50) == 10
    assert fail("chef", HOME, times=5, now=NOW + dt.timedelta(seconds=90)) == 1


def test_the_name_is_the_same_however_it_is_written() -> None:
    fail("chef", HOME, times=10)
    assert fail(" CHEF ", HOME) == 0


def test_one_address_gets_a_hundred_guesses_at_all_names_together() -> None:
    assert sum(fail(f"namn{number}", HOME) for number in range(150)) == 100


def test_many_addresses_together_get_thirty_guesses_at_a_name() -> None:
    assert sum(fail("chef", f"198.51.100.{number}") for number in range(60)) == 30


def test_a_refused_guess_at_one_name_leaves_the_other_buckets_as_they_were() -> None:
    fail("chef", HOME, times=200)
    assert fail("annan", HOME) == 1
    assert fail("chef", OFFICE, times=5) == 5


def test_right_passwords_are_not_counted() -> None:
    device = ""
    for _ in range(200):
        tries = sign_in_allowed(username="chef", address=HOME, device=device, now=NOW)
        sign_in_succeeded(username="chef", device=new_device(), tries=tries, now=NOW)
    assert fail("chef", HOME, times=20) == 10


def test_a_colleague_on_a_known_device_is_let_in_while_others_guess_at_the_name() -> None:
    device = know("chef")
    for number in range(100):
        fail("chef", f"198.51.100.{number}", times=3)
    assert fail("chef", OFFICE) == 0
    assert fail("chef", OFFICE, device) == 1


def test_a_known_device_is_known_for_its_own_user_only_and_has_a_limit_of_its_own() -> None:
    device = know("chef")
    fail("annan", HOME, device, times=10)
    assert fail("annan", HOME, device) == 0
    assert fail("chef", HOME, device, times=50) == 10


def test_an_invented_device_counts_as_none() -> None:
    fail("chef", HOME, times=10)
    assert fail("chef", HOME, new_device()) == 0


def test_devices_that_nobody_uses_are_forgotten_and_no_row_tells_a_name() -> None:
    device = know("chef")
    assert device not in KnownDevice.objects.get().key
    sweep_devices(NOW + dt.timedelta(days=DEVICE_DAYS), lambda: False)
    assert KnownDevice.objects.count() == 1
    sweep_devices(NOW + dt.timedelta(days=DEVICE_DAYS + 1), lambda: False)
    assert KnownDevice.objects.count() == 0
