"""What a person may enter about a decision. Rules that need more than one row are in the domain."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.common.forms import LastDayField
from lyhord.common.sorting import swedish
from lyhord.organisation.models import Board, Programme
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.domain.decisions import NEXT_STATES
from lyhord.programme.enums import ClauseKind, DecisionState, ExceptionReason
from lyhord.programme.models import Clause, Cost, Decision, Funding
from lyhord.web.forms import DayInput


class DecisionForm(forms.ModelForm[Decision]):
    """The facts of a decision. The state is not among them: it is noted from the minutes."""

    ends_before = LastDayField(label=_("Satsningens sista dag"), required=False, widget=DayInput())

    class Meta:
        model = Decision
        fields = [
            "programme",
            "owner",
            "title",
            "diary_number",
            "proposed_on",
            "source_document",
            "partner_board",
            "expected_stationary",
            "expected_mobile",
            "starts_on",
            "ends_before",
            "measured_by",
            "follow_up_on",
        ]
        widgets = {
            "proposed_on": DayInput(),
            "starts_on": DayInput(),
            "follow_up_on": DayInput(),
        }
        help_texts = {
            "source_document": _("Till exempel ”Tjänsteskrivelse 2025-09-19”."),
            "expected_stationary": _("Enligt beslutet."),
            "expected_mobile": _("Enligt beslutet."),
            "measured_by": _("Till exempel ”Kunskapsprov före och efter”."),
        }

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Board.objects.filter(programmes__in=programmes).distinct()
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField
        if not self.instance._state.adding:
            del self.fields["programme"]
            del self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        programme, board = cleaned.get("programme"), cleaned.get("owner")
        if programme and board and board not in programme.boards.all():
            self.add_error("owner", _("Nämnden är inte med i programmet. Välj en som är det."))
        owner = cleaned.get("owner") or (self.instance.owner_id and self.instance.owner)
        starts_on, ends_before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if starts_on and ends_before and ends_before <= starts_on:
            self.add_error("ends_before", _("Sista dagen ligger före den första."))
        if owner and cleaned.get("partner_board") == owner:
            self.add_error("partner_board", _("Nämnden kan inte samverka med sig själv."))
        taken = Decision.objects.filter(owner=owner, diary_number=cleaned.get("diary_number")) if owner else None
        if taken and taken.exclude(pk=self.instance.pk).exists():
            self.add_error("diary_number", _("Det finns redan ett beslut med det diarienumret."))
        return cleaned


class OutcomeForm(forms.Form):
    """What the board did, as the minutes say."""

    state = forms.ChoiceField(label=_("Vad blev det?"), widget=forms.RadioSelect)
    meeting_on = forms.DateField(label=_("Sammanträde"), required=False, widget=DayInput())
    paragraph = forms.CharField(
        label=_("Paragraf"), max_length=20, required=False, help_text=_("Som i protokollet, till exempel § 112.")
    )

    def __init__(self, *args: Any, now: DecisionState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, state.label.capitalize()) for state in DecisionState if state in NEXT_STATES[now]]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_state(self) -> DecisionState:
        return DecisionState(self.cleaned_data["state"])


class PartnerDecisionForm(OutcomeForm):
    """The partner board's own decision."""

    diary_number = forms.CharField(label=_("Nämndens eget diarienummer"), max_length=60)
    field_order = ["diary_number", "state", "meeting_on", "paragraph"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, now=DecisionState.PROPOSED, **kwargs)
        field = self.fields["state"]
        proposed = (DecisionState.PROPOSED.value, _("Föreslaget, inte beslutat än"))
        field.choices = [proposed, *field.choices]  # type: ignore[attr-defined]  # a ChoiceField


class ClauseForm(forms.ModelForm[Clause]):
    class Meta:
        model = Clause
        fields = ["text", "short_title", "kind", "owner"]
        help_texts = {
            "text": _("Ordagrant, som i beslutet."),
            "short_title": _("Syns på sidorna, till exempel ”Samtliga medarbetare utbildas”."),
        }

    def __init__(self, *args: Any, owners: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField


class DefinitionForm(forms.Form):
    """A new version of what done means."""

    classes = forms.MultipleChoiceField(
        label=_("Grupper som räknas"), choices=EmployeeClass, widget=forms.CheckboxSelectMultiple
    )
    min_employed_days = forms.IntegerField(
        label=_("Anställd minst så många dagar"),
        min_value=0,
        max_value=365,
        help_text=_("0 = räknas från första dagen."),
    )
    deadline = forms.DateField(label=_("Klart senast"), required=False, widget=DayInput())
    adopted_on = forms.DateField(label=_("Nämnden bestämde"), widget=DayInput())


class PlaceDefinitionForm(forms.Form):
    """A new version for visits: every open place counts, so only the days are asked for."""

    deadline = forms.DateField(label=_("Klart senast"), required=False, widget=DayInput())
    adopted_on = forms.DateField(label=_("Nämnden bestämde"), widget=DayInput())


class ExceptionForm(forms.Form):
    """Whom to except, and why. Either a person or a place."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Medarbetare"), required=False)
    place = forms.ModelChoiceField(MeetingPlace.objects.none(), label=_("Träffpunkt"), required=False)
    reason = forms.ChoiceField(label=_("Skäl"), choices=ExceptionReason, widget=forms.RadioSelect)

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: uuid.UUID = clause.decision.owner_id
        self.persons = 0
        places = MeetingPlace.objects.filter(owner=owner).order_by(swedish("name"))
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        if clause.kind == ClauseKind.VISIT_PLACES:
            del self.fields["employee"]
            self.fields["place"].required = True
        else:
            people = Employee.objects.filter(owner=owner, restricted_at=None).order_by(swedish("name"))
            self.persons = people.count()
            self.fields["employee"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
            self.fields["place"].label = _("… eller alla på en träffpunkt")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "employee" in self.fields and bool(cleaned.get("employee")) == bool(cleaned.get("place")):
            raise forms.ValidationError(_("Välj en medarbetare eller en träffpunkt."))
        return cleaned

    @property
    def subject(self) -> Employee | MeetingPlace:
        chosen: Employee | MeetingPlace = self.cleaned_data.get("employee") or self.cleaned_data["place"]
        return chosen


class FundingForm(forms.ModelForm[Funding]):
    class Meta:
        model = Funding
        fields = ["purpose", "source", "amount_sek"]
        help_texts = {
            "source": _("Till exempel ”Äldrenämndens utvecklingsmedel”."),
            "amount_sek": _("Lämna tomt om beloppet inte är känt."),
        }


class CostForm(forms.ModelForm[Cost]):
    class Meta:
        model = Cost
        fields = ["text", "kind", "amount_sek", "on"]
        widgets = {"on": DayInput()}
        help_texts = {"text": _("Vad pengarna går till. Skriv inga namn.")}
