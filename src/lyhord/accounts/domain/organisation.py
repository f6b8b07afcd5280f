"""Boards, administrations and units: made and renamed with an audit row. Here since `organisation` has no audit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.organisation.models import Administration, Board, Unit

type Part = Board | Administration | Unit


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
def rename(*, part: Part, name: str, renamed_by: User, now: dt.datetime) -> None:
    """Give a board, an administration or a unit another name. What points at it stays."""
    part.name = name
    part.save(update_fields=["name"])
    owner = part if isinstance(part, Board) else part.board
    audit.record("organisation.rename", actor=renamed_by, obj=part, owner=owner, at=now)
