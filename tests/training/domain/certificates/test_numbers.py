"""Numbers of certificates: whole, told apart from a slip, written in any way."""

from __future__ import annotations

import itertools

from lyhord.training.domain.certificates.numbers import LENGTH, SIGNS, as_number, check_sign, draw, in_groups


def test_a_number_is_sixteen_signs_and_never_the_same() -> None:
    drawn = {draw() for _ in range(500)}
    assert len(drawn) == 500
    assert all(as_number(number) == number and len(number) == LENGTH for number in drawn)


def test_every_single_wrong_sign_is_found() -> None:
    number = draw()
    slips = [number[:at] + sign + number[at + 1 :] for at in range(LENGTH) for sign in SIGNS if sign != number[at]]
    assert len(slips) == LENGTH * (len(SIGNS) - 1)
    assert {as_number(slip) for slip in slips} == {""}


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    """The scheme misses few: counted over every pair in every place."""
    missed = swaps = 0
    for one, other in itertools.permutations(SIGNS, 2):
        for at in range(LENGTH - 2):
            body = "2" * at + one + other + "3" * (LENGTH - 3 - at)
            swapped = "2" * at + other + one + "3" * (LENGTH - 3 - at)
            swaps += 1
            missed += check_sign(body) == check_sign(swapped)
    assert missed / swaps < 0.01


def test_it_is_read_however_it_is_written() -> None:
    number = draw()
    assert in_groups(number).count("-") == 3
    assert as_number(f"  {in_groups(number).lower().replace('-', ' – ')} ") == number
    assert as_number("") == as_number(number[:-1]) == as_number(number + "2") == as_number("B" + number[1:]) == ""
