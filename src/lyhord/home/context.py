"""What every page shows of the user: the menu, the roles and where to search."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from lyhord.accounts.enums import Role
from lyhord.accounts.permissions import grants_of
from lyhord.home.domain.menu import SETTINGS, menu_for


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return lazy values: a page without a menu, such as an error page, asks the database nothing."""
    return {
        "menu": SimpleLazyObject(lambda: menu_for(request.user, request.path)),
        "settings_menu": SimpleLazyObject(lambda: menu_for(request.user, request.path, SETTINGS)),
        "search_url": reverse("home:search"),
        "my_roles": SimpleLazyObject(lambda: _roles(request)),
    }


def _roles(request: HttpRequest) -> list[str]:
    held = {Role(grant.role) for grant in grants_of(request.user)}
    return [str(role.label) for role in Role if role in held]
