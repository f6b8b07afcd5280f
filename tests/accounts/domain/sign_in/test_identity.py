"""Which user of ours somebody is whom the municipality's identity provider vouches for."""

from __future__ import annotations

import pytest

from lyhord.accounts.domain.sign_in.codes import CodeNotValid, issue_code, redeem_code
from lyhord.accounts.domain.sign_in.identity import Identity, IdentityRefused, NotKnownHere, user_of
from lyhord.accounts.domain.sign_in.users import UsernameTaken, create_user
from lyhord.accounts.models import User
from tests.accounts.domain.roles.test_claim_rules import STAFF, approved
from tests.factories import TODAY, Cast
from tests.factories.rows import at

NOW = at(TODAY, 9)


def come_in(username: str, subject: str = "nyckel") -> User:
    identity = Identity("p", subject, username, "Exempel", STAFF, is_strong=False)
    return user_of(identity=identity, now=NOW, today=TODAY)


def test_capitals_make_no_other_user(cast: Cast) -> None:
    approved(cast)
    with pytest.raises(UsernameTaken):
        create_user(username="Chef", name="Exempel", created_by=None, now=NOW)
    with pytest.raises(IdentityRefused, match="taken"):
        come_in("CHEF")


def test_name_that_is_too_long_is_not_cut_into_another(cast: Cast) -> None:
    approved(cast)
    assert come_in("x" * 150).username == "x" * 150
    with pytest.raises(NotKnownHere):
        come_in("x" * 151, "annan")


def test_code_that_was_handed_over_stops_when_the_provider_has_let_the_person_in(cast: Cast) -> None:
    user = create_user(username="ny", name="Exempel", created_by=None, now=NOW)
    code = issue_code(user=user, issued_by=cast.access_administrator, now=NOW)
    assert come_in("Ny") == user
    with pytest.raises(CodeNotValid):
        redeem_code(code=code, password="en lugn stund vid kaffet", now=NOW)
