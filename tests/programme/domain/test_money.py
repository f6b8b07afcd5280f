"""Money per purpose: not known is not zero."""

from __future__ import annotations

import pytest

from lyhord.programme.domain.money import money_of
from lyhord.programme.enums import CostKind, FundingPurpose
from lyhord.programme.models import Cost, Decision, Funding
from tests.factories import TODAY, make_decision

pytestmark = pytest.mark.django_db


def fund(decision: Decision, amount: int | None, *costs: tuple[CostKind, int]) -> None:
    funding = Funding.objects.create(
        decision=decision, purpose=FundingPurpose.TRAINING, source="Medel", amount_sek=amount
    )
    for kind, cost in costs:
        Cost.objects.create(funding=funding, kind=kind, amount_sek=cost, on=TODAY, text="Lokal")


def test_amount_minus_committed_and_spent_is_left() -> None:
    decision = make_decision()
    fund(decision, 100_000, (CostKind.COMMITTED, 30_000), (CostKind.SPENT, 20_000), (CostKind.SPENT, 5_000))
    training, visits = money_of(decision)
    assert (training.amount_sek, training.committed_sek, training.spent_sek, training.left_sek) == (
        100_000,
        30_000,
        25_000,
        45_000,
    )
    assert visits.is_missing
    assert visits.left_sek is None


def test_one_unknown_amount_makes_the_sum_unknown() -> None:
    decision = make_decision()
    fund(decision, 100_000)
    fund(decision, None, (CostKind.SPENT, 1_000))
    training, _visits = money_of(decision)
    assert (training.amount_sek, training.left_sek, training.spent_sek, training.is_missing) == (
        None,
        None,
        1_000,
        False,
    )


def test_overdrawn_is_below_zero() -> None:
    decision = make_decision()
    fund(decision, 1_000, (CostKind.SPENT, 1_500))
    assert money_of(decision)[0].left_sek == -500
