"""Who gives roles in one board is offered nothing of another, also when they have another role there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain.operator import add_administrator
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import ClaimRule, RoleGrant
from tests.accounts.giving import NOW, propose
from tests.factories import TODAY, Cast, make_programme, make_unit, make_user, sign_in_as


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def administrator(client: Client, cast: Cast) -> Client:
    """Of the board; in the partner board the person reads."""
    make_unit(cast.partner, "Enhet Deras (exempel)")
    user = make_user((Role.ACCESS_ADMINISTRATOR, cast.board), (Role.BOARD_READER, cast.partner))
    return sign_in_as(client, user)


def offered(client: Client, page: str, field: str) -> set[Any]:
    return set(client.get(reverse(f"accounts:{page}")).context["form"].fields[field].queryset)


def test_a_role_is_proposed_within_the_own_boards_units_and_programmes(administrator: Client, cast: Cast) -> None:
    shared = make_programme(cast.board, cast.partner)
    make_programme(cast.partner)
    make_user((Role.UNIT_MANAGER, make_unit(cast.partner, "Enhet Deras (exempel)")))
    programmes = {make_programme(cast.board), shared}
    assert offered(administrator, "grant-add", "board") == {cast.board}
    assert offered(administrator, "grant-add", "unit") == {cast.unit, cast.other_unit}
    assert offered(administrator, "grant-add", "programme") == programmes
    assert offered(administrator, "grant-add", "deputy_for") == {cast.manager}


def test_a_rule_is_proposed_within_the_own_boards_and_units(administrator: Client, cast: Cast) -> None:
    assert offered(administrator, "rule-add", "board") == {cast.board}
    assert offered(administrator, "rule-add", "unit") == {cast.unit, cast.other_unit}
    fields = {"claim": "groups", "text": "lyhord", "role": Role.BOARD_READER, "board": cast.partner.pk}
    response = administrator.post(reverse("accounts:rule-add"), fields)
    assert set(response.context["form"].errors) == {"board"}
    assert not ClaimRule.objects.exists()


def test_the_list_is_narrowed_to_the_own_boards_and_units(administrator: Client, cast: Cast) -> None:
    choices = administrator.get(reverse("accounts:grant-list")).context["filter"].fields["inom"].choices
    assert {key for key, _text in choices} == {"", *(str(row.pk) for row in (cast.board, cast.unit, cast.other_unit))}


def test_the_list_tells_whom_the_operator_added_to_the_own_boards(administrator: Client, cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.second_administrator).update(ends_before=TODAY)
    RoleGrant.objects.filter(user=cast.access_administrator).update(ends_before=TODAY)
    for board, username in ((cast.board, "anna"), (cast.partner, "bodil")):
        add_administrator(board=board, username=username, today=TODAY, now=NOW)
    added = administrator.get(reverse("accounts:grant-list")).context["added"]
    assert [grant.user.username for grant in added] == ["anna"]


def test_the_list_tells_which_proposals_are_ones_own(client: Client, cast: Cast) -> None:
    own = propose(cast, cast.outsider, Role.AUDITOR)
    others = propose(cast, make_user(), Role.AUDITOR, proposed_by=cast.second_administrator)
    page = sign_in_as(client, cast.access_administrator).get(reverse("accounts:grant-list")).context
    assert (list(page["proposed"]), list(page["to_decide"])) == ([own], [others])


def test_who_only_reviews_a_board_is_offered_no_change_of_its_roles(client: Client, cast: Cast) -> None:
    user = make_user((Role.ACCESS_ADMINISTRATOR, cast.board), (Role.AUDITOR, cast.partner))
    theirs = cast.trainer.grants.get()
    assert theirs.state == GrantState.APPROVED
    sign_in_as(client, user)
    for grant, may in ((cast.employee.grants.get(), True), (theirs, False)):
        page = client.get(reverse("accounts:grant-detail", args=[grant.pk])).context
        assert page["may_end"] is may
