"""An access administrator hands over a code and never knows a password or a second factor."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain.sign_in.codes import CodeNotValid, issue_code, redeem_code
from lyhord.accounts.models import AuditEvent, SignInCode, User
from lyhord.common import clock
from tests.factories import Cast, sign_in_as
from tests.factories.factors import add_app, code_shown

REDEEM, GOOD = "/konto/engangskod/", "en lugn stund vid kaffet"
OLD = "exempel-losenord-1"


def fields(code: str, **changed: str) -> dict[str, str]:
    return {"code": code, "password": GOOD, "again": GOOD} | changed


def test_new_user_gets_a_code_that_is_shown_once(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    response = client.post(reverse("accounts:user-add"), {"username": "ny", "name": "Ny Exempel"})
    code = response.context["code"]
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code)
    assert not SignInCode.objects.filter(digest__contains=code).exists()
    assert not User.objects.get(username="ny").has_usable_password()
    browser = Client()
    assert browser.post(REDEEM, fields(f" {code.lower().replace('-', ' ')} "))["Location"] == "/"
    assert User.objects.get(username="ny").check_password(GOOD)
    assert browser.get("/").context["user"].username == "ny"


@pytest.mark.parametrize(("field", "text"), [("username", "chef"), ("name", "")])
def test_bad_user_is_told_and_not_made(client: Client, cast: Cast, field: str, text: str) -> None:
    sign_in_as(client, cast.access_administrator)
    before = User.objects.count()
    wrong = {"username": "ny", "name": "Ny Exempel", field: text}
    assert set(client.post(reverse("accounts:user-add"), wrong).context["form"].errors) == {field}
    assert User.objects.count() == before


def test_code_ends_the_old_password_and_the_sessions_at_once(client: Client, cast: Cast) -> None:
    browser = sign_in_as(Client(), cast.manager)
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:code-issue", args=[cast.manager.pk])
    grant = cast.manager.grants.get()
    assert address in client.get(reverse("accounts:grant-detail", args=[grant.pk])).content.decode()
    client.post(address)
    assert browser.get("/").status_code == 302
    assert not User.objects.get(pk=cast.manager.pk).check_password(OLD)
    assert AuditEvent.objects.get(action="accounts.issue_code").actor == cast.access_administrator


@pytest.mark.parametrize("is_lost", [False, True])
def test_code_leaves_the_second_factor_unless_it_is_lost(client: Client, cast: Cast, is_lost: bool) -> None:
    add_app(cast.manager)
    sign_in_as(client, cast.access_administrator)
    wanted = {"is_factor_lost": "on"} if is_lost else {}
    code = client.post(reverse("accounts:code-issue", args=[cast.manager.pk]), wanted).context["code"]
    assert Authenticator.objects.filter(user=cast.manager).exists() is not is_lost
    browser = Client()
    browser.post(REDEEM, fields(code))
    assert ("_auth_user_id" in browser.session) is is_lost
    steps = [step for step, _status in browser.get("/konto/losenord/", follow=True).redirect_chain]
    assert steps[-1] == ("/konto/inloggning/" if is_lost else "/konto/logga-in/?next=/konto/losenord/")


def test_code_works_once(cast: Cast) -> None:
    code = issue_code(user=cast.manager, issued_by=None, now=clock.now())
    redeem_code(code=code, password=GOOD, now=clock.now())
    with pytest.raises(CodeNotValid):
        redeem_code(code=code, password=GOOD, now=clock.now())


def test_new_code_replaces_the_one_before(cast: Cast) -> None:
    first = issue_code(user=cast.manager, issued_by=None, now=clock.now())
    issue_code(user=cast.manager, issued_by=None, now=clock.now())
    with pytest.raises(CodeNotValid):
        redeem_code(code=first, password=GOOD, now=clock.now())


@pytest.mark.parametrize(("hours", "is_valid"), [(23, True), (25, False)])
def test_code_lasts_a_day(client: Client, cast: Cast, hours: int, is_valid: bool) -> None:
    code = issue_code(user=cast.manager, issued_by=None, now=clock.now())
    with time_machine.travel(clock.now() + dt.timedelta(hours=hours)):
        assert (client.post(REDEEM, fields(code)).status_code == 302) is is_valid


def test_wrong_code_closed_account_and_easy_password_let_nobody_in(client: Client, cast: Cast) -> None:
    code = issue_code(user=cast.manager, issued_by=None, now=clock.now())
    assert set(client.post(REDEEM, fields("AAAA-BBBB-CCCC-DDDD")).context["form"].errors) == {"code"}
    assert set(client.post(REDEEM, fields(code, password="kort", again="kort")).context["form"].errors) == {"password"}
    assert set(client.post(REDEEM, fields(code, again="annat")).context["form"].errors) == {"again"}
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert set(client.post(REDEEM, fields(code)).context["form"].errors) == {"code"}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("who", ["trainer", "coordinator", "outsider", "access_administrator"])
def test_users_with_a_role_elsewhere_or_none_and_oneself_are_out_of_reach(client: Client, cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    sign_in_as(client, cast.access_administrator)
    assert client.post(reverse("accounts:code-issue", args=[user.pk])).status_code == 404
    assert User.objects.get(pk=user.pk).check_password(OLD)


def test_codes_are_guessed_ten_times_in_a_quarter(client: Client, db: None) -> None:
    statuses = [client.post(REDEEM, fields("AAAA-BBBB-CCCC-DDDD")).status_code for _time in range(11)]
    assert statuses == [200] * 10 + [429]


def test_code_used_where_another_is_signed_in_asks_for_ones_own_factor(client: Client, cast: Cast) -> None:
    secret = add_app(cast.manager)
    code = issue_code(user=cast.manager, issued_by=None, now=clock.now())
    sign_in_as(client, cast.coordinator)
    assert client.post(REDEEM, fields(code))["Location"] == "/konto/andra-steget/"
    assert "_auth_user_id" not in client.session
    client.post("/konto/andra-steget/", {"code": code_shown(secret)})
    assert client.get("/").context["user"] == cast.manager
