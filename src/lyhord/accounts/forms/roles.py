"""Giving roles."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.roles.administrators import FewAccessAdministrators
from lyhord.accounts.domain.roles.grants import (
    AccountClosed,
    AlreadyGiven,
    EndNotEarlier,
    EndNotLater,
    EndNotMeant,
    GrantTooLong,
    ManagerMissing,
)
from lyhord.accounts.domain.roles.rules import UNIT_ROLES, RolesDoNotGoTogether
from lyhord.accounts.domain.roles.second_person import AboutOneself
from lyhord.accounts.domain.roles.words import why_not
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.organisation.models import Board, Programme, Unit
from lyhord.web.forms import DayInput


class RefusableForm(forms.Form):
    """Shows what the domain refuses as an error of the field that can mend it."""

    refused_in: ClassVar[dict[type[Exception], str]] = {}

    def add_refusal(self, refusal: Exception) -> None:
        self.add_error(self.refused_in.get(type(refusal)), why_not(refusal))


def check_unit(form: forms.Form, role: Role | None, board: Board | None, unit: Unit | None) -> None:
    """Say on the form when the unit does not go with the role or the board."""
    if role in UNIT_ROLES and unit is None and "unit" not in form.errors:
        form.add_error("unit", _("Välj en enhet: den här rollen gäller inom en enhet."))
    if role and role not in UNIT_ROLES and unit is not None:
        form.add_error("unit", _("Lämna enheten tom: den här rollen gäller för hela nämnden."))
    elif unit is not None and board is not None and unit.board != board:
        form.add_error("unit", _("Enheten hör till en annan nämnd. Välj en enhet under samma nämnd."))


class GrantForm(RefusableForm):
    """Offers only the boards, their units and managers, that the administrator answers for."""

    refused_in: ClassVar[dict[type[Exception], str]] = {
        AboutOneself: "user",
        AccountClosed: "user",
        RolesDoNotGoTogether: "role",
        AlreadyGiven: "role",
        ManagerMissing: "deputy_for",
        GrantTooLong: "ends_before",
        EndNotMeant: "ends_before",
        EndNotLater: "ends_before",
    }

    user = forms.ModelChoiceField(
        label=_("Användarnamn"),
        queryset=User.objects.filter(is_active=True),
        to_field_name="username",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("Ingen med det användarnamnet kan logga in. Lägg till personen först.")},
    )
    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices)
    starts_on = forms.DateField(label=_("Från och med"), widget=DayInput)
    ends_before = forms.DateField(
        label=_("Till (ej med)"),
        required=False,
        widget=DayInput,
        help_text=_("Lämna tomt, så gäller rollen så länge som nämnden brukar ge den."),
    )

    def __init__(
        self,
        *args: Any,
        boards: QuerySet[Board],
        units: QuerySet[Unit],
        programmes: QuerySet[Programme],
        managers: QuerySet[User],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.persons = managers.count()
        self.fields["board"] = forms.ModelChoiceField(
            label=_("Nämnd"),
            queryset=boards,
            required=False,
            help_text=_("Behövs för alla utom samordnare, som i stället har ett program."),
        )
        self.fields["programme"] = forms.ModelChoiceField(
            label=_("Program"),
            queryset=programmes,
            required=False,
            help_text=_("Behövs för samordnare. Alla programmets nämnder måste godkänna."),
        )
        self.boards = boards
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Enhet"),
            queryset=units,
            required=False,
            help_text=_("Behövs för enhetschef, ersättare, medarbetare och volontär."),
        )
        self.fields["deputy_for"] = forms.ModelChoiceField(
            label=_("Ersätter"),
            queryset=managers,
            required=False,
            help_text=_("Den enhetschef som en ersättare träder in för."),
        )
        self.order_fields(["user", "role", "programme", "board", "unit", "deputy_for", "starts_on", "ends_before"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, board, unit = cleaned.get("role"), cleaned.get("board"), cleaned.get("unit")
        if role == Role.COORDINATOR:
            self._clean_programme(cleaned)
        elif role:
            self._clean_board(cleaned)
        check_unit(self, role, board, unit)
        if role and role != Role.DEPUTY and cleaned.get("deputy_for"):
            self.add_error("deputy_for", _("Lämna tomt: bara en ersättare träder in för någon."))
        starts_on = cleaned.get("starts_on")
        if starts_on and starts_on < self.today:
            self.add_error("starts_on", _("Välj i dag eller senare: en roll kan inte ha gällt förut."))
        return cleaned

    def _clean_programme(self, cleaned: dict[str, Any]) -> None:
        """A coordinator is asked for by one of the administrator's boards that is in the programme."""
        programme = cleaned.get("programme")
        if programme is None:
            if "programme" not in self.errors:
                self.add_error("programme", _("Välj ett program: en samordnare samordnar ett program."))
            return
        cleaned["board"] = self.boards.filter(programmes=programme).first()

    def _clean_board(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("board") is None and "board" not in self.errors:
            self.add_error("board", _("Välj en nämnd."))
        if cleaned.get("programme") is not None:
            self.add_error("programme", _("Lämna tomt: bara en samordnare har ett program."))


class ProlongForm(RefusableForm):
    ends_before = forms.DateField(
        label=_("Nytt slut (ej med)"),
        required=False,
        widget=DayInput,
        help_text=_("Lämna tomt, så gäller rollen så länge som nämnden brukar ge den."),
    )

    def add_refusal(self, refusal: Exception) -> None:
        self.add_error("ends_before", why_not(refusal))


class EndForm(RefusableForm):
    """When a role ends. today: the earliest day, and what is meant when no day is given."""

    refused_in: ClassVar[dict[type[Exception], str]] = {
        EndNotEarlier: "on",
        FewAccessAdministrators: "accepts_one_left",
    }

    on = forms.DateField(label=_("Gäller inte längre från"), widget=DayInput)
    accepts_one_left = forms.BooleanField(
        label=_("Jag vet att en behörighetsadministratör blir ensam kvar, och ordnar en till."), required=False
    )

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today

    @property
    def asks_about_one_left(self) -> bool:
        return "accepts_one_left" in self.errors

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("Välj i dag eller senare."))
        return on
