"""Calendar events: one identity for what is created, moved and cancelled."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import OwnedByBoard
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace


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
