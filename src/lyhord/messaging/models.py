"""Calendar events: one identity for what is created, moved and cancelled; and what each person is told of them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.messaging.enums import OPEN, TOLD, Failure, MessageKind, MessageState, MessageWay
from lyhord.organisation.models import OwnedByBoard
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace

OWN_LINES_LENGTH = 400


class EventStatus(models.TextChoices):
    CONFIRMED = "CONFIRMED", _("bekräftad")
    CANCELLED = "CANCELLED", _("inställd")


class CalendarEvent(OwnedByBoard):
    """What a calendar shows of a session or a visit. The title is neutral; uid never changes; sequence only grows.

    subject: id of the session or visit it stands for.
    """

    uid = models.CharField(max_length=120, unique=True)
    subject = models.UUIDField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=EventStatus, default=EventStatus.CONFIRMED)
    title = models.CharField(_("rubrik"), max_length=200)
    location = models.CharField(_("plats"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="calendar_events")
    employees = models.ManyToManyField(Employee, related_name="calendar_events")
    trainers = models.ManyToManyField(Trainer, related_name="calendar_events")

    class Meta:
        verbose_name = _("kalenderhändelse")
        verbose_name_plural = _("kalenderhändelser")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.uid} #{self.sequence}"


class MessageQuerySet(models.QuerySet["Message"]):
    def open(self) -> MessageQuerySet:
        """Return what has not been told yet."""
        return self.filter(state__in=OPEN)

    def told(self) -> MessageQuerySet:
        """Return what people know, or are being told this moment."""
        return self.filter(state__in=TOLD)

    def coming(self, now: dt.datetime) -> MessageQuerySet:
        """Return those about what has not begun: of the rest nobody needs to be told."""
        return self.filter(event__starts_at__gt=now)

    def with_address(self) -> MessageQuerySet:
        return self.exclude(NO_ADDRESS)

    def to_be_spoken(self, now: dt.datetime) -> MessageQuerySet:
        """Return those that somebody has to say: nobody holds them, they are due, and there is no address."""
        ready = models.Q(state=MessageState.RELEASED) | models.Q(state=MessageState.WAITING, not_before__lte=now)
        return self.filter(ready).filter(NO_ADDRESS)


NO_ADDRESS = models.Q(employee__email="") | models.Q(trainer__email="")


class Message(UUIDModel):
    """What one person is to be told, or has been told, of one event. It holds neither text nor address.

    An open row says what the event is now; from the moment it is sent, what the person was told. `domain/telling.py`
    makes and drops rows, `domain/sending.py` sends them.
    digest: the mail that it goes in; of the same Message-ID however often it is tried. claimed_at: when it was last
    tried. kind, sequence, title, location, starts_at, ends_at: what it says.
    """

    event = models.ForeignKey(CalendarEvent, on_delete=models.CASCADE, related_name="messages")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="messages")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, null=True, related_name="messages")
    state = models.CharField(_("läge"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    not_before = models.DateTimeField(_("tidigast"))
    kind = models.CharField(_("besked"), max_length=10, choices=MessageKind)
    sequence = models.PositiveIntegerField()
    title = models.CharField(_("rubrik"), max_length=200)
    location = models.CharField(_("plats"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    own_lines = models.CharField(_("egna rader"), max_length=OWN_LINES_LENGTH, blank=True)
    digest = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.CharField(max_length=12, choices=Failure, blank=True, default=Failure.NONE)
    way = models.CharField(_("hur"), max_length=8, choices=MessageWay, default=MessageWay.MAIL)
    settled_at = models.DateTimeField(_("klart"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("besked")
        verbose_name_plural = _("besked")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(employee__isnull=False, trainer=None)
                | models.Q(employee=None, trainer__isnull=False),
                name="message_to_one_person",
            ),
            models.UniqueConstraint(
                fields=["event", "employee"],
                condition=models.Q(state__in=OPEN, employee__isnull=False),
                name="message_open_once_employee",
            ),
            models.UniqueConstraint(
                fields=["event", "trainer"],
                condition=models.Q(state__in=OPEN, trainer__isnull=False),
                name="message_open_once_trainer",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MessageState.SENDING) | models.Q(digest__isnull=False),
                name="message_sent_in_a_mail",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="message_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d}"

    @property
    def person(self) -> Employee | Trainer:
        row = self.employee or self.trainer
        if row is None:
            raise TypeError("a message is to one person")
        return row

    @property
    def person_key(self) -> PersonKey:
        return ("trainer", self.trainer_id) if self.trainer_id else ("employee", self.employee_id)

    @property
    def is_cancel(self) -> bool:
        return self.kind == MessageKind.CANCEL


type PersonKey = tuple[str, uuid.UUID | None]
