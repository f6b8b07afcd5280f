"""Numbers of certificates: random, and made to be read aloud.

Sixteen signs in fours. The signs neither look nor sound like each other in Swedish (no 0/O, 1/I, B/D/E, M/N), so the
usual slips are rare, and the last sign is a check (ISO/IEC 7064, MOD 17,16) that finds every single wrong sign. Fifteen
random signs are 60 bits: with the limit on asking nobody guesses one, however many certificates there are.
"""

from __future__ import annotations

import secrets

SIGNS = "23456789AFHJRWYZ"
LENGTH = 16
GROUP = 4
_BESIDES = str.maketrans("", "", " -–\t")


def draw() -> str:
    """Return a new number. That nobody has it is for the database to say: it is unique there."""
    body = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the sign that makes the number whole."""
    return SIGNS[(1 - _doubled(body)) % len(SIGNS)]


def as_number(text: str) -> str:
    """Return what somebody wrote or read, as it is kept; "" when it cannot be a number."""
    number = text.translate(_BESIDES).upper()
    whole = len(number) == LENGTH and set(number) <= set(SIGNS)
    return number if whole and check_sign(number[:-1]) == number[-1] else ""


def in_groups(number: str) -> str:
    """Return the number as it is printed: 7F2A-93HW-4Z6R-8YJ5."""
    return "-".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def _doubled(body: str) -> int:
    most = len(SIGNS)
    total = most
    for sign in body:
        total = (total + SIGNS.index(sign)) % most or most
        total = total * 2 % (most + 1)
    return total
