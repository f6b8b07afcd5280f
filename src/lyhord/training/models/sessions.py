"""Sessions: when a module is held at a place, and for how many."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import OwnedByBoard
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.enums import SessionState
from lyhord.training.models.modules import Module


class TrainingSession(OwnedByBoard):
    """One occasion of a module at a place. The owner is the board whose employees are trained."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("modul"))
    place = models.ForeignKey(
        MeetingPlace, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("träffpunkt")
    )
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    seats = models.PositiveSmallIntegerField(_("antal platser"), null=True, blank=True)
    """None for as many as the module and the room hold, so that a session that moves to a smaller room has fewer."""
    trainers = models.ManyToManyField(Trainer, related_name="sessions", verbose_name=_("utbildare"))
    state = models.CharField(_("läge"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("utbildningstillfälle")
        verbose_name_plural = _("utbildningstillfällen")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["place", "starts_at"], name="session_by_place")]

    def __str__(self) -> str:
        return f"{self.module} {self.starts_at:%Y-%m-%d}"

    @property
    def capacity(self) -> int:
        """How many may have a seat. A room that is said to hold nobody is no room: then only the module limits."""
        if self.seats is not None:
            return self.seats
        return capacity_of(self.module, self.place)


def capacity_of(module: Module, place: MeetingPlace) -> int:
    """Return how many seats a session of the module at the place has, if nobody says otherwise."""
    return min(module.group_max, place.room_capacity or module.group_max)
