"""The wall between the boards, and every object that may cross it.

A user reaches rows of the boards in which their grants hold, and no others. What crosses stands in `CROSSINGS`, one
line each; the predicates that let it through take their dates from here. docs/security/access.md says why.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from lyhord.common import clock


@dataclass(frozen=True)
class Crossing:
    """what: the object made for crossing. who: those on the other side. until: how it ends."""

    name: str
    what: str
    who: str
    until: str


CROSSINGS = (
    Crossing(
        "session",
        "a training session: its module, its place, the names that are booked or were there",
        "the trainers who hold it",
        "CROSSING_DAYS after it; the names, until it is cancelled",
    ),
    Crossing("visit", "a visit and its place", "the trainers who go there", "CROSSING_DAYS after it"),
    Crossing(
        "draft",
        "what a sent draft asks a trainer about",
        "trainers of the board that the decision names as its partner",
        "CROSSING_DAYS after it is adopted",
    ),
    Crossing(
        "teaching text",
        "a board's own wording of what is taught: texts for everybody, without names",
        "trainers of the board that the decision names as its partner, and trainers who hold a session of the board",
        "no end for the partner: it tells of nobody; CROSSING_DAYS after the session for the others",
    ),
    Crossing(
        "answer",
        "a partner board's own decision, noted from its public minutes",
        "readers of the decision that it answers",
        "no end: a board's decision is public",
    ),
    Crossing(
        "released figure",
        "a frozen coverage, without names",
        "board readers and secretaries of the board that the decision names as its partner",
        "no end: a frozen figure is a public record",
    ),
)


def still_crosses() -> dt.datetime:
    """Return the moment after which a session or visit must have ended for its trainers to still reach it.

    Counted in days where the municipality is, the last one whole: nothing disappears in the middle of a day.
    """
    first = clock.today() - dt.timedelta(days=settings.CROSSING_DAYS)
    return timezone.make_aware(dt.datetime.combine(first, dt.time()))
