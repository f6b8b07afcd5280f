"""What a coordinator enters about a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.common.sorting import swedish
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.warnings import Occasion
from lyhord.training.enums import SessionState
from lyhord.training.forms.choices import offer
from lyhord.training.forms.confirming import ConfirmingForm
from lyhord.training.models import Module, TrainingSession
from lyhord.web.forms import ClockInput, DayInput


def places_to_plan(user: User) -> QuerySet[MeetingPlace]:
    return visible(user, "training.plan_at_place", MeetingPlace.objects.order_by(swedish("name")))


def trainers_to_assign(user: User) -> QuerySet[Trainer]:
    return visible(user, "training.assign_trainer", Trainer.objects.order_by(swedish("name")))


class TimedForm(ConfirmingForm):
    """A day and two clock times, in local time."""

    on = forms.DateField(label=_("Dag"), widget=DayInput)
    starts_at = forms.TimeField(label=_("Börjar"), widget=ClockInput)
    ends_at = forms.TimeField(label=_("Slutar"), widget=ClockInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("Sluttiden måste vara efter starttiden."))
        return cleaned

    def moment(self, field: str) -> dt.datetime:
        """Return the day and the clock time of a field as a moment."""
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["on"], self.cleaned_data[field]))


def timed_initial(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
    """Return what `TimedForm` starts from when a row is changed."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return {"on": first.date(), "starts_at": first.time(), "ends_at": last.time()}


class SessionForm(TimedForm):
    """A new session (with a module to choose) or a moved one (`session`, whose module stays)."""

    module = forms.ModelChoiceField(Module.objects.none(), label=_("Modul"))
    place = forms.ModelChoiceField(MeetingPlace.objects.none(), label=_("Träffpunkt"))
    trainers = forms.ModelMultipleChoiceField(
        Trainer.objects.none(), label=_("Utbildare"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ends_at = forms.TimeField(
        label=_("Slutar"),
        widget=ClockInput,
        required=False,
        help_text=_("Tomt: modulens längd."),
    )
    seats = forms.IntegerField(
        label=_("Antal platser"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Tomt: så många som modulen är gjord för och lokalen rymmer."),
    )
    field_order: tuple[str, ...] = ("module", "place", "on", "starts_at", "ends_at", "trainers", "seats")

    def __init__(
        self,
        *args: Any,
        user: User,
        session: TrainingSession | None = None,
        people: Sequence[Employee] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.people = session, tuple(people)
        offer(self, "module", visible(user, "training.view_module", Module.objects.all()))
        offer(self, "place", places_to_plan(user))
        offer(self, "trainers", trainers_to_assign(user))
        if session is not None:
            del self.fields["module"]

    @property
    def chosen_module(self) -> Module:
        chosen: Module = self.session.module if self.session else self.cleaned_data["module"]
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("starts_at") and not cleaned.get("ends_at") and "ends_at" not in self.errors:
            if "module" in self.errors or "on" in self.errors:
                return cleaned
            ends_at = self.moment("starts_at") + dt.timedelta(minutes=self.chosen_module.minutes)
            if timezone.localdate(ends_at) != cleaned["on"]:
                self.add_error("starts_at", _("Då blir tillfället inte klart samma dag."))
            cleaned["ends_at"] = timezone.localtime(ends_at).time()
        return cleaned

    def occasion(self) -> Occasion:
        rows = self.session.bookings.seated().select_related("employee") if self.session else []
        employees = tuple(row.employee for row in rows) or self.people
        return Occasion(
            place=self.cleaned_data["place"],
            starts_at=self.moment("starts_at"),
            ends_at=self.moment("ends_at"),
            trainers=tuple(self.cleaned_data["trainers"]),
            employees=employees,
            subject=self.session.pk if self.session else None,
        )


class SessionFilter(forms.Form):
    """Which sessions to list. Everything may be left out; what cannot be read is left out too."""

    PERIODS = (("", _("kommande")), ("tidigare", _("tidigare")), ("alla", _("alla")))

    nar = forms.ChoiceField(label=_("När"), choices=PERIODS, required=False)
    plats = forms.ModelChoiceField(
        MeetingPlace.objects.none(), label=_("Träffpunkt"), required=False, empty_label=_("alla")
    )
    modul = forms.ModelChoiceField(Module.objects.none(), label=_("Modul"), required=False, empty_label=_("alla"))
    lage = forms.ChoiceField(label=_("Läge"), choices=[("", _("alla")), *SessionState.choices], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = visible(user, "training.view_session", TrainingSession.objects.all())
        places = MeetingPlace.objects.filter(sessions__in=sessions).distinct()
        offer(self, "plats", places)
        offer(self, "modul", visible(user, "training.view_module", Module.objects.all()))

    @property
    def period(self) -> str:
        """Return which period is asked for: "tidigare", "alla", or empty for what is to come."""
        self.is_valid()
        asked: str = self.cleaned_data.get("nar", "")
        return asked

    def narrow(self, rows: QuerySet[TrainingSession], *, today: dt.date) -> QuerySet[TrainingSession]:
        """Return those of the rows that are asked for, the next one first, or the latest one of those gone by."""
        self.is_valid()
        chosen = self.cleaned_data
        midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
        if chosen.get("plats"):
            rows = rows.filter(place=chosen["plats"])
        if chosen.get("modul"):
            rows = rows.filter(module=chosen["modul"])
        if chosen.get("lage"):
            rows = rows.filter(state=chosen["lage"])
        if self.period == "tidigare":
            return rows.filter(starts_at__lt=midnight).order_by("-starts_at", "pk")
        if self.period != "alla":
            rows = rows.filter(starts_at__gte=midnight)
        return rows.order_by("starts_at", "pk")
