"""Answers to a draft: who is asked about what, and what the answers mean to the next plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.planning.domain.adapter import Draft, Item
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import Answer, CoarseReason, DraftState
from lyhord.planning.models import DraftReply, Pin, PlanDraft


class DraftNotSent(RuntimeError):
    """Only a draft that is out for replies can be answered."""


class RepliesClosed(RuntimeError):
    """The last day for replies has passed; the coordinator can still enter them."""


class UnknownItem(LookupError):
    """The draft has no such activity, or it does not concern this place or trainer."""


@dataclass(frozen=True, order=True)
class Party:
    """Somebody who is asked: a place (its manager answers) or a trainer. id: of the row."""

    kind: str
    id: str


@dataclass(frozen=True)
class Reply:
    """One answer. answer: None takes an earlier answer back. reason only with `cannot`, wished_on only with `wish`."""

    party: Party
    item: str
    answer: Answer | None
    reason: str = ""
    wished_on: dt.date | None = None


def parties_of(draft: Draft, item: Item) -> set[Party]:
    """Return who is asked: the place it is at, the places whose staff attend, the trainers."""
    places = {item.place, *(draft.workplace(person, item) for person in item.attendees)}
    return {Party("place", id) for id in places} | {Party("trainer", id) for id in item.trainers}


def items_by_party(draft: Draft) -> dict[Party, list[Item]]:
    """Return the activities that each party is asked about, in order of time."""
    found: dict[Party, list[Item]] = defaultdict(list)
    for item in draft.items:
        for party in parties_of(draft, item):
            found[party].append(item)
    return dict(found)


@transaction.atomic
def save_replies(
    *, draft: PlanDraft, replies: Sequence[Reply], answered_by: User, now: dt.datetime, today: dt.date, is_late: bool
) -> int:
    """Store the answers, each in the place of an earlier one from the same party. Returns how many were given.

    is_late: whether it may be done after the last day (the coordinator enters paper lists).
    Raises DraftNotSent, RepliesClosed, UnknownItem; then nothing has changed.
    """
    row = PlanDraft.objects.select_for_update().select_related("run").get(pk=draft.pk)
    if row.state != DraftState.SENT:
        raise DraftNotSent
    if row.replies_until is not None and row.replies_until < today and not is_late:
        raise RepliesClosed
    asked = items_by_party(draft_of(row))
    known = {(party, item.key) for party, items in asked.items() for item in items}
    for reply in replies:
        if (reply.party, reply.item) not in known:
            raise UnknownItem(reply.item)
        _save(row, reply, answered_by, now)
    given = sum(reply.answer is not None for reply in replies)
    record("planning.answer_draft", actor=answered_by, obj=row, counts={"replies": given}, at=now)
    return given


def _save(draft: PlanDraft, reply: Reply, answered_by: User, now: dt.datetime) -> None:
    key: dict[str, Any] = {"draft": draft, "item": reply.item, f"{reply.party.kind}_id": uuid.UUID(reply.party.id)}
    if reply.answer is None:
        DraftReply.objects.filter(**key).delete()
        return
    DraftReply.objects.update_or_create(
        **key,
        defaults={
            "answer": reply.answer,
            "reason": reply.reason if reply.answer == Answer.CANNOT else "",
            "wished_on": reply.wished_on if reply.answer == Answer.WISH else None,
            "answered_by": answered_by,
            "answered_at": now,
        },
    )


@transaction.atomic
def apply_replies(*, draft: PlanDraft, applied_by: User, now: dt.datetime) -> dict[str, int]:
    """Turn the draft's answers into pins and blocks for the next plan, and return how many of each. Safe to repeat.

    An activity that somebody said works, and nobody objected to, is pinned. "Cannot" blocks whoever said it in that
    half-day: a trainer; a place, so that nothing is held there; and, unless it is only the room, the place's staff.
    Only the staff are blocked when the activity is held elsewhere. A wish neither pins nor blocks: it draws, see
    `old_plans`.
    """
    stored = draft_of(draft)
    replies = list(DraftReply.objects.filter(draft=draft))
    Pin.objects.filter(reply__draft=draft).delete()
    by_item: dict[str, list[DraftReply]] = defaultdict(list)
    for reply in replies:
        by_item[reply.item].append(reply)
    counts = {"pins": 0, "blocks": 0}
    for key, found in sorted(by_item.items()):
        item = stored.by_key[key]
        objections = [reply for reply in found if reply.answer != Answer.WORKS]
        if objections:
            _remove_pins(draft, item)
        else:
            _pin(draft, item, found[0], now)
            counts["pins"] += 1
        for reply in objections:
            if reply.answer == Answer.CANNOT:
                _block(draft, stored, item, reply, now)
                counts["blocks"] += 1
    record("planning.apply_replies", actor=applied_by, obj=draft, counts=counts, at=now)
    return counts


def _pin(draft: PlanDraft, item: Item, reply: DraftReply, now: dt.datetime) -> None:
    content: dict[str, Any] = {
        "place": item.place,
        "date": item.date.isoformat(),
        "half": item.half,
        "starts": item.starts,
        "trainers": list(item.trainers),
    }
    if item.is_session:
        content |= {"module": item.module, "attendees": list(item.attendees)}
    kind = "session" if item.is_session else "visit"
    Pin.objects.create(decision_id=draft.decision_id, kind=kind, content=content, reply=reply, created_at=now)


def _block(draft: PlanDraft, stored: Draft, item: Item, reply: DraftReply, now: dt.datetime) -> None:
    if reply.trainer_id is not None:
        subjects = [{"kind": "trainer", "subject": str(reply.trainer_id)}]
    else:
        place = str(reply.place_id)
        subjects = [{"kind": "place", "subject": place}] if place == item.place else []
        if reply.reason != CoarseReason.ROOM:
            staff = stored.staff_on_duty(place, item)
            subjects += [{"kind": "employee", "subject": person} for person in staff]
    content = {"subjects": subjects, "date": item.date.isoformat(), "half": item.half}
    Pin.objects.create(decision_id=draft.decision_id, kind="block", content=content, reply=reply, created_at=now)


def _remove_pins(draft: PlanDraft, item: Item) -> None:
    """Take away what an earlier draft had confirmed at the same place and time: it is objected to now."""
    confirmed = Pin.objects.filter(decision=draft.decision_id, kind__in=["session", "visit"])
    mine = {"place": item.place, "date": item.date.isoformat(), "half": item.half, "module": item.module}
    for pin in confirmed:
        if all(pin.content.get(name, "") == expected for name, expected in mine.items()):
            pin.delete()


@dataclass(frozen=True)
class Tally:
    """How the answers to a draft stand. silent: parties that have not answered at all."""

    works: int
    cannot: int
    wish: int
    silent: tuple[Party, ...]

    @property
    def has_objections(self) -> bool:
        return bool(self.cannot or self.wish)

    @property
    def answered(self) -> int:
        return self.works + self.cannot + self.wish


def tally(draft: PlanDraft, stored: Draft, replies: Iterable[DraftReply]) -> Tally:
    replies = list(replies)
    counts: Mapping[str, int] = {a.value: sum(reply.answer == a for reply in replies) for a in Answer}
    heard = {Party("place", str(r.place_id)) if r.place_id else Party("trainer", str(r.trainer_id)) for r in replies}
    return Tally(
        works=counts["works"],
        cannot=counts["cannot"],
        wish=counts["wish"],
        silent=tuple(sorted(items_by_party(stored).keys() - heard)),
    )
