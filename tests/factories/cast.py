"""The known cast: one example user a role, in a small world of two boards, two units and three places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.organisation.models import Board, Unit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from tests.factories.rows import make_board, make_employee, make_place, make_trainer, make_unit, make_user

TODAY = dt.date(2025, 10, 6)
"""A Monday; tests that need a clock pass it in or travel to it."""


@dataclass(frozen=True)
class Cast:
    """`board` owns the places, `partner` owns the trainers. `own` is in `unit`, `neighbour` in `other_unit`."""

    board: Board
    partner: Board
    unit: Unit
    other_unit: Unit
    own: MeetingPlace
    neighbour: MeetingPlace
    coordinator: User
    trainer: User
    manager: User
    deputy: User
    employee: User
    volunteer: User
    adviser: User
    board_reader: User
    secretary: User
    access_administrator: User
    second_administrator: User
    auditor: User
    operator: User
    outsider: User
    trainer_row: Trainer
    employee_row: Employee


def make_cast() -> Cast:
    board, partner = make_board(), make_board("Socialnämnden (exempel)")
    unit, other_unit = make_unit(board), make_unit(board, "Enhet Två (exempel)")
    own, neighbour = make_place("Exempel Egen", unit=unit), make_place("Exempel Granne", unit=other_unit)
    trainer, employee = (
        make_user((Role.TRAINER, partner), username="utbildare"),
        make_user((Role.EMPLOYEE, unit), username="medarbetare"),
    )
    return Cast(
        board=board,
        partner=partner,
        unit=unit,
        other_unit=other_unit,
        own=own,
        neighbour=neighbour,
        coordinator=make_user((Role.COORDINATOR, board), (Role.COORDINATOR, partner), username="samordnare"),
        trainer=trainer,
        manager=make_user((Role.UNIT_MANAGER, unit), username="chef"),
        deputy=make_user((Role.DEPUTY, unit), username="ersattare"),
        employee=employee,
        volunteer=make_user((Role.VOLUNTEER, unit), username="volontar"),
        adviser=make_user((Role.ADVISER, partner), username="radgivare"),
        board_reader=make_user((Role.BOARD_READER, board), username="ledamot"),
        secretary=make_user((Role.BOARD_SECRETARY, board), username="sekreterare"),
        access_administrator=make_user((Role.ACCESS_ADMINISTRATOR, board), username="behorighet"),
        second_administrator=make_user((Role.ACCESS_ADMINISTRATOR, board), username="behorighet2"),
        auditor=make_user((Role.AUDITOR, board), username="granskare"),
        operator=make_user((Role.SYSTEM_OPERATOR, board), username="drift"),
        outsider=make_user(username="utomstaende"),
        trainer_row=make_trainer("Exempel Utbildare", board=partner, user=trainer),
        employee_row=make_employee("Exempel Medarbetare", place=own, user=employee),
    )
