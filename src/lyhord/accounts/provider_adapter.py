"""What allauth does when an identity provider has answered: nothing of its own."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from lyhord.accounts.views.identity import let_in, refused


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Hands the checked identity to our own sign-in, and shows our own page when it did not hold."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        raise ImmediateHttpResponse(let_in(request, sociallogin.identity, sociallogin.state.get("next")))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(refused(request, "cancelled" if kwargs.get("error") == "cancelled" else "failed"))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False
