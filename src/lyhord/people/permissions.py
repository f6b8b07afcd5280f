"""Who may see and change people. Names of employees are seen by those who plan for them, and by themselves."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register, units_of
from lyhord.common import clock
from lyhord.people.models import AccountLink, Employee, Employment, LinkRule, PrivacyRequest, Trainer


def lasting_employments() -> QuerySet[Employment]:
    """Return those that have not ended. One that has gives nobody a right."""
    return Employment.objects.filter(Q(ends_before=None) | Q(ends_before__gt=clock.today()))


def _view_employee(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[Employee]) -> QuerySet[Employee]:
    """The coordinator's board; a manager's unit, as long as the employment lasts and is not restricted; oneself."""
    boards = boards_of(g for g in grants if g.role == Role.COORDINATOR)
    managing = [g for g in grants if g.role in {Role.UNIT_MANAGER, Role.DEPUTY}]
    employments = lasting_employments().filter(
        Q(place__unit__in=units_of(managing)) | Q(place__owner__in=boards_of(managing)),
        employee=OuterRef("pk"),
    )
    return rows.filter(Q(owner__in=boards) | Q(Exists(employments), restricted_at=None) | Q(user=user))


def _of_boards(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[Employee]) -> QuerySet[Employee]:
    return rows.filter(owner__in=boards_of(grants))


def _view_trainer(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[Trainer]) -> QuerySet[Trainer]:
    """The coordinator's boards, and oneself."""
    return rows.filter(Q(owner__in=boards_of(g for g in grants if g.role == Role.COORDINATOR)) | Q(user=user))


def _change_trainer(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[Trainer]) -> QuerySet[Trainer]:
    return rows.filter(owner__in=boards_of(grants))


def _requests(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """The board's: those about people for the coordinator, those about accounts for whoever gives roles.

    Nobody answers what is about themselves.
    """
    coordinating = boards_of(g for g in grants if g.role == Role.COORDINATOR)
    administering = boards_of(g for g in grants if g.role == Role.ACCESS_ADMINISTRATOR)
    oneself = Q(employee__user=user) | Q(trainer__user=user) | Q(account=user)
    return rows.filter(
        Q(account=None, owner__in=coordinating) | Q(account__isnull=False, owner__in=administering)
    ).exclude(pk__in=PrivacyRequest.objects.filter(oneself).values("pk"))


def _accounts_of_here_alone(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[User]) -> QuerySet[User]:
    """Accounts that never had a role outside the administrator's boards: an extract would tell one board of another."""
    boards = boards_of(grants)
    held = RoleGrant.objects.filter(user=OuterRef("pk"))
    return rows.filter(Exists(held.within(boards)), ~Exists(held.beyond(boards))).exclude(pk=user.pk)


IN_REGISTER = (Role.EMPLOYEE, Role.VOLUNTEER, Role.UNIT_MANAGER, Role.DEPUTY, Role.TRAINER)
"""Roles whose holders may be in the register of employees, or of trainers, of the board of the role."""


def _accounts(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[User]) -> QuerySet[User]:
    """Those who have such a role in a board of the administrator's, or are in its register; never oneself."""
    boards = boards_of(grants)
    held = RoleGrant.objects.active(clock.today()).filter(user=OuterRef("pk"), role__in=IN_REGISTER, board__in=boards)
    listed = Q(employee__owner__in=boards) | Q(trainer__owner__in=boards)
    return rows.filter(Q(Exists(held), is_active=True) | listed).exclude(pk=user.pk)


def _links(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[AccountLink]) -> QuerySet[AccountLink]:
    """The board's, but nobody settles or ends what is about their own account."""
    return rows.filter(owner__in=boards_of(grants)).exclude(user=user)


def _link_rules(user: User, grants: tuple[RoleGrant, ...], rows: QuerySet[LinkRule]) -> QuerySet[LinkRule]:
    return rows.filter(owner__in=boards_of(grants))


register("people.link_account", roles=[Role.ACCESS_ADMINISTRATOR], model=User, narrow=_accounts)
register("people.settle_link", roles=[Role.ACCESS_ADMINISTRATOR], model=AccountLink, narrow=_links)
register("people.change_link_rules", roles=[Role.ACCESS_ADMINISTRATOR], model=LinkRule, narrow=_link_rules)
register(
    "people.view_employee",
    roles=[Role.COORDINATOR, Role.UNIT_MANAGER, Role.DEPUTY, Role.EMPLOYEE, Role.VOLUNTEER],
    model=Employee,
    narrow=_view_employee,
)
register("people.change_employee", roles=[Role.COORDINATOR], model=Employee, narrow=_of_boards)
register("people.view_trainer", roles=[Role.COORDINATOR, Role.TRAINER], model=Trainer, narrow=_view_trainer)
register("people.change_trainer", roles=[Role.COORDINATOR], model=Trainer, narrow=_change_trainer)
register("people.take_extract", roles=[Role.COORDINATOR], model=Employee, narrow=_of_boards)
register("people.take_trainer_extract", roles=[Role.COORDINATOR], model=Trainer, narrow=_change_trainer)
register("people.take_account_extract", roles=[Role.ACCESS_ADMINISTRATOR], model=User, narrow=_accounts_of_here_alone)
register(
    "people.answer_request",
    roles=[Role.COORDINATOR, Role.ACCESS_ADMINISTRATOR],
    model=PrivacyRequest,
    narrow=_requests,
)
