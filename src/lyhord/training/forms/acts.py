"""What a coordinator enters to cancel, merge or split a session, or to change its trainer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer
from lyhord.training.domain.warnings import Occasion
from lyhord.training.forms.choices import offer
from lyhord.training.forms.confirming import ConfirmingForm
from lyhord.training.forms.people import PeopleField
from lyhord.training.forms.sessions import SessionForm
from lyhord.training.models import TrainingSession


class CancelForm(ConfirmingForm):
    """Nothing to enter: only that what becomes of everybody has been seen."""


class MergeForm(ConfirmingForm):
    """As for cancelling; the other session stands in the address."""


class SplitForm(SessionForm):
    """Who leaves, and when and where they go instead."""

    leaving = PeopleField(Employee.objects.none(), label=_("Får en egen tid"))
    field_order = ("leaving", "place", "on", "starts_at", "ends_at", "trainers")

    def __init__(self, *args: Any, user: User, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, user=user, session=session, **kwargs)
        del self.fields["seats"]
        seated = session.bookings.seated().filter(employee__restricted_at=None)
        offer(self, "leaving", Employee.objects.filter(pk__in=seated.values("employee")))

    def clean_leaving(self) -> QuerySet[Employee]:
        leaving: QuerySet[Employee] = self.cleaned_data["leaving"]
        if not leaving:
            raise forms.ValidationError(_("Välj minst en som får en egen tid."))
        return leaving

    def occasion(self) -> Occasion:
        """Return the new session. It is no other than that they leave, which they would else be said to be at."""
        return Occasion(
            place=self.cleaned_data["place"],
            starts_at=self.moment("starts_at"),
            ends_at=self.moment("ends_at"),
            trainers=tuple(self.cleaned_data["trainers"]),
            employees=tuple(self.cleaned_data["leaving"]),
            subject=self.session.pk if self.session else None,
        )


class StandInForm(forms.Form):
    """coming: who takes over. leaving: for whom; empty when one more is added."""

    coming = forms.ModelChoiceField(Trainer.objects.none())
    leaving = forms.ModelChoiceField(Trainer.objects.none(), required=False)

    def __init__(self, data: Any = None, *, holding: QuerySet[Trainer], among: QuerySet[Trainer]) -> None:
        super().__init__(data)
        offer(self, "leaving", holding)
        offer(self, "coming", among)
