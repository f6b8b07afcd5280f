"""The two registers that an account can be somebody in, and which of their rows are free for an account."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.domain.roles.rules import UNIT_ROLES
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.people.enums import LinkState, RequestKind, RequestState
from lyhord.people.models import AccountLink, Employee, Employment, PrivacyRequest, Trainer

type Row = Employee | Trainer
type Rows = QuerySet[Employee] | QuerySet[Trainer]


@dataclass(frozen=True)
class Register:
    """name: of the relation from a link, and from a user. roles: may be in it. needing: see nothing without a row."""

    name: str
    model: type[Employee] | type[Trainer]
    roles: frozenset[Role]
    needing: frozenset[Role]


EMPLOYEES = Register("employee", Employee, UNIT_ROLES, frozenset({Role.EMPLOYEE, Role.VOLUNTEER}))
TRAINERS = Register("trainer", Trainer, frozenset({Role.TRAINER}), frozenset({Role.TRAINER}))
REGISTERS = (EMPLOYEES, TRAINERS)


def register_of(row: Row) -> Register:
    return EMPLOYEES if isinstance(row, Employee) else TRAINERS


def boards_in(register: Register, user: User, on: dt.date) -> set[uuid.UUID]:
    """Return the ids of the boards in whose register the user may be, by the roles that hold on the day."""
    grants = RoleGrant.objects.active(on).filter(user=user, role__in=register.roles)
    return set(grants.values_list("board", flat=True))


def at_work(register: Register, rows: Rows, on: dt.date) -> Rows:
    """Return those who have not left."""
    going_on = Q(ends_before=None) | Q(ends_before__gt=on)
    if register is TRAINERS:
        return rows.filter(going_on)
    return rows.filter(Exists(Employment.objects.filter(going_on, employee=OuterRef("pk"))))


def free_rows(register: Register, boards: Iterable[uuid.UUID], on: dt.date) -> Rows:
    """Return the rows of the boards that have no account, of those who have not left and are not restricted."""
    rows = register.model._default_manager.filter(owner__in=list(boards), user=None, restricted_at=None)
    return at_work(register, rows, on)


def certain_rows(register: Register, boards: Iterable[uuid.UUID], on: dt.date) -> Rows:
    """Return the free rows that a rule may give an account.

    Not whoever is missing in the last file or has asked that the data be restricted or erased, nor a row over which
    two accounts have met: that takes people.
    """
    rows = free_rows(register, boards, on)
    disputed = AccountLink.objects.filter(**{register.name: OuterRef("pk")}, state=LinkState.DISPUTED)
    asked = PrivacyRequest.objects.filter(
        **{register.name: OuterRef("pk")}, kind__in=[RequestKind.RESTRICTION, RequestKind.ERASURE]
    ).exclude(state=RequestState.REFUSED)
    rows = rows.filter(~Exists(disputed), ~Exists(asked))
    if register is TRAINERS:
        return rows
    return rows.filter(Exists(Employee.objects.filter(pk=OuterRef("pk"), missing_since=None)))
