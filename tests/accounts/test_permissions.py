"""The one policy denies by default."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from lyhord.accounts.permissions import UnknownAction, can, grants_of
from tests.factories import Cast


def test_unknown_action_is_an_error(cast: Cast) -> None:
    with pytest.raises(UnknownAction):
        can(cast.coordinator, "places.fly")


def test_nobody_signed_in_has_no_grants() -> None:
    assert grants_of(AnonymousUser()) == ()


def test_inactive_user_has_no_grants(cast: Cast) -> None:
    cast.manager.is_active = False
    assert grants_of(cast.manager) == ()
