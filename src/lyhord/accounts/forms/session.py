"""Signing in and changing one's password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Says the same whether the name, the password or the account is what is wrong."""

    error_messages = {
        "invalid_login": _("Användarnamnet och lösenordet hör inte ihop. Kontrollera båda och försök igen."),
        "inactive": _("Användarnamnet och lösenordet hör inte ihop. Kontrollera båda och försök igen."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Användarnamn")
        self.fields["password"].label = _("Lösenord")


class PasswordForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": _("Det nuvarande lösenordet stämmer inte."),
        "password_mismatch": _("De två nya lösenorden är inte lika."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Lösenordet du har nu")
        self.fields["new_password1"].label = _("Nytt lösenord")
        self.fields["new_password1"].help_text = _("Minst 12 tecken. En hel mening går bra och är lätt att minnas.")
        self.fields["new_password2"].label = _("Nytt lösenord igen")
