"""An answer to being asked, and which of the staff to list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.common.sorting import swedish
from lyhord.people.domain.queries import staff_of
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.answers import accept, decline, excuse
from lyhord.training.enums import BookingState
from lyhord.training.forms.choices import offer
from lyhord.training.models import NOTE_LENGTH, Booking

YES, NO, AWAY = "kommer", "kan-inte", "franvaro"
ANSWERS = (
    (YES, _("Kommer")),
    (NO, _("Kan inte då")),
    (AWAY, _("Är ledig eller borta då")),
)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Svar"), choices=ANSWERS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Kort meddelande"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("Behövs inte. Skriv inget om hälsa, varken din egen eller någon annans."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def give(self, booking: Booking, *, by: User, now: dt.datetime) -> Booking:
        """Give the answer. Raises what `domain/answers.py` raises."""
        chosen, note = self.cleaned_data["answer"], self.cleaned_data["note"]
        if chosen == YES:
            return accept(booking=booking, by=by, now=now)
        say_no = decline if chosen == NO else excuse
        return say_no(booking=booking, by=by, now=now, note=note)


class StaffFilter(forms.Form):
    """Which bookings of the staff to list; what cannot be read is left out."""

    STATES = (("", _("alla")), ("svar", _("inte svarat")), ("nej", _("kan inte")), ("mejl", _("säg till muntligt")))

    plats = forms.ModelChoiceField(
        MeetingPlace.objects.none(), label=_("Personal från"), required=False, empty_label=_("alla")
    )
    visa = forms.ChoiceField(label=_("Visa"), choices=STATES, required=False)

    def __init__(self, *args: Any, user: User, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self, "plats", visible(user, "training.list_staff_times", MeetingPlace.objects.order_by(swedish("name"))))

    def narrow(self, rows: QuerySet[Booking]) -> QuerySet[Booking]:
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("plats"):
            rows = rows.filter(employee__in=staff_of(chosen["plats"], self.today).values("pk"))
        if chosen.get("visa") == "svar":
            rows = rows.filter(state=BookingState.INVITED)
        elif chosen.get("visa") == "nej":
            rows = rows.filter(state__in=[BookingState.DECLINED, BookingState.EXCUSED])
        elif chosen.get("visa") == "mejl":
            rows = rows.filter(employee__email="")
        return rows
