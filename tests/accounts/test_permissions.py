"""The one policy denies by default."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from lyhord.accounts import permissions
from lyhord.accounts.enums import Role
from lyhord.accounts.middleware import DenyByDefault
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import UnknownAction, can, grants_of, register, visible
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from tests.factories import Cast, make_user

WITHOUT_ROWS, OF_PLACES = "planning.view_calendar", "places.view_place"


def test_unknown_action_is_an_error(cast: Cast) -> None:
    with pytest.raises(UnknownAction):
        can(cast.coordinator, "places.fly")


def test_nobody_signed_in_has_no_grants() -> None:
    assert grants_of(AnonymousUser()) == ()


def test_inactive_user_has_no_grants(cast: Cast) -> None:
    cast.manager.is_active = False
    assert grants_of(cast.manager) == ()


def test_an_action_without_rows_is_done_to_no_row(cast: Cast) -> None:
    assert can(cast.manager, WITHOUT_ROWS)
    assert not can(cast.manager, WITHOUT_ROWS, cast.own)
    assert not visible(cast.manager, WITHOUT_ROWS, MeetingPlace.objects.all())


def test_an_action_is_not_done_to_a_row_of_another_kind(cast: Cast) -> None:
    assert can(cast.manager, OF_PLACES, cast.own)
    assert not can(cast.manager, OF_PLACES, cast.neighbour)
    with_the_same_id = Board.objects.create(pk=cast.own.pk, name="Nämnd med platsens id (exempel)")
    assert not can(cast.manager, OF_PLACES, with_the_same_id)
    assert not visible(cast.manager, OF_PLACES, Board.objects.all())


def test_who_holds_no_role_reaches_nothing_not_even_what_is_their_own(cast: Cast) -> None:
    Employee.objects.filter(pk=cast.employee_row.pk).update(user=cast.outsider)
    assert not visible(cast.outsider, "people.view_employee", Employee.objects.all())
    assert not can(cast.outsider, "people.view_employee", cast.employee_row)


def test_grants_are_read_once_a_user_object_and_day(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = clock.today()
    RoleGrant.objects.filter(user=cast.manager).update(ends_before=today + dt.timedelta(days=1))
    assert [grant.role for grant in grants_of(cast.manager)] == [Role.UNIT_MANAGER]
    with django_assert_num_queries(0):
        assert grants_of(cast.manager, frozenset({Role.UNIT_MANAGER}), today) == grants_of(cast.manager)
        assert grants_of(cast.manager, frozenset({Role.TRAINER})) == ()
    assert grants_of(cast.manager, on=today + dt.timedelta(days=1)) == ()


@pytest.mark.parametrize("days", [0, -1])
def test_a_grant_holds_from_its_first_day(cast: Cast, days: int) -> None:
    RoleGrant.objects.filter(user=cast.manager).update(starts_on=clock.today())
    assert bool(grants_of(cast.manager, on=clock.today() + dt.timedelta(days=days))) is (days == 0)


def test_a_rule_is_registered_once_and_says_which_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_rules", {})
    register("bread.bake", roles=[Role.COORDINATOR])
    with pytest.raises(ValueError, match="twice"):
        register("bread.bake", roles=[Role.COORDINATOR])
    with pytest.raises(ValueError, match="go together"):
        register("bread.eat", roles=[Role.COORDINATOR], model=Board)


def test_whose_grants_are_of_one_unit_reaches_no_whole_board(cast: Cast) -> None:
    both = make_user((Role.UNIT_MANAGER, cast.unit), (Role.COORDINATOR, cast.partner))
    assert permissions.boards_of(grants_of(both)) == {cast.partner.pk}
    assert permissions.units_of(grants_of(both)) == {cast.unit.pk}
    programmes = {grant.programme_id for grant in grants_of(both, frozenset({Role.COORDINATOR}))}
    assert permissions.programmes_of(grants_of(both)) == programmes


@pytest.mark.parametrize("user", [AnonymousUser(), User(name="Någon (exempel)")])
def test_a_view_that_says_nothing_is_opened_to_nobody(rf: RequestFactory, user: Any) -> None:
    request = rf.get("/")
    request.user = user
    with pytest.raises(ImproperlyConfigured, match="names no action"):
        DenyByDefault(index).process_view(request, index, (), {})


def index(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
