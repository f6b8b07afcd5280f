"""Shared fixtures."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.factories import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The known cast and its small world."""
    return make_cast()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Argon2 is slow by design, and the cast has thirteen users."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
