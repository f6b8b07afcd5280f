"""Who is to be told what of an event: derived from the event, its people, and what each of them was told last."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings

from lyhord.messaging.enums import OPEN, Failure, MessageKind, MessageState
from lyhord.messaging.models import CalendarEvent, EventStatus, Message, PersonKey


@dataclass(frozen=True, slots=True)
class Said:
    """What a person is told of an event. sequence: of the event when it was said."""

    kind: MessageKind
    sequence: int
    title: str
    location: str
    starts_at: dt.datetime
    ends_at: dt.datetime

    def looks_as(self, other: Said) -> bool:
        """Tell whether a calendar shows the same after either."""
        if MessageKind.CANCEL in (self.kind, other.kind):
            return self.kind == other.kind
        return replace(self, kind=other.kind, sequence=other.sequence) == other


def tell(event: CalendarEvent, *, now: dt.datetime) -> None:
    """Bring what waits to be told of the event in step with it. The caller has a transaction and holds the event.

    Each change starts the quiet period anew, so that three moves are one message. What is held stays held, and as long
    as something of the event is held, what is new of it is held too: nobody hears of it before the others. What makes
    a person's calendar look as it already does is dropped.
    """
    # First what is open, then what was told: a mail that was claimed in between stands in the second, never in none.
    known = {row.person_key: row for row in _open(event)}
    told = last_told(event)
    present = _present(event)
    is_held = any(row.state == MessageState.HELD for row in known.values())
    new: list[Message] = []
    for key in {*known, *told, *present}:
        row, before = known.get(key), told.get(key)
        said = what_to_say(event, is_in=key in present, before=before, now=now)
        if said is None:
            if row is not None:
                _drop(row, now)
        elif row is None:
            new.append(_first(event, key, said, is_held=is_held, now=now))
        elif said_by(row) != said:
            _change(row, said, now)
    Message.objects.bulk_create(new)


def what_to_say(event: CalendarEvent, *, is_in: bool, before: Message | None, now: dt.datetime) -> Said | None:
    """Return what a person is to be told, None when there is nothing to say.

    is_in: the event is theirs now. before: what they were told last. Whoever is to come no longer hears the time and
    place that they know, with the sequence of today.
    """
    if event.starts_at <= now:
        return None
    knows = before is not None and not before.is_cancel
    if is_in and event.status == EventStatus.CONFIRMED:
        kind = MessageKind.CHANGE if knows else MessageKind.INVITE
        said = Said(kind, event.sequence, event.title, event.location, event.starts_at, event.ends_at)
        return None if before is not None and said.looks_as(said_by(before)) else said
    if before is not None and knows and not before.person.restricted_at:
        return replace(said_by(before), kind=MessageKind.CANCEL, sequence=event.sequence)
    return None


def said_by(row: Message) -> Said:
    """Return what the row says."""
    return Said(MessageKind(row.kind), row.sequence, row.title, row.location, row.starts_at, row.ends_at)


def say(row: Message, said: Said) -> None:
    """Let the row say it; the caller saves."""
    row.kind, row.sequence, row.title, row.location = said.kind, said.sequence, said.title, said.location
    row.starts_at, row.ends_at = said.starts_at, said.ends_at


def last_told(event: CalendarEvent) -> dict[PersonKey, Message]:
    """Return the last that each person was told of the event, or is being told this moment. One query."""
    rows = event.messages.told().select_related("employee", "trainer").order_by("settled_at", "claimed_at", "pk")
    # SENDING rows have no settled_at, and are later than all that is settled.
    ordered = sorted(rows, key=lambda row: row.state == MessageState.SENDING)
    return {row.person_key: row for row in ordered}


def quiet_until(starts_at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """Return when a change may go: soon when the event is near, else after a while, in case it changes again."""
    is_near = starts_at - now < dt.timedelta(days=settings.MAIL_URGENT_DAYS)
    return now + dt.timedelta(minutes=settings.MAIL_URGENT_MINUTES if is_near else settings.MAIL_QUIET_MINUTES)


def lock_what_waits(subjects: Iterable[uuid.UUID]) -> None:
    """Hold what waits to be told of these sessions and visits, for an act that writes its first event before `tell`."""
    rows = Message.objects.open().filter(event__subject__in=list(subjects))
    list(rows.select_for_update(of=("self",)).order_by("event", "pk").values_list("pk", flat=True))


def hold_subjects(subjects: Iterable[uuid.UUID], *, now: dt.datetime) -> int:
    """Hold what waits to be told of these sessions and visits until a coordinator releases it; return how many.

    For a plan that is adopted. The caller has a transaction, has held what waited before, and writes the event.
    """
    rows = Message.objects.filter(event__subject__in=list(subjects), state=MessageState.WAITING)
    return rows.update(state=MessageState.HELD, not_before=now)


def _open(event: CalendarEvent) -> list[Message]:
    return list(event.messages.open().select_for_update(of=("self",)).select_related("employee", "trainer"))


def _present(event: CalendarEvent) -> set[PersonKey]:
    """Return who is in the event, but for those whose data is restricted."""
    employees = event.employees.filter(restricted_at=None).values_list("pk", flat=True)
    trainers = event.trainers.filter(restricted_at=None).values_list("pk", flat=True)
    return {("employee", id) for id in employees} | {("trainer", id) for id in trainers}


def _first(event: CalendarEvent, key: PersonKey, said: Said, *, is_held: bool, now: dt.datetime) -> Message:
    kind, id = key
    row = Message(event=event, state=MessageState.HELD if is_held else MessageState.WAITING)
    row.employee_id, row.trainer_id = (id, None) if kind == "employee" else (None, id)
    row.not_before = quiet_until(min(said.starts_at, event.starts_at), now)
    say(row, said)
    return row


def _change(row: Message, said: Said, now: dt.datetime) -> None:
    """Let the row say something else. A held one stays held; any other waits anew, one that failed too."""
    say(row, said)
    if row.state != MessageState.HELD:
        row.state, row.tries, row.failure = MessageState.WAITING, 0, Failure.NONE
    row.not_before = quiet_until(said.starts_at, now)
    row.save()


def _drop(row: Message, now: dt.datetime) -> None:
    row.state, row.settled_at = MessageState.DROPPED, now
    row.save(update_fields=["state", "settled_at"])


def drop_what_has_begun(*, now: dt.datetime) -> int:
    """Drop what nobody needs to hear any more, since it has begun; return how many."""
    late = Message.objects.filter(state__in=OPEN, event__starts_at__lte=now)
    return late.update(state=MessageState.DROPPED, settled_at=now)
