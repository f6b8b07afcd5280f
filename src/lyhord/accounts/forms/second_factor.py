"""Codes, passkeys and one's own password once more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.common.outside_json import NotReadable, read_outside_json


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kod"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class CredentialField(forms.Field):
    """What a browser's passkey answered: an object of modest size and depth."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> dict[str, Any]:
        try:
            answer = read_outside_json(str(value))
        except NotReadable:
            answer = None
        if not isinstance(answer, dict):
            raise forms.ValidationError(_("Det är inget svar från en passkey."))
        return answer


class CredentialForm(forms.Form):
    credential = CredentialField()


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Namn på passkeyn"), max_length=60, help_text=_("Så att du känner igen den, till exempel Min mobil.")
    )


class OwnPasswordForm(forms.Form):
    """user: whose password it must be."""

    password = forms.CharField(
        label=_("Ditt lösenord"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("Lösenordet stämmer inte."))
        return password
