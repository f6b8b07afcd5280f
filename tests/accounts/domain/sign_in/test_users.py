"""Users are made without rights; a password that is easy to guess is refused, and nobody sets another's."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from lyhord.accounts.domain.sign_in.users import UsernameTaken, change_password, create_user
from lyhord.accounts.models import AuditEvent, Session, User
from lyhord.accounts.permissions import grants_of
from lyhord.config import settings as installation
from tests.factories import TODAY, Cast, sign_in_as
from tests.factories.rows import at

NOW = at(TODAY, 9)
GOOD = "en lugn stund vid kaffet"


def test_new_user_has_no_rights_and_no_password(cast: Cast) -> None:
    user = create_user(username="ny", name="Ny Exempel", created_by=cast.access_administrator, now=NOW)
    assert not user.has_usable_password()
    assert grants_of(user) == ()
    assert AuditEvent.objects.get(action="accounts.create_user").object_id == user.pk


def test_username_is_taken_once(cast: Cast) -> None:
    with pytest.raises(UsernameTaken):
        create_user(username=cast.employee.username, name="", created_by=None, now=NOW)


@pytest.mark.parametrize("password", ["kort", "password1234", ""])
def test_easy_password_changes_nothing(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        change_password(user=cast.employee, password=password, but=None, now=NOW)
    assert User.objects.get(pk=cast.employee.pk).check_password("exempel-losenord-1")
    assert not AuditEvent.objects.exists()


def test_changed_password_replaces_the_old_and_ends_the_other_sessions(cast: Cast, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = installation.PASSWORD_HASHERS
    here, there = sign_in_as(Client(), cast.employee), sign_in_as(Client(), cast.employee)
    change_password(user=cast.employee, password=GOOD, but=here.session.session_key, now=NOW)
    employee = User.objects.get(pk=cast.employee.pk)
    assert employee.password.startswith("argon2")
    assert employee.check_password(GOOD)
    assert not employee.check_password("exempel-losenord-1")
    assert [row.session_key for row in Session.objects.filter(user=employee)] == [here.session.session_key]
    assert "_auth_user_id" not in there.session
