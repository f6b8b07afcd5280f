"""How often something may be tried: one count for all processes, in the database.

A bucket holds `limit` tries and empties evenly in `per_seconds`: so many at once, and then one each time a place is
free. Counting is one conditional update, which both databases take one at a time, so it is exact whatever the number
of processes. It must run outside the transaction of the act, or a refused act would give the try back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import math
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from lyhord.accounts.domain.sweeps import Stopping
from lyhord.accounts.models import RateLimit
from lyhord.common.models import microseconds

_CLOCK_WENT_BACK = 3600 * 1_000_000
"""A bucket that is further ahead of the clock than it can be: the clock was set back. It counts as full from now."""


class TooManyTries(Exception):
    """It has been tried too often. retry_after_seconds: when the next try is counted, at least 1."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class Limit:
    """limit: tries at once, at least 1. per_seconds: in which a full bucket empties."""

    limit: int
    per_seconds: int

    @property
    def step(self) -> int:
        """Microseconds that one try costs."""
        return self.per_seconds * 1_000_000 // self.limit

    @property
    def full(self) -> int:
        return self.step * self.limit


def key_of(*parts: str) -> str:
    """Return the key of a bucket: no name or address can be read out of it, nor tried out without the secret key."""
    text = "\0".join(parts)
    secret = hashlib.sha256(b"lyhord.limits\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def take(key: str, limit: int, per_seconds: int, now: dt.datetime) -> None:
    """Count one try. Raises TooManyTries, and then counts nothing."""
    rule, moment = Limit(limit, per_seconds), microseconds(now)
    RateLimit.objects.bulk_create([RateLimit(key=key, empty_at=moment)], ignore_conflicts=True)
    has_room = Q(empty_at__lte=moment + rule.full - rule.step) | Q(empty_at__gt=moment + rule.full + _CLOCK_WENT_BACK)
    after = Least(Greatest(F("empty_at"), moment) + rule.step, moment + rule.full)
    if RateLimit.objects.filter(has_room, key=key).update(empty_at=after):
        return
    empty_at = RateLimit.objects.filter(key=key).values_list("empty_at", flat=True).first() or moment
    raise TooManyTries(max(1, math.ceil((empty_at + rule.step - rule.full - moment) / 1_000_000)))


def give_back(key: str, limit: int, per_seconds: int) -> None:
    """Take one counted try back, since it was a good one."""
    RateLimit.objects.filter(key=key).update(empty_at=F("empty_at") - Limit(limit, per_seconds).step)


def take_named(name: str, who: str, now: dt.datetime) -> None:
    """Count one try of something that `settings.RATE_LIMITS` names. Raises TooManyTries."""
    limit, per_seconds = settings.RATE_LIMITS[name]
    take(key_of(name, who), limit, per_seconds, now)


def give_back_named(name: str, who: str) -> None:
    """Take back one try that `take_named` counted, since it was a good one."""
    give_back(key_of(name, who), *settings.RATE_LIMITS[name])


def sweep_limits(now: dt.datetime, stopping: Stopping) -> None:
    """Remove the buckets that are empty: they say nothing."""
    RateLimit.objects.filter(empty_at__lte=microseconds(now)).delete()
