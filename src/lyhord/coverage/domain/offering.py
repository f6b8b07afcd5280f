"""Those who need a new time are offered the next one that fits, by themselves: run again and again by the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import batched

from django.conf import settings
from django.utils import timezone

from lyhord.coverage.domain.catch_up import Missing, find_missing
from lyhord.organisation.models import Board
from lyhord.people.domain.restriction import RowRestricted
from lyhord.people.models import Employee
from lyhord.programme.domain.queries import current_decision
from lyhord.programme.enums import DECIDED
from lyhord.programme.models import Decision
from lyhord.training.domain.offers.choose import Diary, Opening
from lyhord.training.domain.offers.give import NoSeatToOffer, offer_seat
from lyhord.training.domain.offers.reading import read_diaries, read_openings
from lyhord.training.domain.sessions import SessionNotPlanned
from lyhord.training.models import Module, TrainingSession

_AT_A_TIME = 200


def offer_next_times(now: dt.datetime, stopping: Callable[[], bool]) -> None:
    """Offer seats to all who have missed something, come later or come back, in the decisions that run.

    One seat for a person and module at a time: who has one is no longer missing. Safe to run twice and to be killed:
    each offer is a transaction of its own.
    """
    for decision in running_decisions(timezone.localdate(now)):
        if stopping():
            return
        offer_for(decision, now=now, stopping=stopping)


def running_decisions(today: dt.date) -> Iterator[Decision]:
    """Yield each board's decision that is decided and within its period."""
    for board in Board.objects.order_by("pk"):
        decision = current_decision(Decision.objects.filter(owner=board))
        if decision is None or decision.state not in DECIDED:
            continue
        if (decision.starts_on or today) <= today < (decision.ends_before or dt.date.max):
            yield decision


def offer_for(decision: Decision, *, now: dt.datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Offer what can be offered within one decision, those who have gone longest without first; return how many."""
    found = [it for it in find_missing(decision, as_of=timezone.localdate(now)) if it.is_offered_by_itself]
    if not found:
        return 0
    notice = settings.CATCH_UP_NOTICE_DAYS
    openings = read_openings({it.module for it in found}, owner=decision.owner_id, now=now, notice_days=notice)
    order = dict(Module.objects.filter(owner=decision.owner_id).values_list("pk", "order"))
    found.sort(key=lambda it: (order[it.module], it.on or dt.date.max, str(it.person), str(it.module)))
    count = 0
    for some in batched(found, _AT_A_TIME):
        diaries = read_diaries({it.person for it in some}, now=now)
        for it in some:
            if stopping():
                return count
            choice = openings.choose(diaries[it.person], module=it.module, place=it.place)
            if choice.opening and _offered(it, choice.opening, now):
                openings.taken[choice.opening.session] += 1
                _note(diaries[it.person], choice.opening)
                count += 1
    return count


def _offered(missing: Missing, opening: Opening, now: dt.datetime) -> bool:
    """Offer the seat; tell whether it was still there. When somebody was quicker, the next sweep looks again."""
    session = TrainingSession.objects.get(pk=opening.session)
    employee = Employee.objects.get(pk=missing.person)
    try:
        offer_seat(session=session, employee=employee, offered_by=None, now=now)
    except (NoSeatToOffer, SessionNotPlanned, RowRestricted):
        return False
    return True


def _note(diary: Diary, opening: Opening) -> None:
    diary.asked.add(opening.session)
    diary.busy.append((opening.starts_at, opening.ends_at))
    diary.days.setdefault(opening.module, []).append(opening.on)
    diary.coming.setdefault(opening.module, []).append(opening.on)
