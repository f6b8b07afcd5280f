"""New users, and one-time codes for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.sign_in.users import LONGEST_USERNAME, users_called
from lyhord.accounts.models import User


class NewUserForm(forms.Form):
    username = forms.CharField(
        label=_("Användarnamn"), max_length=LONGEST_USERNAME, help_text=_("Det som personen loggar in med.")
    )
    name = forms.CharField(label=_("Namn"), max_length=200)

    def clean_username(self) -> str:
        username: str = User.normalize_username(self.cleaned_data["username"])
        if users_called(username).exists():
            raise forms.ValidationError(_("Användarnamnet finns redan. Välj ett annat."))
        return username


class IssueForm(forms.Form):
    is_factor_lost = forms.BooleanField(
        label=_("Personen har också tappat sin app eller passkey, och sina reservkoder"),
        required=False,
        help_text=_("Då tas de bort, och personen lägger till nya."),
    )


class AskForm(IssueForm):
    reason = forms.CharField(
        label=_("Varför behövs koden?"),
        max_length=200,
        help_text=_("De andra nämnderna läser det. Skriv till exempel hur personen har hört av sig."),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför säger du nej?"), max_length=200, help_text=_("Den som bad om koden läser det.")
    )


class RedeemForm(forms.Form):
    code = forms.CharField(
        label=_("Engångskod"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Fyra grupper med fyra tecken."),
    )
    password = forms.CharField(
        label=_("Nytt lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minst 12 tecken. En hel mening går bra och är lätt att minnas."),
    )
    again = forms.CharField(
        label=_("Nytt lösenord igen"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("De två lösenorden är inte lika."))
        return cleaned
