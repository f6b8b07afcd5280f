"""What a coordinator does with what waits: look, write own lines, hold, release, note that it has been said."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.messaging.domain.titles import telling_word
from lyhord.messaging.enums import Failure, MessageState, MessageWay
from lyhord.messaging.models import NO_ADDRESS, OWN_LINES_LENGTH, Message

ACTIONS = {"release": "messaging.released", "hold": "messaging.held", "spoken": "messaging.spoken"}
HOLDABLE = (MessageState.WAITING, MessageState.RELEASED, MessageState.FAILED)
RELEASABLE = (MessageState.HELD, MessageState.WAITING, MessageState.FAILED)


class AlreadyTold(ValueError):
    """The message has been sent, or there is nothing to say any more."""


class LinesNotFit(ValueError):
    """The text may not go out: it is too long, or says what it is about. The text says which, in words."""


@transaction.atomic
def release(*, messages: QuerySet[Message], released_by: User, now: dt.datetime) -> int:
    """Let the messages go at once; one that failed is tried anew. Return how many. What is told already stays as it is.

    messages: those that the user may release, and has chosen.
    """
    rows = _held_rows(messages, RELEASABLE)
    return _changed(rows, released_by, "release", now, state=MessageState.RELEASED, not_before=now)


@transaction.atomic
def hold(*, messages: QuerySet[Message], held_by: User, now: dt.datetime) -> int:
    """Keep the messages until somebody releases them. Return how many; what is on its way or told cannot be kept."""
    rows = _held_rows(messages, HOLDABLE)
    return _changed(rows, held_by, "hold", now, state=MessageState.HELD, not_before=now)


@transaction.atomic
def note_spoken(*, messages: QuerySet[Message], noted_by: User, now: dt.datetime) -> int:
    """Note that somebody has said it to those who have no e-mail. Return how many."""
    ids = _held_rows(messages.filter(NO_ADDRESS), (MessageState.WAITING, MessageState.RELEASED))
    told = {"state": MessageState.SENT, "way": MessageWay.SPOKEN, "claimed_at": now, "settled_at": now}
    return _changed(ids, noted_by, "spoken", now, **told)


@transaction.atomic
def write_lines(*, message: Message, lines: str, written_by: User, now: dt.datetime) -> Message:
    """Give the message the coordinator's own lines; empty takes them away. Raises AlreadyTold, LinesNotFit."""
    lines = "\n".join(" ".join(line.split()) for line in lines.strip().splitlines())
    check_lines(lines)
    row = Message.objects.open().select_for_update().filter(pk=message.pk).first()
    if row is None:
        raise AlreadyTold(message.pk)
    row.own_lines = lines
    row.save(update_fields=["own_lines"])
    audit.record("messaging.lines_written", actor=written_by, owner_id=message.event.owner_id, at=now)
    return row


def check_lines(lines: str) -> None:
    """Raise LinesNotFit for a text that may not go out."""
    if len(lines) > OWN_LINES_LENGTH:
        raise LinesNotFit(_("Skriv högst %(n)d tecken.") % {"n": OWN_LINES_LENGTH})
    if word := telling_word(lines):
        text = _("Ordet ”%(word)s” säger vad det handlar om. Den som ser brevet över axeln ska inte förstå det.")
        raise LinesNotFit(text % {"word": word})


def _held_rows(messages: QuerySet[Message], states: Iterable[MessageState]) -> list[uuid.UUID]:
    """Return the ids of those in the states, held until the transaction ends, in one order for all who do so."""
    rows = Message.objects.filter(pk__in=messages.values("pk"), state__in=states).order_by("event", "pk")
    return list(rows.select_for_update().values_list("pk", flat=True))


def _changed(ids: list[uuid.UUID], by: User, act: str, now: dt.datetime, **fields: object) -> int:
    if not ids:
        return 0
    rows = Message.objects.filter(pk__in=ids)
    changed = rows.update(tries=0, failure=Failure.NONE, **fields)
    for owner, count in Counter(rows.values_list("event__owner", flat=True)).items():
        audit.record(ACTIONS[act], actor=by, owner_id=owner, counts={"messages": count}, at=now)
    return changed
