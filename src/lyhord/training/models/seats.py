"""Seats: who is asked to come, what they answered, and every step on the way."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.people.models import Employee
from lyhord.training.enums import ATTENDED, SEATED, BookingState, SessionState, StepWay
from lyhord.training.models.sessions import TrainingSession

NOTE_LENGTH = 200


SEAT_KEPT = models.Q(state__in=[*SEATED, *ATTENDED]) | models.Q(
    state=BookingState.CANCELLED, session__state=SessionState.CANCELLED
)


class BookingQuerySet(models.QuerySet["Booking"]):
    def seated(self) -> BookingQuerySet:
        """Return those that hold a seat at something to come: asked, or said yes."""
        return self.filter(state__in=SEATED)

    def kept(self) -> BookingQuerySet:
        """Return those whose seat nobody gave back: seated, somebody has said who came, or all of it was cancelled."""
        return self.filter(SEAT_KEPT)

    def standing(self) -> BookingQuerySet:
        """Return all but the seats that were taken back; when the whole session was cancelled, those too."""
        gone = models.Q(state=BookingState.CANCELLED) & ~models.Q(session__state=SessionState.CANCELLED)
        return self.exclude(gone)

    def waiting(self) -> BookingQuerySet:
        """Return the waiting list, the first in it first."""
        return self.filter(state=BookingState.WAITING).order_by("since", "pk")


class Booking(UUIDModel):
    """A person and a session: a seat, a place in the waiting list, or a no. One row for as long as both are.

    `domain/states.py` alone changes the state; each change is a `BookingStep`.
    """

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="bookings")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(_("läge"), max_length=10, choices=BookingState, default=BookingState.INVITED)
    since = models.DateTimeField(_("sedan"), null=True, blank=True)
    """When the state was entered; None for what was booked before this was noted."""

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bokning")
        verbose_name_plural = _("bokningar")
        ordering = ["session", "employee__name"]
        constraints = [
            models.UniqueConstraint(fields=["session", "employee"], name="booking_once"),
            models.CheckConstraint(
                condition=~models.Q(state=BookingState.WAITING) | models.Q(since__isnull=False),
                name="booking_waits_since",
            ),
        ]
        indexes = [models.Index(fields=["employee", "state"], name="booking_of_person")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.session}"

    def may_be_answered(self, now: dt.datetime) -> bool:
        """Tell whether it is not too late: the session is to come, and the seat has not been taken back."""
        session = self.session
        is_open = session.state == SessionState.PLANNED and session.starts_at > now
        return is_open and self.state != BookingState.CANCELLED

    @property
    def is_seated(self) -> bool:
        return self.state in SEATED


class BookingStep(models.Model):
    """One change of a booking: to what, who did it and how, when. Never changed; ids grow in the order of writing."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("läge"), max_length=10, choices=BookingState)
    way = models.CharField(_("hur"), max_length=10, choices=StepWay)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("av"))
    """None when nobody was signed in: a link, a plan that is read in, or by itself."""
    at = models.DateTimeField(_("när"))
    note = models.CharField(_("anteckning"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("bokningssteg")
        verbose_name_plural = _("bokningssteg")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d}"
