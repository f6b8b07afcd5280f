"""Access administrators give roles within their own boards, and nobody else does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from tests.factories import TODAY, Cast, make_user, sign_in_as

FIELDS = {"starts_on": TODAY.isoformat(), "role": Role.COORDINATOR, "user": "utomstaende"}


@pytest.mark.parametrize("who", ["coordinator", "manager", "employee", "auditor", "outsider"])
@pytest.mark.parametrize("page", ["grant-list", "grant-add", "user-add"])
def test_only_access_administrators_reach_the_roles(client: Client, cast: Cast, who: str, page: str) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(reverse(f"accounts:{page}")).status_code == 403


def test_list_shows_the_roles_of_ones_own_boards(client: Client, cast: Cast) -> None:
    page = sign_in_as(client, cast.access_administrator).get(reverse("accounts:grant-list")).context["page"]
    assert {grant.board for grant in page} == {cast.board}
    assert len(page.object_list) == RoleGrant.objects.filter(board=cast.board).count()


def test_list_takes_the_same_number_of_queries_however_long(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("accounts:grant-list"))
    for _number in range(30):
        make_user((Role.EMPLOYEE, cast.unit))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("accounts:grant-list"))
    assert len(many) == len(few)


def test_administrator_gives_a_role(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    assert client.post(reverse("accounts:grant-add"), FIELDS | {"board": cast.board.pk}).status_code == 302
    grant = cast.outsider.grants.get()
    assert (grant.role, grant.board, grant.granted_by) == (Role.COORDINATOR, cast.board, cast.access_administrator)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("board", {"board": "partner"}),
        ("unit", {"role": Role.UNIT_MANAGER}),
        ("unit", {"unit": "unit"}),
        ("user", {"user": "behorighet"}),
        ("user", {"user": "ingen-alls"}),
        ("ends_before", {"ends_before": TODAY.isoformat()}),
        ("starts_on", {"starts_on": "i morgon"}),
    ],
)
def test_bad_grant_is_told_and_not_made(client: Client, cast: Cast, field: str, fields: dict[str, str]) -> None:
    named = {key: getattr(cast, text).pk if key in {"board", "unit"} else text for key, text in fields.items()}
    sign_in_as(client, cast.access_administrator)
    before = RoleGrant.objects.count()
    response = client.post(reverse("accounts:grant-add"), FIELDS | {"board": cast.board.pk} | named)
    assert set(response.context["form"].errors) == {field}
    assert RoleGrant.objects.count() == before


def test_administrator_ends_a_role(client: Client, cast: Cast) -> None:
    grant = cast.manager.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert client.post(reverse("accounts:grant-end", args=[grant.pk])).status_code == 302
    grant.refresh_from_db()
    assert grant.ends_before is not None


def test_grant_of_another_board_is_not_there(client: Client, cast: Cast) -> None:
    grant = cast.trainer.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert client.post(reverse("accounts:grant-end", args=[grant.pk])).status_code == 404
    grant.refresh_from_db()
    assert grant.ends_before is None


def test_last_access_administrator_is_kept_and_told(client: Client, cast: Cast) -> None:
    grant = cast.access_administrator.grants.get()
    sign_in_as(client, cast.access_administrator)
    response = client.post(reverse("accounts:grant-end", args=[grant.pk]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Ge rollen till någon annan först: nämnden behöver en behörighetsadministratör."
    ]
    grant.refresh_from_db()
    assert grant.ends_before is None


def test_administrator_adds_a_user_and_goes_on_to_the_role(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    fields = {"username": "ny", "name": "Ny Exempel", "password": "en lugn stund vid kaffet"}
    response = client.post(reverse("accounts:user-add"), fields)
    assert response["Location"] == reverse("accounts:grant-add") + "?vem=ny"
    assert 'value="ny"' in client.get(response["Location"]).content.decode()
    assert User.objects.get(username="ny").name == "Ny Exempel"


@pytest.mark.parametrize(("field", "text"), [("username", "chef"), ("password", "kort"), ("name", "")])
def test_bad_user_is_told_and_not_made(client: Client, cast: Cast, field: str, text: str) -> None:
    sign_in_as(client, cast.access_administrator)
    before = User.objects.count()
    fields = {"username": "ny", "name": "Ny Exempel", "password": "en lugn stund vid kaffet", field: text}
    assert set(client.post(reverse("accounts:user-add"), fields).context["form"].errors) == {field}
    assert User.objects.count() == before


def test_administrator_sets_a_new_password(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:user-password", args=[cast.manager.pk])
    assert address in client.get(reverse("accounts:grant-list")).content.decode()
    assert client.post(address, {"password": "en lugn stund vid kaffet"}).status_code == 302
    assert User.objects.get(pk=cast.manager.pk).check_password("en lugn stund vid kaffet")
    assert AuditEvent.objects.get(action="accounts.change_password").actor == cast.access_administrator


def test_new_password_that_is_too_easy_is_told_and_not_set(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    response = client.post(reverse("accounts:user-password", args=[cast.manager.pk]), {"password": "kort"})
    assert set(response.context["form"].errors) == {"password"}
    assert User.objects.get(pk=cast.manager.pk).check_password("exempel-losenord-1")


@pytest.mark.parametrize("who", ["trainer", "coordinator", "outsider", "access_administrator"])
def test_users_with_a_role_elsewhere_or_none_and_oneself_are_out_of_reach(client: Client, cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    sign_in_as(client, cast.access_administrator)
    fields = {"password": "en lugn stund vid kaffet"}
    assert client.post(reverse("accounts:user-password", args=[user.pk]), fields).status_code == 404
    assert User.objects.get(pk=user.pk).check_password("exempel-losenord-1")
