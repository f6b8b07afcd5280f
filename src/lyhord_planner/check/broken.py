"""What the checker says: one broken rule, about whom, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """rule: an id of docs/planning-model.md, or "plan" for a plan that is not well formed. subject: the id of a
    place, employee, trainer or module. sentence: what is wrong, in plain English."""

    rule: str
    subject: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}: {self.sentence}"
