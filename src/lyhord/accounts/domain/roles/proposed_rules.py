"""Rules that hold by themselves: one proposes, another approves, one ends. The caller has a transaction, and logs."""

from __future__ import annotations

import datetime as dt

from lyhord.accounts.domain.roles.second_person import ProposalSettled, check_may_approve
from lyhord.accounts.models import User
from lyhord.accounts.models.proposals import ProposedRule


def let_hold[R: ProposedRule](rule: R, *, approved_by: User, now: dt.datetime) -> R:
    """Let the rule hold from now on. Raises ProposalSettled, OwnProposal, TiedByCode."""
    rule = _locked(rule)
    check_may_approve(rule, approved_by=approved_by, now=now)
    rule.approved_by, rule.approved_at = approved_by, now
    rule.save(update_fields=["approved_by", "approved_at"])
    return rule


def let_end[R: ProposedRule](rule: R, *, ended_by: User, now: dt.datetime) -> R:
    """End the rule, or take back the proposal: one person is enough. Raises ProposalSettled."""
    rule = _locked(rule)
    if rule.ended_at is not None:
        raise ProposalSettled
    rule.ended_by, rule.ended_at = ended_by, now
    rule.save(update_fields=["ended_by", "ended_at"])
    return rule


def _locked[R: ProposedRule](rule: R) -> R:
    return type(rule)._default_manager.select_for_update().get(pk=rule.pk)
