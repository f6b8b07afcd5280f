"""What allauth asks us: nobody signs up by themselves, and secrets of second factors are encrypted at rest."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


class AccountsHaveNoMail(TypeError):
    """Nothing about an account is ever sent by mail; whoever tries has called a part of allauth that we do not use."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        raise AccountsHaveNoMail


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    def get_totp_issuer(self) -> str:
        return _("Lyhörd")

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.KEYS.factors.encode()).digest()))
