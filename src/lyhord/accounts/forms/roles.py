"""New users and their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.roles import UNIT_ROLES
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.organisation.models import Board, Unit
from lyhord.web.forms import DayInput


class NewUserForm(forms.Form):
    username = forms.CharField(label=_("Användarnamn"), max_length=150, help_text=_("Det som personen loggar in med."))
    name = forms.CharField(label=_("Namn"), max_length=200)
    password = forms.CharField(
        label=_("Första lösenordet"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minst 12 tecken. Lämna det till personen, som sedan byter det själv."),
    )

    def clean_username(self) -> str:
        username: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Användarnamnet finns redan. Välj ett annat."))
        return username

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class NewPasswordForm(forms.Form):
    """user: whose password it becomes, so that it does not repeat the name."""

    password = forms.CharField(
        label=_("Nytt lösenord"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minst 12 tecken. Lämna det till personen, som sedan byter det själv."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class GrantForm(forms.Form):
    """Offers only the boards, and the units of those boards, that the administrator answers for."""

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
        help_text=_("Lämna tomt om den gäller tills vidare."),
    )

    def __init__(self, *args: Any, boards: QuerySet[Board], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"] = forms.ModelChoiceField(label=_("Nämnd"), queryset=boards)
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Enhet"),
            queryset=units,
            required=False,
            help_text=_("Behövs för enhetschef, ersättare, medarbetare och volontär."),
        )
        self.order_fields(["user", "role", "board", "unit", "starts_on", "ends_before"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, board, unit = cleaned.get("role"), cleaned.get("board"), cleaned.get("unit")
        if role in UNIT_ROLES and unit is None and "unit" not in self.errors:
            self.add_error("unit", _("Välj en enhet: den här rollen gäller inom en enhet."))
        if role and role not in UNIT_ROLES and unit is not None:
            self.add_error("unit", _("Lämna enheten tom: den här rollen gäller för hela nämnden."))
        elif unit is not None and board is not None and unit.board != board:
            self.add_error("unit", _("Enheten hör till en annan nämnd. Välj en enhet under samma nämnd."))
        starts_on, ends_before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if starts_on and ends_before and ends_before <= starts_on:
            self.add_error("ends_before", _("Slutet måste komma efter början."))
        return cleaned
