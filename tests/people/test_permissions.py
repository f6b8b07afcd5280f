"""Who reaches whom among people and accounts, at the limits of each rule."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.people.domain.queries import boards_to_change_trainers, places_to_employ_at
from lyhord.people.domain.sections import staff_section
from lyhord.people.models import Employee
from lyhord.places.domain.queries import units_to_change
from tests.factories import TODAY, Cast, make_board, make_employee, make_place, make_trainer, make_unit, make_user
from tests.factories.rows import at


def accounts_of(user: User, action: str) -> set[User]:
    return set(visible(user, action, User.objects.all()))


@pytest.mark.parametrize("scope", ["unit", "board"])
def test_a_manager_reaches_those_who_work_there_until_their_last_day(cast: Cast, scope: str) -> None:
    """Not whoever has left, is restricted, or works nowhere: those are the coordinator's."""
    today = clock.today()
    going = make_employee("Exempel Går", place=cast.own, ends_before=today + dt.timedelta(days=1))
    make_employee("Exempel Slutat", place=cast.own, ends_before=today)
    make_employee("Exempel Begränsad", place=cast.own, restricted_at=at(TODAY, 9))
    Employee.objects.create(owner=cast.board, name="Exempel Ingenstans", key="ingenstans")
    rows = Employee.objects.all()
    manager = make_user((Role.UNIT_MANAGER, getattr(cast, scope)))
    assert set(visible(manager, "people.view_employee", rows)) == {cast.employee_row, going}
    assert set(visible(cast.coordinator, "people.view_employee", rows)) == set(rows)


def test_an_administrator_links_those_of_a_role_here_and_of_the_registers_here(cast: Cast) -> None:
    """Not themselves, whoever is closed, or has a role that is in no register; of a register, also them."""
    administrator, board = cast.access_administrator, cast.board
    make_employee(place=cast.own, user=administrator)
    closed, closed_in_register = (make_user((Role.EMPLOYEE, cast.unit)) for _ in range(2))
    User.objects.filter(pk__in=[closed.pk, closed_in_register.pk]).update(is_active=False)
    worker, trainer, elsewhere = (make_user() for _ in range(3))
    for user in (worker, closed_in_register):
        make_employee(place=cast.own, user=user)
    make_trainer(board=board, user=trainer)
    make_trainer(board=cast.partner, user=elsewhere)
    working = {cast.manager, cast.deputy, cast.employee, cast.volunteer}
    assert accounts_of(administrator, "people.link_account") == {*working, worker, trainer, closed_in_register}


def test_an_extract_of_an_account_is_taken_where_all_its_roles_are(cast: Cast) -> None:
    both = make_user((Role.BOARD_READER, cast.board), (Role.BOARD_READER, cast.partner))
    reached = accounts_of(cast.access_administrator, "people.take_account_extract")
    assert cast.board_reader in reached
    assert reached.isdisjoint({both, cast.trainer, cast.outsider, cast.access_administrator})


def test_rows_are_made_in_the_boards_that_one_coordinates(cast: Cast) -> None:
    """And not in those of another role, or of nobody's."""
    other = make_board("Annan nämnd (exempel)")
    make_place(unit=make_unit(other, "Enhet Annan (exempel)"))
    user = make_user((Role.COORDINATOR, cast.board), (Role.UNIT_MANAGER, cast.partner), (Role.BOARD_READER, other))
    assert set(boards_to_change_trainers(user)) == {cast.board}
    assert set(places_to_employ_at(user)) == {cast.own, cast.neighbour}
    assert set(units_to_change(user)) == {cast.unit, cast.other_unit}


def test_who_works_at_a_place_is_on_its_page_for_whoever_sees_them_all(cast: Cast) -> None:
    """Nor for whoever sees only themselves, or people elsewhere: neither "1" nor "nobody" would be true."""
    Employee.objects.filter(pk=cast.employee_row.pk).update(user=cast.employee)
    make_employee(place=cast.own)
    elsewhere = make_user((Role.BOARD_READER, cast.board), (Role.UNIT_MANAGER, make_unit(cast.partner)))
    for user in (cast.board_reader, cast.employee, elsewhere):
        assert staff_section(user, cast.own, clock.today()) is None
    section = staff_section(cast.manager, cast.own, clock.today())
    assert section is not None and section.persons == 2
    Employee.objects.all().delete()
    assert staff_section(cast.board_reader, cast.own, clock.today()) is None
    section = staff_section(cast.manager, cast.own, clock.today())
    assert section is not None and section.persons == 0
