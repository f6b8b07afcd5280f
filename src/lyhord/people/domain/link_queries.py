"""Which accounts are somebody in the register, and which should be."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from lyhord.accounts.models import RoleGrant, User
from lyhord.common.sorting import swedish
from lyhord.people.domain.registers import REGISTERS, Register, Row, at_work, boards_in, free_rows
from lyhord.people.enums import LinkState
from lyhord.people.models import AccountLink, Employee

MOST_FOUND = 20

type Boards = Collection[uuid.UUID]


@dataclass(frozen=True)
class Counted:
    """How many of those in the register, who have not left, have an account."""

    register: Register
    linked: int
    total: int


def with_register_grants(users: QuerySet[User], boards: Boards, on: dt.date) -> QuerySet[User]:
    """Fetch the roles that let an account be in a register of the boards, as `register_grants`, and its rows."""
    roles = [role for register in REGISTERS for role in register.roles]
    grants = RoleGrant.objects.active(on).filter(role__in=roles, board__in=boards).select_related("board", "unit")
    users = users.prefetch_related(Prefetch("grants", grants, to_attr="register_grants"))
    return users.select_related("employee__owner", "trainer__owner").order_by(swedish("name"), "username", "pk")


def lacking(users: QuerySet[User], boards: Boards, on: dt.date) -> QuerySet[User]:
    """Return those who have a role that shows nothing without a row in the register, and have no row."""
    condition = Q(pk__in=[])
    for register in REGISTERS:
        held = RoleGrant.objects.active(on).filter(user=OuterRef("pk"), role__in=register.needing, board__in=boards)
        condition |= Q(Exists(held), **{f"{register.name}__isnull": True})
    return users.filter(condition, is_active=True)


def linked(users: QuerySet[User], boards: Boards) -> QuerySet[User]:
    return users.filter(Q(employee__owner__in=boards) | Q(trainer__owner__in=boards))


def counted(boards: Boards, on: dt.date) -> list[Counted]:
    """Return how far each register has come. One query each; a register without rows is left out."""
    found = []
    for register in REGISTERS:
        rows = at_work(register, register.model._default_manager.filter(owner__in=boards), on)
        count = rows.aggregate(total=Count("pk"), linked=Count("user"))
        if count["total"]:
            found.append(Counted(register, count["linked"], count["total"]))
    return found


def waiting_links(links: QuerySet[AccountLink]) -> QuerySet[AccountLink]:
    rows = links.filter(state=LinkState.PROPOSED).select_related("user", "employee", "trainer", "proposed_by", "owner")
    return rows.order_by("proposed_at", "pk")


def rows_of(user: User, boards: Boards) -> list[Row]:
    """Return who the account is in the registers of the boards. One query each."""
    found: list[Row] = []
    for register in REGISTERS:
        found += register.model._default_manager.filter(user=user, owner__in=boards).select_related("owner", "user")
    return found


def open_registers(user: User, boards: Boards, on: dt.date) -> list[tuple[Register, set[uuid.UUID]]]:
    """Return where the account may be somebody and is not, with the boards. Two queries a register."""
    found = []
    for register in REGISTERS:
        there = boards_in(register, user, on) & set(boards)
        if there and not register.model._default_manager.filter(user=user).exists():
            found.append((register, there))
    return found


def found_rows(registers: Iterable[tuple[Register, set[uuid.UUID]]], text: str, on: dt.date) -> list[Row]:
    """Return the free rows that the text finds: every word of it in the name, or all of it the key.

    At most MOST_FOUND of each register: whoever searches says more, and nobody reads the whole register here.
    """
    words = text.split()
    if len(text.strip()) < 2:
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    found: list[Row] = []
    for register, boards in registers:
        rows = free_rows(register, boards, on)
        rows = rows.filter(named | Q(key__iexact=text.strip())).select_related("owner")
        found += rows.order_by(swedish("name"), "pk")[:MOST_FOUND]
    prefetch_related_objects([row for row in found if isinstance(row, Employee)], "employments__place")
    return found
