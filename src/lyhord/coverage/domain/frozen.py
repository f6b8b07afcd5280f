"""A snapshot's page: what was frozen, and for whoever follows the work what is known of the same day now."""

from __future__ import annotations

from dataclasses import dataclass

from lyhord.common.sorting import sort_key
from lyhord.coverage.domain.board import names_for
from lyhord.coverage.domain.cards import PartBar, clause_card, subject_name
from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.ledger import Counts, Row
from lyhord.coverage.domain.names import Names
from lyhord.coverage.domain.snapshots import differences, frozen_inputs, is_intact, known_today, recompute
from lyhord.coverage.domain.words import reason_text
from lyhord.coverage.enums import CellState
from lyhord.coverage.models import CoverageSnapshot
from lyhord.programme.enums import ClauseKind


@dataclass(frozen=True, slots=True)
class Side:
    """One column of a difference. state None: not in that ledger."""

    state: CellState | None
    reason: str
    parts_done: int
    parts: int


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    name: str
    frozen: Side
    today: Side


@dataclass(frozen=True)
class FrozenPage:
    """Live figures (today, differences) are there only if has_today: others read what was released, and no more.

    difference_count is for all who have today; differences are named, and empty for a reader without names.
    """

    snapshot: CoverageSnapshot
    definition: str
    is_intact: bool
    frozen: Counts | None
    has_today: bool
    today: Counts | None
    bars: tuple[tuple[PartBar, PartBar | None], ...]
    difference_count: int
    differences: tuple[DifferenceShown, ...]

    @property
    def is_visits(self) -> bool:
        return self.snapshot.clause.kind == ClauseKind.VISIT_PLACES


def released_page(snapshot: CoverageSnapshot) -> FrozenPage:
    """Return what was frozen alone: nothing of what has happened since is read. Raises UnknownSchema."""
    inputs, ledger = frozen_inputs(snapshot), recompute(snapshot)
    names = names_for(snapshot.clause.decision, [inputs], with_names=False)
    card = clause_card(snapshot.clause, inputs, ledger, names, with_names=False)
    return FrozenPage(
        snapshot=snapshot,
        definition=card.definition,
        is_intact=is_intact(snapshot, ledger),
        frozen=card.counts,
        has_today=False,
        today=None,
        bars=tuple((bar, None) for bar in card.bars),
        difference_count=0,
        differences=(),
    )


def frozen_page(snapshot: CoverageSnapshot, *, with_names: bool) -> FrozenPage:
    """Return the page. Raises UnknownSchema. with_names False: no person's name is read."""
    then_inputs, then = frozen_inputs(snapshot), recompute(snapshot)
    now_inputs, now = known_today(snapshot)
    names = names_for(snapshot.clause.decision, [then_inputs, now_inputs], with_names=with_names)
    frozen = clause_card(snapshot.clause, then_inputs, then, names, with_names=False)
    today = clause_card(snapshot.clause, now_inputs, now, names, with_names=False)
    found = differences(then, now)
    listed = with_names or then_inputs.kind is ClauseKind.VISIT_PLACES
    bars_today = {bar.id: bar for bar in today.bars}
    return FrozenPage(
        snapshot=snapshot,
        definition=frozen.definition,
        is_intact=is_intact(snapshot, then),
        frozen=frozen.counts,
        has_today=True,
        today=today.counts,
        bars=tuple((bar, bars_today.get(bar.id)) for bar in frozen.bars),
        difference_count=len(found),
        differences=_named([(d.subject, d.frozen, d.today) for d in found], then_inputs, names) if listed else (),
    )


def _named(rows: list[tuple[str, Row | None, Row | None]], inputs: Inputs, names: Names) -> tuple[DifferenceShown, ...]:
    shown = (
        DifferenceShown(subject_name(inputs, names, subject), _side(then), _side(now)) for subject, then, now in rows
    )
    return tuple(sorted(shown, key=lambda row: sort_key(row.name)))


def _side(row: Row | None) -> Side:
    if row is None:
        return Side(None, "", 0, 0)
    done = len(row.parts) - len(row.left)
    return Side(row.state, reason_text(row.state, row.reason), done, len(row.parts))
