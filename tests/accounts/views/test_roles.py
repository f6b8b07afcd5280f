"""Access administrators give roles within their own boards, and nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import can, grants_of
from tests.factories import TODAY, Cast, make_programme, make_user, sign_in_as
from tests.factories.rows import at

FIELDS = {"starts_on": TODAY.isoformat(), "role": Role.COORDINATOR, "user": "utomstaende"}


def fields_of(cast: Cast) -> dict[str, Any]:
    return FIELDS | {"programme": make_programme(cast.board).pk}


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(at(TODAY, 9))


@pytest.mark.parametrize("who", ["coordinator", "manager", "employee", "operator", "outsider"])
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


def test_one_proposes_and_another_approves(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    assert client.post(reverse("accounts:grant-add"), fields_of(cast)).status_code == 302
    grant = cast.outsider.grants.get()
    assert (grant.role, grant.board, grant.state) == (Role.COORDINATOR, cast.board, GrantState.PROPOSED)
    assert (grant.proposed_by, can(cast.outsider, "imports.read_in")) == (cast.access_administrator, False)
    assert list(client.get(reverse("accounts:grant-list")).context["proposed"]) == [grant]

    sign_in_as(client, cast.second_administrator)
    assert list(client.get(reverse("accounts:grant-list")).context["to_decide"]) == [grant]
    assert client.post(reverse("accounts:grant-approve", args=[grant.pk])).status_code == 302
    assert can(User.objects.get(pk=cast.outsider.pk), "imports.read_in")
    page = client.get(reverse("accounts:grant-detail", args=[grant.pk])).content.decode()
    assert "behorighet2" in page


def propose(client: Client, cast: Cast) -> RoleGrant:
    sign_in_as(client, cast.access_administrator)
    client.post(reverse("accounts:grant-add"), fields_of(cast))
    return cast.outsider.grants.get()


def messages_after(client: Client, name: str, grant: RoleGrant) -> list[str]:
    response = client.post(reverse(f"accounts:{name}", args=[grant.pk]), follow=True)
    return [str(message) for message in response.context["messages"]]


def test_own_proposal_is_not_approved_and_told(client: Client, cast: Cast) -> None:
    grant = propose(client, cast)
    assert messages_after(client, "grant-approve", grant)[-1] == (
        "Du föreslog det själv. En annan behörighetsadministratör måste bestämma."
    )
    grant.refresh_from_db()
    assert grant.state == GrantState.PROPOSED


def test_another_declines(client: Client, cast: Cast) -> None:
    grant = propose(client, cast)
    sign_in_as(client, cast.second_administrator)
    messages_after(client, "grant-decline", grant)
    grant.refresh_from_db()
    assert (grant.state, grant.settled_by) == (GrantState.DECLINED, cast.second_administrator)
    assert messages_after(client, "grant-approve", grant) == ["Det är redan bestämt."]


def test_who_proposed_takes_it_back(client: Client, cast: Cast) -> None:
    grant = propose(client, cast)
    messages_after(client, "grant-withdraw", grant)
    grant.refresh_from_db()
    assert grant.state == GrantState.WITHDRAWN


@pytest.mark.parametrize("name", ["grant-approve", "grant-decline", "grant-withdraw", "grant-end"])
def test_proposal_of_another_board_is_not_there(client: Client, cast: Cast, name: str) -> None:
    stranger = make_user((Role.ACCESS_ADMINISTRATOR, cast.partner))
    grant = propose(client, cast)
    sign_in_as(client, stranger)
    assert client.post(reverse(f"accounts:{name}", args=[grant.pk])).status_code == 404
    grant.refresh_from_db()
    assert grant.state == GrantState.PROPOSED


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("programme", {"programme": ""}),
        ("programme", {"role": Role.AUDITOR}),
        ("board", {"role": Role.AUDITOR, "programme": "", "board": "partner"}),
        ("board", {"role": Role.AUDITOR, "programme": "", "board": ""}),
        ("unit", {"role": Role.UNIT_MANAGER, "programme": ""}),
        ("unit", {"unit": "unit"}),
        ("deputy_for", {"role": Role.DEPUTY, "programme": "", "unit": "unit"}),
        ("deputy_for", {"deputy_for": "manager"}),
        ("deputy_for", {"role": Role.DEPUTY, "programme": "", "unit": "other_unit", "deputy_for": "manager"}),
        ("user", {"user": "behorighet"}),
        ("user", {"user": "ingen-alls"}),
        ("role", {"user": "granskare"}),
        ("ends_before", {"ends_before": TODAY.isoformat()}),
        ("ends_before", {"ends_before": "2030-01-01"}),
        ("starts_on", {"starts_on": "i morgon"}),
        ("starts_on", {"starts_on": "2025-10-05"}),
    ],
)
def test_bad_proposal_is_told_and_not_made(client: Client, cast: Cast, field: str, fields: dict[str, str]) -> None:
    rows = {"board", "unit", "deputy_for"}
    named = {key: getattr(cast, text).pk if text and key in rows else text for key, text in fields.items()}
    sign_in_as(client, cast.access_administrator)
    before = RoleGrant.objects.count()
    response = client.post(reverse("accounts:grant-add"), fields_of(cast) | {"board": cast.board.pk} | named)
    assert set(response.context["form"].errors) == {field}
    assert RoleGrant.objects.count() == before


def end(client: Client, grant: RoleGrant, **fields: str) -> Any:
    return client.post(reverse("accounts:grant-end", args=[grant.pk]), {"on": TODAY.isoformat()} | fields)


def test_administrator_ends_a_role(client: Client, cast: Cast) -> None:
    grant = cast.manager.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert end(client, grant).status_code == 302
    grant.refresh_from_db()
    assert grant.ends_before == TODAY
    assert grants_of(User.objects.get(pk=cast.manager.pk)) == ()


def test_role_is_not_ended_in_the_past(client: Client, cast: Cast) -> None:
    grant = cast.manager.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert set(end(client, grant, on="2025-10-05").context["form"].errors) == {"on"}
    grant.refresh_from_db()
    assert grant.ends_before is None


def test_more_time_is_proposed(client: Client, cast: Cast) -> None:
    grant = cast.manager.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert client.get(reverse("accounts:grant-prolong", args=[grant.pk])).status_code == 404
    end(client, grant, on="2025-11-01")
    address = reverse("accounts:grant-prolong", args=[grant.pk])
    assert client.get(address).status_code == 200
    for too_late_or_too_early in ("2035-01-01", "2025-11-01", "2025-10-20"):
        answer = client.post(address, {"ends_before": too_late_or_too_early})
        assert set(answer.context["form"].errors) == {"ends_before"}
    assert client.post(address, {"ends_before": "2026-01-01"}).status_code == 302
    more = cast.manager.grants.get(state=GrantState.PROPOSED)
    assert (more.continues, more.starts_on.isoformat(), more.unit) == (grant, "2025-11-01", cast.unit)


def test_grant_of_another_board_is_not_there(client: Client, cast: Cast) -> None:
    grant = cast.trainer.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert end(client, grant).status_code == 404
    assert client.get(reverse("accounts:grant-detail", args=[grant.pk])).status_code == 404
    grant.refresh_from_db()
    assert grant.ends_before is None


def test_one_administrator_left_must_be_known_and_none_is_refused(client: Client, cast: Cast) -> None:
    one, two = cast.access_administrator.grants.get(), cast.second_administrator.grants.get()
    sign_in_as(client, cast.access_administrator)
    assert "accepts_one_left" not in client.get(reverse("accounts:grant-detail", args=[two.pk])).content.decode()
    warned = end(client, two)
    assert set(warned.context["form"].errors) == {"accepts_one_left"}
    assert 'name="accepts_one_left"' in warned.content.decode()
    assert end(client, two, accepts_one_left="on").status_code == 302
    page = client.get(reverse("accounts:grant-list")).content.decode()
    assert "Äldrenämnden (exempel) har för få behörighetsadministratörer" in page
    assert "behöver en behörighetsadministratör" in end(client, one, accepts_one_left="on").content.decode()
    one.refresh_from_db()
    assert one.ends_before is None


def test_auditor_sees_the_roles_and_changes_nothing(client: Client, cast: Cast) -> None:
    grant = cast.manager.grants.get()
    sign_in_as(client, cast.auditor)
    page = client.get(reverse("accounts:grant-list"))
    assert (page.status_code, page.context["may_change"]) == (200, False)
    assert "Avsluta rollen" not in client.get(reverse("accounts:grant-detail", args=[grant.pk])).content.decode()
    assert end(client, grant).status_code == 403
