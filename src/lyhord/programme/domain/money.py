"""Money per purpose: what there is, what is committed and spent, and what is not known (M19)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.programme.enums import CostKind, FundingPurpose
from lyhord.programme.models import Cost, Decision, Funding


@dataclass(frozen=True)
class PurposeMoney:
    """One purpose. amount_sek: None when no funding is entered, or an amount of it is not known: not the same as 0."""

    purpose: FundingPurpose
    funding: tuple[Funding, ...]
    amount_sek: int | None
    committed_sek: int
    spent_sek: int

    @property
    def is_missing(self) -> bool:
        """Nobody has said who pays."""
        return not self.funding

    @property
    def left_sek(self) -> int | None:
        """What is neither committed nor spent; below 0 when it is overdrawn."""
        return None if self.amount_sek is None else self.amount_sek - self.committed_sek - self.spent_sek


def money_of(decision: Decision) -> tuple[PurposeMoney, ...]:
    """Return every purpose, those without funding too. Two queries."""
    rows = list(decision.funding.prefetch_related("costs"))
    return tuple(_purpose(FundingPurpose(p), [f for f in rows if f.purpose == p]) for p in FundingPurpose)


def _purpose(purpose: FundingPurpose, rows: list[Funding]) -> PurposeMoney:
    amounts = [row.amount_sek for row in rows]
    costs = [cost for row in rows for cost in row.costs.all()]
    known = [amount for amount in amounts if amount is not None]
    return PurposeMoney(
        purpose=purpose,
        funding=tuple(rows),
        amount_sek=sum(known) if rows and len(known) == len(rows) else None,
        committed_sek=sum(cost.amount_sek for cost in costs if cost.kind == CostKind.COMMITTED),
        spent_sek=sum(cost.amount_sek for cost in costs if cost.kind == CostKind.SPENT),
    )


@transaction.atomic
def save_funding(*, funding: Funding, saved_by: User | None, now: dt.datetime) -> Funding:
    """Save who pays for a purpose, and how much if it is known."""
    funding.save()
    record("programme.save_funding", actor=saved_by, obj=funding, owner=funding.decision.owner, at=now)
    return funding


@transaction.atomic
def add_cost(*, cost: Cost, added_by: User, now: dt.datetime) -> Cost:
    """Save a cost that is committed or spent."""
    cost.save()
    record("programme.add_cost", actor=added_by, obj=cost, owner=cost.funding.decision.owner, at=now)
    return cost


@transaction.atomic
def remove_cost(*, cost: Cost, removed_by: User, now: dt.datetime) -> None:
    """Remove a cost that was entered by mistake."""
    Cost.objects.filter(pk=cost.pk).delete()  # the row that was keeps its id, for the log
    record("programme.remove_cost", actor=removed_by, obj=cost, owner=cost.funding.decision.owner, at=now)
