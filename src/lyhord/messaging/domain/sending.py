"""Sends what is due, one mail a person: the worker's sweep.

A mail is claimed in one transaction, handed over outside any, and settled in another. Killed in between, the claim
grows old and the same mail goes again under the same Message-ID: docs/decisions/0012-mail-is-sent-at-least-once.md.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.domain import audit
from lyhord.messaging.domain.letters import TextTells, compose
from lyhord.messaging.domain.post import NobodyKnows, NotNow, Post, Refused, Unreachable, is_on
from lyhord.messaging.domain.telling import drop_what_has_begun, say, what_to_say
from lyhord.messaging.enums import Failure, MessageState, MessageWay
from lyhord.messaging.models import CalendarEvent, Message
from lyhord.people.models import Employee, Trainer

CLAIM_LASTS = dt.timedelta(minutes=15)
"""Longer than a mail takes to hand over; then whoever had it was killed."""
MOST_AT_ONCE = 200
"""Mails a sweep, so that the other sweeps come to their turn."""
PAUSES = tuple(dt.timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720))
"""How long after each try the next one comes; after the last the outbox says that it did not work."""

GOES = (MessageState.RELEASED, MessageState.WAITING)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Digest:
    """What goes to one person in one mail. id: of the mail, the same at each try. stamp: when it was first claimed."""

    id: uuid.UUID
    person: Employee | Trainer
    rows: tuple[Message, ...]
    stamp: dt.datetime


def send_due(now: dt.datetime, stopping: Callable[[], bool]) -> None:
    """Send what is due, and drop what has become pointless. Safe to run twice, at once, and to be killed anywhere."""
    drop_what_has_begun(now=now)
    if not is_on():
        return
    with Post() as post:
        for _number in range(MOST_AT_ONCE):
            digest = None if stopping() else claim(now=now)
            if digest is None or not _sent(digest, post, now):
                return


def _sent(digest: Digest, post: Post, now: dt.datetime) -> bool:
    """Hand over one mail and settle it; tell whether there is any use in going on with the next."""
    recipient = digest.person.email
    try:
        validate_email(recipient)  # one from a file may hold a line break, or an å before the @
        letter = compose(digest.rows, recipient=recipient, stamp=digest.stamp)
        post.hand_over(letter, recipient=recipient, digest=digest.id, stamp=digest.stamp)
    except ValidationError:
        settle_refused(digest, Failure.ADDRESS, now=now)
    except TextTells:
        settle_refused(digest, Failure.TELLING, now=now)
    except Refused as error:
        settle_refused(digest, error.failure, now=now)
    except NotNow as error:
        put_back(digest, now=now)
        return not isinstance(error, Unreachable)
    except NobodyKnows:
        log.warning("a mail was handed over without an answer; it goes again under the same Message-ID")
        return False
    else:
        settle_sent(digest, now=now)
    return True


@transaction.atomic
def claim(*, now: dt.datetime) -> Digest | None:
    """Take all that is due for one person, or a mail that nobody settled; None when there is nothing.

    The person is held first, so that two workers never make two mails of what is one. Waits for nobody: a row that an
    act holds at the moment is taken the next time.
    """
    ready = Q(state__in=GOES, event__starts_at__gt=now)
    due = (Q(state=MessageState.SENDING) | ready) & Q(not_before__lte=now)
    for model, name in ((Employee, "employee"), (Trainer, "trainer")):
        found = Exists(Message.objects.filter(due, **{name: OuterRef("pk")}))
        people = model._default_manager.filter(found, restricted_at=None).exclude(email="").order_by("pk")
        looked_at: list[uuid.UUID] = []
        while person := people.exclude(pk__in=looked_at).select_for_update(skip_locked=True).first():
            looked_at.append(person.pk)
            rows = list(_free(Message.objects.filter(due, **{name: person.pk})))
            if digest := _again(person, rows, now) or _anew(person, rows, now):
                return digest
    return None


def _free(rows: QuerySet[Message]) -> QuerySet[Message]:
    rows = rows.select_related("event", "employee", "trainer").order_by("starts_at", "pk")
    return rows.select_for_update(skip_locked=True, of=("self",))


def _again(person: Employee | Trainer, rows: list[Message], now: dt.datetime) -> Digest | None:
    """Take a mail that was claimed and never settled, as it was."""
    first = next((row for row in rows if row.state == MessageState.SENDING), None)
    if first is None or first.digest is None or first.claimed_at is None:
        return None
    mail = [row for row in rows if row.digest == first.digest]
    for row in mail:
        row.tries, row.not_before = row.tries + 1, now + CLAIM_LASTS
        if row.tries > len(PAUSES):
            row.state, row.failure = MessageState.FAILED, Failure.UNREACHABLE
    Message.objects.bulk_update(mail, ["tries", "not_before", "state", "failure"])
    if first.state == MessageState.FAILED:
        return None
    return Digest(first.digest, person, tuple(mail), first.claimed_at)


def _anew(person: Employee | Trainer, rows: list[Message], now: dt.datetime) -> Digest | None:
    """Let what is due say what holds now, and take it for one mail; drop what there is no need to say."""
    rows = [row for row in rows if row.state in GOES]
    name = "employee" if isinstance(person, Employee) else "trainer"
    events = [row.event_id for row in rows]
    theirs = CalendarEvent.objects.filter(pk__in=events, **{f"{name}s": person.pk})
    is_in = set(theirs.values_list("pk", flat=True))
    told = Message.objects.told().filter(event__in=events, **{name: person.pk})
    before = {row.event_id: row for row in told.select_related("employee", "trainer").order_by("claimed_at")}
    id, mail = uuid.uuid4(), []
    for row in rows:
        said = what_to_say(row.event, is_in=row.event_id in is_in, before=before.get(row.event_id), now=now)
        if said is None:
            row.state, row.settled_at = MessageState.DROPPED, now
        else:
            say(row, said)
            row.state, row.digest, row.claimed_at = MessageState.SENDING, id, now
            row.tries, row.not_before = row.tries + 1, now + CLAIM_LASTS
            mail.append(row)
        row.save()
    return Digest(id, person, tuple(mail), now) if mail else None


@transaction.atomic
def settle_sent(digest: Digest, *, now: dt.datetime) -> None:
    """Note that the mail server has taken the mail: from now on this is what the person was told."""
    rows = Message.objects.filter(digest=digest.id, state=MessageState.SENDING)
    told = rows.update(state=MessageState.SENT, settled_at=now, way=MessageWay.MAIL, failure=Failure.NONE)
    owner = digest.rows[0].event.owner_id
    audit.record("messaging.sent", actor=None, owner_id=owner, counts={"messages": told}, at=now)


def settle_refused(digest: Digest, failure: Failure, *, now: dt.datetime) -> None:
    """Note why the mail will not be taken, so that somebody sees to it."""
    for row in digest.rows:
        _reopen(row, state=MessageState.FAILED, failure=failure, not_before=now, now=now)


def put_back(digest: Digest, *, now: dt.datetime) -> None:
    """Try again later what was certainly not taken, with what holds then; after the last try say so in the outbox."""
    for row in digest.rows:
        if row.tries < len(PAUSES):
            later = now + PAUSES[row.tries - 1]
            _reopen(row, state=MessageState.RELEASED, failure=Failure.NONE, not_before=later, now=now)
        else:
            _reopen(row, state=MessageState.FAILED, failure=Failure.UNREACHABLE, not_before=now, now=now)


@transaction.atomic
def _reopen(row: Message, *, state: MessageState, failure: Failure, not_before: dt.datetime, now: dt.datetime) -> None:
    """Open a claimed row again, unless the event has changed meanwhile: then a newer row says it."""
    CalendarEvent.objects.select_for_update().get(pk=row.event_id)
    same = Message.objects.filter(event=row.event_id, employee=row.employee_id, trainer=row.trainer_id)
    claimed = Message.objects.filter(pk=row.pk, state=MessageState.SENDING)
    if same.open().exists():
        claimed.update(state=MessageState.DROPPED, settled_at=now, digest=None)
    else:
        claimed.update(state=state, failure=failure, not_before=not_before, digest=None)
