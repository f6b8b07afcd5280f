"""Who has what, narrowed, in order, and as a spreadsheet."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RoleGrant
from tests.accounts.giving import DAY, NOW, give
from tests.factories import TODAY, Cast, make_programme, make_user, sign_in_as


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def administrator(client: Client, cast: Cast) -> Client:
    return sign_in_as(client, cast.access_administrator)


def listed(client: Client, **query: str) -> set[RoleGrant]:
    return set(client.get(reverse("accounts:grant-list"), query).context["page"].object_list)


def test_list_is_narrowed_by_person_role_and_place(administrator: Client, cast: Cast) -> None:
    staff = {user.grants.get() for user in (cast.manager, cast.deputy, cast.employee, cast.volunteer)}
    assert listed(administrator, inom=str(cast.unit.pk)) == staff
    assert listed(administrator, roll=Role.DEPUTY) == {cast.deputy.grants.get()}
    assert listed(administrator, vem="GRANSK") == {cast.auditor.grants.get()}
    assert listed(administrator, roll=Role.DEPUTY, inom=str(cast.other_unit.pk)) == set()
    assert len(listed(administrator, roll="nonsens", inom="nonsens")) > len(staff)


def test_programme_of_the_board_is_found_by_the_board(administrator: Client, cast: Cast) -> None:
    grant = make_user((Role.COORDINATOR, make_programme(cast.partner, cast.board))).grants.get()
    assert grant in listed(administrator, inom=str(cast.board.pk))
    assert grant not in listed(administrator, inom=str(cast.unit.pk))


def test_list_shows_what_comes_what_ends_soon_and_what_has_ended(administrator: Client, cast: Cast) -> None:
    coming = give(cast, cast.outsider, Role.AUDITOR, starts_on=TODAY + 60 * DAY)
    ending = give(cast, cast.outsider, Role.BOARD_READER, ends_before=TODAY + 30 * DAY)
    ended = cast.volunteer.grants.get()
    end_grant(grant=ended, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert listed(administrator, lage="kommer") == {coming}
    assert listed(administrator, lage="slutar") == {ending}
    assert listed(administrator, lage="slutat") == {ended}
    assert ending in listed(administrator) and not {coming, ended} & listed(administrator)


def test_list_is_ordered_by_place_when_asked(administrator: Client, cast: Cast) -> None:
    page = administrator.get(reverse("accounts:grant-list"), {"ordning": "inom"}).context["page"]
    units = [grant.unit.name if grant.unit else "" for grant in page.object_list]
    assert units == sorted(units) or units == sorted(units, key=lambda name: (name == "", name))


def test_spreadsheet_holds_the_same_rows_as_text_and_is_an_event(administrator: Client, cast: Cast) -> None:
    cast.auditor.name = "=HYPERLINK(1)"
    cast.auditor.save()
    response = administrator.get(reverse("accounts:grant-export"), {"roll": Role.AUDITOR})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    [_heads, row] = sheet.iter_rows()
    assert (row[0].value, row[0].data_type) == ("=HYPERLINK(1)", "s")
    assert [cell.value for cell in row[1:5]] == ["granskare", "Granskare", cast.board.name, cast.board.name]
    event = AuditEvent.objects.get(action=audit.EXPORTED)
    assert (event.actor, event.counts, event.view) == (cast.access_administrator, {"rows": 1}, "accounts:grant-export")


def test_spreadsheet_never_holds_another_boards_roles(administrator: Client, cast: Cast) -> None:
    response = administrator.get(reverse("accounts:grant-export"))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    names = {row[1].value for row in sheet.iter_rows(min_row=2)}
    assert names == {grant.user.username for grant in RoleGrant.objects.active(TODAY).within([cast.board.pk])}
    assert "utbildare" not in names


@pytest.mark.parametrize("who", ["coordinator", "manager", "employee", "operator"])
def test_others_get_no_spreadsheet(client: Client, cast: Cast, who: str) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(reverse("accounts:grant-export")).status_code == 403
