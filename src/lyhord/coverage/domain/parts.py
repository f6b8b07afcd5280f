"""One requirement of one person or place: the smallest cell of the ledger."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from lyhord.coverage.enums import CellState


class Part(NamedTuple):
    """id: the module's id, or the visit's number. evidence: the session or visit that it rests on, held on `on`.

    is_unreported: the day has passed, but nobody has said whether it was held or who came. Such a part is to do.
    """

    id: str
    state: CellState
    evidence: str = ""
    on: dt.date | None = None
    is_unreported: bool = False
