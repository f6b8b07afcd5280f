"""The outbox in its parts: what waits for the coordinator, what has to be said, what failed, what goes by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lyhord.common.sorting import swedish
from lyhord.messaging.enums import TOLD, MessageKind, MessageState
from lyhord.messaging.models import NO_ADDRESS, Message

GOES = (MessageState.WAITING, MessageState.RELEASED, MessageState.SENDING)


@dataclass(frozen=True)
class Part:
    """slug: in the address. acts: what may be done to its messages, as the form names it."""

    slug: str
    title: str | Promise
    acts: tuple[str, ...]
    count: int = 0


HELD, SPOKEN, FAILED, GOING, SENT = "vantar-pa-dig", "sag-till", "kom-inte-fram", "pa-vag", "skickat"
PARTS = (
    Part(HELD, _("Väntar på dig"), ("release",)),
    Part(SPOKEN, _("Säg till muntligt"), ("spoken", "hold")),
    Part(FAILED, _("Kom inte fram"), ("release", "hold")),
    Part(GOING, _("Går av sig självt"), ("release", "hold")),
    Part(SENT, _("Skickat"), ()),
)


def condition_of(slug: str, now: dt.datetime) -> Q:
    """Return which messages are in the part. What has begun is in none but the sent."""
    due = Q(state=MessageState.RELEASED) | Q(state=MessageState.WAITING, not_before__lte=now)
    spoken = due & NO_ADDRESS
    conditions = {
        HELD: Q(state=MessageState.HELD),
        SPOKEN: spoken,
        FAILED: Q(state=MessageState.FAILED),
        GOING: Q(state__in=GOES) & ~spoken,
    }
    if slug == SENT:
        return Q(state=MessageState.SENT)
    return conditions[slug] & Q(event__starts_at__gt=now)


def counted_parts(rows: QuerySet[Message], now: dt.datetime) -> list[Part]:
    """Return the parts with how many messages each has. One query."""
    names = {part.slug: part.slug.replace("-", "_") for part in PARTS}
    found = rows.aggregate(**{names[p.slug]: Count("pk", filter=condition_of(p.slug, now)) for p in PARTS})
    return [Part(part.slug, part.title, part.acts, found[names[part.slug]]) for part in PARTS]


def in_part(rows: QuerySet[Message], slug: str, now: dt.datetime) -> QuerySet[Message]:
    """Return the messages of the part by person; those that are sent with the latest first."""
    rows = rows.filter(condition_of(slug, now)).select_related("event", "employee", "trainer")
    rows = rows.annotate(person_name=Coalesce("employee__name", "trainer__name"))
    first = ["-settled_at"] if slug == SENT else []
    return rows.order_by(*first, swedish("person_name"), "starts_at", "pk")


def invitations_held(rows: QuerySet[Message], now: dt.datetime) -> tuple[int, int]:
    """Return how many invitations wait for a coordinator, and how many other messages do. One query."""
    held = rows.filter(condition_of(HELD, now))
    found = held.aggregate(
        invitations=Count("pk", filter=Q(kind=MessageKind.INVITE)),
        others=Count("pk", filter=~Q(kind=MessageKind.INVITE)),
    )
    return found["invitations"], found["others"]


def same_letter(rows: QuerySet[Message], message: Message) -> QuerySet[Message]:
    """Return what goes, or went, to the person in the same mail as the message, among the rows.

    Of what is open: all that is in the same state, since that is what goes together when nothing else happens.
    """
    person = rows.filter(employee=message.employee_id, trainer=message.trainer_id)
    if message.state in TOLD and message.digest is not None:
        found = person.filter(digest=message.digest)
    elif message.state in TOLD or message.state == MessageState.DROPPED:
        found = person.filter(pk=message.pk)
    else:
        found = person.filter(state=message.state)
    return found.select_related("event", "employee", "trainer")
