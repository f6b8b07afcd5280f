"""What came of a campaign. Knows nothing of Django: it is handed over between processes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """statuses: by role. faults: sentence → numbers of the requests.

    posts: of them, valid: those with a form that was right; acts: those that entered a transaction of the domain.
    """

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    requests: int = 0
    posts: int = 0
    valid: int = 0
    acts: int = 0
    database: str = ""
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)
