"""What calendars and the outbox hold of a person, and how long."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_also, register_record_kind
from lyhord.messaging.models import CalendarEvent, Message
from lyhord.organisation.models import Board
from lyhord.people.domain.retention import LEAVERS, TRAINERS_GONE


def forget_employee(id: uuid.UUID) -> None:
    """Take an employee who goes out of calendar events."""
    CalendarEvent.employees.through._default_manager.filter(employee=id).delete()
    Message.objects.filter(employee=id).delete()


def forget_trainer(id: uuid.UUID) -> None:
    """Take a trainer who goes out of calendar events."""
    CalendarEvent.trainers.through._default_manager.filter(trainer=id).delete()
    Message.objects.filter(trainer=id).delete()


def forget_people(events: Iterable[uuid.UUID]) -> None:
    """Take everybody out of the calendar events of these sessions or visits."""
    rows = CalendarEvent.objects.filter(subject__in=list(events)).values("pk")
    for through in (CalendarEvent.employees.through, CalendarEvent.trainers.through):
        through._default_manager.filter(calendarevent__in=rows).delete()
    Message.objects.filter(event__in=rows).delete()


def messages_about_the_past(owner: Board) -> Iterator[Ended]:
    """Yield what was told of that which is over: nothing more is told of it, and the session itself is the proof."""
    unrestricted = Q(employee__restricted_at=None, trainer__restricted_at=None)
    rows = Message.objects.filter(unrestricted, event__owner=owner).select_related("event", "employee", "trainer")
    for row in rows.order_by("event__ends_at"):
        yield Ended(timezone.localdate(row.event.ends_at), row.pk, f"{row.person.name}, {row}")


def remove_message(id: uuid.UUID) -> None:
    Message.objects.filter(pk=id).delete()


def register() -> None:
    register_record_kind(
        RecordKind(
            "besked",
            _("Besked om tider som har varit"),
            _("Vem som fick besked, när och om vad tas bort. Tillfället, besöket och kalendern står kvar."),
            messages_about_the_past,
            remove_message,
            (Message,),
        )
    )
    register_also(LEAVERS, forget_employee)
    register_also(TRAINERS_GONE, forget_trainer)
