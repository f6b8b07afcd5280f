"""Find a smallest set of rules that together stop something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

SWITCHES = ("C3", "C4", "C5", "C7", "C8", "C9", "C10", "C12", "C13", "C14", "C17")
"""The rules that can stop a requirement. C1 and C2 say what a requirement is; C6 can always be bought off."""

type IsStopped = Callable[[frozenset[str]], bool | None]
"""rules that are on → True when they are proven to stop it, False when it is proven possible, None when unknown."""


def smallest_stopping_set(rules: Iterable[str], is_stopped: IsStopped) -> tuple[str, ...]:
    """Return a smallest set of the rules that together stop it, empty when that was not proven in time.

    First each rule is switched off alone. Those that free it so stand in every stopping set: when they stop it by
    themselves they are the only smallest set. Otherwise rules are switched off one after the other as long as it stays
    stopped (a deletion filter), which gives a set from which none can be taken; it is replaced by a smaller one if
    trying those of every smaller size finds one. The set is always proven to stop it. It is proven smallest unless
    `is_stopped` answered None on the way.
    """
    everything = frozenset(rules)
    if not is_stopped(everything):
        return ()
    needed = frozenset(r for r in sorted(everything) if is_stopped(everything - {r}) is False)
    if is_stopped(needed):
        return _in_order(needed)
    kept = everything
    for rule in sorted(everything - needed):
        if is_stopped(kept - {rule}):
            kept -= {rule}
    optional = sorted(everything - needed)
    for size in range(1, len(kept) - len(needed)):
        for extra in combinations(optional, size):
            if is_stopped(needed | set(extra)):
                return _in_order(needed | set(extra))
    return _in_order(kept)


def _in_order(rules: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(rules, key=lambda rule: int(rule[1:])))
