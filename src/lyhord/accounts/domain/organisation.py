"""Boards, administrations and units: made and renamed with an audit row. Here since `organisation` has no audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.organisation.models import Administration, Board, Programme, Unit

type Part = Board | Administration | Unit | Programme


@transaction.atomic
def create_board(*, name: str, created_by: User | None, now: dt.datetime) -> Board:
    board = Board.objects.create(name=name)
    audit.record("organisation.create_board", actor=created_by, obj=board, owner=board, at=now)
    return board


@transaction.atomic
def create_administration(*, board: Board, name: str, created_by: User | None, now: dt.datetime) -> Administration:
    administration = Administration.objects.create(board=board, name=name)
    audit.record("organisation.create_administration", actor=created_by, obj=administration, owner=board, at=now)
    return administration


@transaction.atomic
def create_unit(*, administration: Administration, name: str, created_by: User | None, now: dt.datetime) -> Unit:
    unit = Unit.objects.create(administration=administration, name=name)
    audit.record("organisation.create_unit", actor=created_by, obj=unit, owner=unit.board, at=now)
    return unit


@transaction.atomic
def create_programme(*, name: str, boards: Iterable[Board], created_by: User | None, now: dt.datetime) -> Programme:
    """Make a programme of the boards. They are settled: other boards are another programme, with grants of its own."""
    programme = Programme.objects.create(name=name)
    programme.boards.set(boards)
    for board in programme.boards.all():
        audit.record("organisation.create_programme", actor=created_by, obj=programme, owner=board, at=now)
    return programme


@transaction.atomic
def rename(*, part: Part, name: str, renamed_by: User, now: dt.datetime) -> None:
    """Give a board, an administration, a unit or a programme another name. What points at it stays."""
    part.name = name
    part.save(update_fields=["name"])
    for owner in _owners(part):
        audit.record("organisation.rename", actor=renamed_by, obj=part, owner=owner, at=now)


def _owners(part: Part) -> list[Board]:
    if isinstance(part, Programme):
        return list(part.boards.all())
    return [part if isinstance(part, Board) else part.board]
