"""What came of a campaign. Knows nothing of Django: it is handed over between processes, and kept in a journal."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """statuses: (role, status) → how many. reached: (role, address) → how many got there.

    faults: sentence → numbers of the requests. traces: sentence → where the first of them failed.
    posts: of them, valid: those with a form that was right; acts: those that entered a transaction of the domain.
    databases: which answered how many. digest: of every request as it was sent, so that two runs can be seen to be
    the same.
    """

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)
    databases: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[int]] = field(default_factory=dict)
    traces: dict[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    requests: int = 0
    posts: int = 0
    valid: int = 0
    acts: int = 0
    digest: str = ""
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)

    def cells(self) -> list[int]:
        """Return how many requests got to the view, for each address as each role."""
        return [self.reached[role, address] for role in self.roles for address in self.addresses]

    def failed(self) -> int:
        """Return how many were answered with 5xx."""
        return sum(count for (_role, status), count in self.statuses.items() if status >= 500)

    def to_json(self) -> str:
        pairs = {
            name: [[*key, count] for key, count in getattr(self, name).items()] for name in ("statuses", "reached")
        }
        return json.dumps(vars(self) | pairs)


def from_json(text: str) -> Outcome:
    facts = json.loads(text)
    for name in ("statuses", "reached"):
        facts[name] = Counter({(first, second): count for first, second, count in facts[name]})
    for name in ("roles", "addresses", "slowest"):
        facts[name] = tuple(facts[name])
    return Outcome(**facts | {"databases": Counter(facts["databases"])})


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the sum of what was sent at several times or from several processes."""
    whole, digest = Outcome(), hashlib.sha256()
    for outcome in outcomes:
        whole.roles, whole.addresses = outcome.roles, outcome.addresses
        whole.statuses.update(outcome.statuses)
        whole.reached.update(outcome.reached)
        whole.databases.update(outcome.databases)
        for sentence, numbers in outcome.faults.items():
            whole.faults.setdefault(sentence, []).extend(numbers)
        whole.traces = outcome.traces | whole.traces
        whole.requests += outcome.requests
        whole.posts += outcome.posts
        whole.valid += outcome.valid
        whole.acts += outcome.acts
        whole.seconds += outcome.seconds
        whole.slowest = max(whole.slowest, outcome.slowest)
        digest.update(outcome.digest.encode())
    whole.digest = digest.hexdigest()
    return whole
