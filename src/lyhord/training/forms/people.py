"""Who gets a seat, and who was there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.people.models import Employee
from lyhord.training.domain.queries import participants
from lyhord.training.domain.warnings import Occasion
from lyhord.training.domain.warnings.modules import module_hints
from lyhord.training.enums import Outcome
from lyhord.training.forms.choices import offer
from lyhord.training.forms.confirming import ConfirmingForm
from lyhord.training.models import TrainingSession


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """Ticks with names, each with what is good to know before one ticks it."""

    widget = forms.CheckboxSelectMultiple
    hints: Mapping[uuid.UUID, str] = {}

    def clean(self, value: Any) -> QuerySet[Employee]:
        """Return the people ticked. No tick is an answer too, so the field is not called optional."""
        people: QuerySet[Employee] = super().clean(value) if value else Employee.objects.none()
        return people

    def label_from_instance(self, obj: Model) -> str:
        hint = self.hints.get(obj.pk)
        return f"{obj} · {hint}" if hint else str(obj)


class BookingsForm(ConfirmingForm):
    """Ticks for the candidates: those ticked have a seat. Seats of people who are no candidates are left alone."""

    employees = PeopleField(Employee.objects.none(), label=_("Ska vara med"))

    def __init__(self, data: Any = None, *, session: TrainingSession, candidates: QuerySet[Employee]) -> None:
        self.session, self.candidates = session, candidates
        super().__init__(data, initial={"employees": list(self._booked())})
        offer(self, "employees", candidates)
        field = self.fields["employees"]
        if isinstance(field, PeopleField):
            field.hints = module_hints(self.occasion(candidates), session.module)

    def occasion(self, employees: Iterable[Employee]) -> Occasion:
        return Occasion(
            place=self.session.place,
            starts_at=self.session.starts_at,
            ends_at=self.session.ends_at,
            trainers=tuple(self.session.trainers.all()),
            employees=tuple(employees),
            subject=self.session.pk,
        )

    def everybody(self) -> list[Employee]:
        """Return all who would have a seat, those who are no candidates included."""
        elsewhere = Employee.objects.filter(pk__in=self._booked()).exclude(pk__in=self.candidates.values("pk"))
        return [*self.cleaned_data["employees"], *elsewhere]

    @property
    def coming(self) -> list[Employee]:
        booked = self._booked()
        return [employee for employee in self.cleaned_data["employees"] if employee.pk not in booked]

    @property
    def leaving(self) -> list[Employee]:
        ticked, booked = set(self.cleaned_data["employees"]), self._booked()
        return [row for row in self.candidates if row.pk in booked and row not in ticked]

    def _booked(self) -> set[uuid.UUID]:
        return set(self.session.bookings.seated().values_list("employee_id", flat=True))


class AttendanceForm(forms.Form):
    """Ticks for those who were there, and names of those who came without a seat."""

    present = PeopleField(
        Employee.objects.none(),
        label=_("Var på plats"),
        help_text=_("Ta bort krysset för den som inte kom."),
    )
    partly = PeopleField(
        Employee.objects.none(),
        label=_("Var bara med en del"),
        required=False,
        help_text=_("Räknas inte som utbildad förrän resten är gjort, vid ett annat tillfälle eller efteråt."),
    )
    walk_ins = PeopleField(Employee.objects.none(), label=_("Kom utan att vara bokad"), required=False)

    def __init__(self, data: Any = None, *, session: TrainingSession, others: QuerySet[Employee]) -> None:
        expected = participants(session)
        absent = session.attendances.filter(outcome=Outcome.ABSENT).values("employee")
        partly = session.attendances.filter(outcome=Outcome.PARTLY).values_list("employee", flat=True)
        there = expected.exclude(pk__in=absent).values_list("pk", flat=True)
        super().__init__(data, initial={"present": list(there), "partly": list(partly)})
        self.session = session
        offer(self, "present", expected)
        offer(self, "partly", expected)
        strangers = others.exclude(pk__in=expected.values("pk"))
        offer(self, "walk_ins", strangers)
        if not strangers.exists():
            del self.fields["walk_ins"]

    @property
    def absent(self) -> list[Employee]:
        there = {*self.cleaned_data["present"], *self.there_partly}
        return [e for e in participants(self.session) if e not in there]

    @property
    def there_partly(self) -> list[Employee]:
        return list(self.cleaned_data["partly"])

    @property
    def walked_in(self) -> list[Employee]:
        return list(self.cleaned_data.get("walk_ins", ()))

    def outcomes(self) -> dict[Employee, Outcome | None]:
        """Return the outcome of each: somebody without a seat who was not there after all has none."""
        booked = set(self.session.bookings.kept().values_list("employee_id", flat=True))
        missing: dict[Employee, Outcome | None] = {
            employee: Outcome.ABSENT if employee.pk in booked else None for employee in self.absent
        }
        there = [*self.cleaned_data["present"], *self.walked_in]
        return missing | dict.fromkeys(there, Outcome.PRESENT) | dict.fromkeys(self.there_partly, Outcome.PARTLY)
