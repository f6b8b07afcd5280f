"""What waits because of roles is told to those whom it concerns, and to nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.accounts.domain import duties
from lyhord.accounts.domain.operator import add_administrator
from lyhord.accounts.domain.roles.grants import prolong_grant
from lyhord.accounts.domain.roles.rules import SOON
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.people.models import Employment
from tests.accounts.giving import DAY, NOW
from tests.factories import TODAY, Cast, make_employee, make_place, make_unit, make_user


@pytest.fixture(autouse=True)
def today(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    time_machine.move_to(NOW)
    monkeypatch.setattr(duties, "_providers", {})  # what the areas above add is theirs to test


def told(user: User) -> list[str]:
    return [duty.text for duty in duties.duties_of(user, today=TODAY, now=NOW)]


def ends(user: User, on: dt.date) -> RoleGrant:
    RoleGrant.objects.filter(user=user).update(ends_before=on)
    return user.grants.get()


def test_a_role_that_ends_soon_is_told_to_its_holder_and_the_boards_administrators(cast: Cast) -> None:
    ends(cast.auditor, TODAY + SOON)
    ends(cast.secretary, TODAY + SOON + DAY)
    prolonged = ends(cast.board_reader, TODAY + DAY)
    asked = cast.access_administrator
    prolong_grant(grant=prolonged, ends_before=TODAY + SOON, proposed_by=asked, today=TODAY, now=NOW)
    ends(cast.trainer, TODAY + DAY)
    text = "Din roll {} gäller till och med {} 2025. Säg till om du behöver den längre."
    assert told(cast.auditor) == [text.format("Granskare", "4 nov")]
    assert told(cast.secretary) == told(cast.board_reader) == []
    assert told(cast.trainer) == [text.format("Utbildare på Nexus", "6 okt")]
    assert told(asked) == ["1 roll löper ut inom en månad."]


def test_who_has_left_is_told_to_the_boards_administrators_until_the_account_is_stopped(cast: Cast) -> None:
    place = make_place(unit=make_unit(cast.partner, "Enhet Deras (exempel)"))
    theirs = make_employee("Exempel Deras", place=place, user=make_user((Role.EMPLOYEE, place.unit)))
    stopped = make_employee("Exempel Stoppad", place=cast.own, user=make_user((Role.EMPLOYEE, cast.unit)))
    User.objects.filter(pk=stopped.user_id).update(is_active=False)
    assert told(cast.access_administrator) == []
    Employment.objects.filter(employee__in=[theirs, stopped]).update(ends_before=TODAY)
    assert told(cast.access_administrator) == []
    Employment.objects.filter(employee=cast.employee_row).update(ends_before=TODAY)
    assert told(cast.access_administrator) == ["1 person har slutat men kan logga in."]
    assert told(cast.manager) == []


def test_whom_the_operator_added_is_told_to_the_others(cast: Cast) -> None:
    ends(cast.second_administrator, TODAY)
    add_administrator(board=cast.board, username=cast.outsider.username, today=TODAY, now=NOW)
    text = f"Den som sköter driften har gett {cast.board} en ny behörighetsadministratör."
    assert told(cast.access_administrator) == [text]
    assert told(cast.outsider) == []
