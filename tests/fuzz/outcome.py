"""What came of a campaign. Knows nothing of Django: it is handed over between processes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """statuses: by role. faults: sentence → numbers of the requests. reached: (role, address) → how many got there.

    posts: of them, valid: those with a form that was right; acts: those that entered a transaction of the domain.
    digest: of every request as it was sent, so that two runs can be seen to be the same.
    """

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)
    roles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    requests: int = 0
    posts: int = 0
    valid: int = 0
    acts: int = 0
    database: str = ""
    digest: str = ""
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)

    def cells(self) -> list[int]:
        """Return how many requests got to the view, for each address as each role."""
        return [self.reached[role, address] for role in self.roles for address in self.addresses]


def together(outcomes: list[Outcome]) -> Outcome:
    """Return the sum of what several processes did."""
    whole = Outcome(roles=outcomes[0].roles, addresses=outcomes[0].addresses, database=outcomes[0].database)
    for outcome in outcomes:
        for role, counts in outcome.statuses.items():
            whole.statuses.setdefault(role, Counter()).update(counts)
        for sentence, numbers in outcome.faults.items():
            whole.faults.setdefault(sentence, []).extend(numbers)
        whole.reached.update(outcome.reached)
        whole.requests += outcome.requests
        whole.posts += outcome.posts
        whole.valid += outcome.valid
        whole.acts += outcome.acts
        whole.slowest = max(whole.slowest, outcome.slowest)
    whole.digest = " ".join(outcome.digest[:16] for outcome in outcomes)
    return whole
