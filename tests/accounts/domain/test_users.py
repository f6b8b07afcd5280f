"""Users are made without rights; a password that is easy to guess is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from lyhord.accounts.domain.users import UsernameTaken, change_password, create_user
from lyhord.accounts.models import AuditEvent, User
from lyhord.accounts.permissions import grants_of
from lyhord.config import settings as installation
from tests.factories import TODAY, Cast
from tests.factories.rows import at

NOW = at(TODAY, 9)
GOOD = "en lugn stund vid kaffet"


def test_new_user_has_no_rights(cast: Cast, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = installation.PASSWORD_HASHERS
    user = create_user(username="ny", name="Ny Exempel", password=GOOD, created_by=cast.access_administrator, now=NOW)
    assert user.check_password(GOOD)
    assert user.password.startswith("argon2")
    assert grants_of(user) == ()
    assert AuditEvent.objects.get(action="accounts.create_user").object_id == user.pk


def test_username_is_taken_once(cast: Cast) -> None:
    with pytest.raises(UsernameTaken):
        create_user(username=cast.employee.username, name="", password=GOOD, created_by=None, now=NOW)


@pytest.mark.parametrize("password", ["kort", "password1234", ""])
def test_easy_password_makes_no_user(db: None, password: str) -> None:
    with pytest.raises(ValidationError):
        create_user(username="ny", name="", password=password, created_by=None, now=NOW)
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_changed_password_replaces_the_old(cast: Cast) -> None:
    change_password(user=cast.employee, password=GOOD, changed_by=cast.employee, now=NOW)
    employee = User.objects.get(pk=cast.employee.pk)
    assert employee.check_password(GOOD)
    assert not employee.check_password("exempel-losenord-1")
