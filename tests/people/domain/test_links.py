"""An account becomes somebody in the register only when two people say so, and one undoes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lyhord.accounts.domain.audit_log import own_log
from lyhord.accounts.domain.offboarding import close_account
from lyhord.accounts.domain.roles.second_person import AboutOneself, OwnProposal, ProposalSettled, TiedByCode
from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.accounts.permissions import can
from lyhord.people.domain.links import (
    AccountTaken,
    AlreadyProposed,
    RowNotFree,
    approve_link,
    decline_link,
    end_link,
    propose_link,
)
from lyhord.people.domain.registers import Row
from lyhord.people.domain.retention import make_pseudonymous
from lyhord.people.enums import LinkState
from lyhord.people.models import AccountLink, Employee, Trainer
from lyhord.planning.domain.feeds import create_feed
from tests.factories import TODAY, Cast, make_employee, make_place, make_trainer, make_unit, make_user
from tests.factories.rows import at

NOW = at(TODAY, 9)


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def row(cast: Cast) -> Employee:
    return make_employee("Exempel Utan Konto", place=cast.own)


@pytest.fixture
def account(cast: Cast) -> User:
    return make_user((Role.EMPLOYEE, cast.unit), name="Exempel Konto")


def propose(cast: Cast, user: User, row: Row) -> AccountLink:
    return propose_link(user=user, row=row, proposed_by=cast.access_administrator, today=TODAY, now=NOW)


def approve(cast: Cast, link: AccountLink, by: User | None = None) -> None:
    approve_link(link=link, approved_by=by or cast.second_administrator, today=TODAY, now=NOW)


def end(cast: Cast, row: Row) -> None:
    end_link(row=type(row).objects.get(pk=row.pk), ended_by=cast.access_administrator, now=NOW)


def test_one_proposes_another_approves_and_one_undoes(cast: Cast, row: Employee, account: User) -> None:
    link = propose(cast, account, row)
    assert not can(account, "people.view_employee", row)
    approve(cast, link)
    row.refresh_from_db()
    assert row.user == account
    assert can(account, "people.view_employee", row)
    end(cast, row)
    row.refresh_from_db()
    link.refresh_from_db()
    assert (row.user, link.state, link.ended_by) == (None, LinkState.ENDED, cast.access_administrator)
    assert not can(account, "people.view_employee", row)
    with pytest.raises(ProposalSettled):
        end(cast, row)


def test_the_log_of_board_and_account_tells(cast: Cast, row: Employee, account: User) -> None:
    link = propose(cast, account, row)
    approve(cast, link)
    end(cast, row)
    acts = ["people.end_link", "people.approve_link", "people.propose_link"]
    own = own_log(user=account, before=None).events
    assert [(event.action, event.owner, event.object_id) for event in own] == [
        (act, cast.board, account.pk) for act in acts
    ]


def test_nobody_decides_alone_or_about_themselves(cast: Cast, row: Employee, account: User) -> None:
    with pytest.raises(AboutOneself):
        propose_link(user=account, row=row, proposed_by=account, today=TODAY, now=NOW)
    link = propose(cast, account, row)
    with pytest.raises(OwnProposal):
        approve(cast, link, cast.access_administrator)
    with pytest.raises(AboutOneself):
        approve(cast, link, account)
    issue_code(user=cast.second_administrator, issued_by=cast.access_administrator, now=NOW)
    with pytest.raises(TiedByCode):
        approve(cast, link)
    assert Employee.objects.get(pk=row.pk).user is None
    for field in ({"settled_by": cast.access_administrator}, {"settled_by": account}, {"settled_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountLink.objects.filter(pk=link.pk).update(state=LinkState.HOLDS, **field)


def test_row_must_be_free_and_of_a_board_of_the_role(cast: Cast, row: Employee, account: User) -> None:
    elsewhere = make_employee(place=make_place(unit=make_unit(cast.partner, "Enhet Tre (exempel)")))
    left = make_employee(place=cast.own, ends_before=TODAY)
    trainer = make_trainer(board=cast.board)
    for other in (elsewhere, left, trainer, cast.employee_row):
        with pytest.raises(RowNotFree):
            propose(cast, account, other)
    with pytest.raises(AccountTaken):
        propose(cast, cast.employee, row)
    User.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(AccountTaken):
        propose(cast, account, row)


def test_what_has_changed_meanwhile_is_looked_at_again(cast: Cast, row: Employee, account: User) -> None:
    link = propose(cast, account, row)
    with pytest.raises(AlreadyProposed):
        propose(cast, make_user((Role.EMPLOYEE, cast.unit)), row)
    RoleGrant.objects.filter(user=account).update(ends_before=TODAY)
    with pytest.raises(RowNotFree):
        approve(cast, link)
    decline_link(link=link, declined_by=cast.second_administrator, now=NOW)
    with pytest.raises(ProposalSettled):
        approve(cast, link)
    link.refresh_from_db()
    assert link.state == LinkState.DECLINED
    RoleGrant.objects.filter(user=account).update(ends_before=None)
    again = propose(cast, account, row)
    decline_link(link=again, declined_by=cast.access_administrator, now=NOW)
    again.refresh_from_db()
    assert again.state == LinkState.WITHDRAWN


def test_trainer_is_linked_to_the_register_of_trainers(cast: Cast) -> None:
    user, row = make_user((Role.TRAINER, cast.partner)), make_trainer(board=cast.partner)
    approve(cast, propose(cast, user, row))
    assert Trainer.objects.get(pk=row.pk).user == user


def test_closed_account_frees_the_row_and_the_history_stays(cast: Cast, row: Employee, account: User) -> None:
    approve(cast, propose(cast, account, row))
    feed, _secret = create_feed(subject=row, created_by=cast.coordinator, now=NOW)
    close_account(user=account, closed_by=cast.access_administrator, today=TODAY, now=NOW)
    row.refresh_from_db()
    feed.refresh_from_db()
    link = AccountLink.objects.get()
    assert (row.user, link.user, link.employee, link.state) == (None, account, row, LinkState.LAPSED)
    assert feed.revoked_at == NOW
    approve(cast, propose(cast, make_user((Role.EMPLOYEE, cast.unit)), row))


def test_erasing_leaves_no_trace_of_the_account(cast: Cast, row: Employee, account: User) -> None:
    approve(cast, propose(cast, account, row))
    make_pseudonymous(row.pk)
    row.refresh_from_db()
    assert row.user is None
    assert not AccountLink.objects.exists()


def test_whoever_begins_later_is_not_linked_before(cast: Cast, row: Employee, account: User) -> None:
    RoleGrant.objects.filter(user=account).update(starts_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(RowNotFree):
        propose(cast, account, row)
    assert not AuditEvent.objects.filter(action="people.propose_link").exists()


def test_who_is_restricted_or_trains_no_more_is_not_linked(cast: Cast, row: Employee, account: User) -> None:
    Employee.objects.filter(pk=row.pk).update(restricted_at=NOW)
    gone = make_trainer("Exempel Slutat", board=cast.board)
    Trainer.objects.filter(pk=gone.pk).update(ends_before=TODAY)
    trainer = make_user((Role.TRAINER, cast.board))
    for user, refused in ((account, row), (trainer, gone)):
        with pytest.raises(RowNotFree):
            propose(cast, user, refused)
    Trainer.objects.filter(pk=gone.pk).update(ends_before=TODAY + dt.timedelta(days=1))
    propose(cast, trainer, gone)


def test_an_account_that_is_closed_goes_with_its_person_and_no_other(cast: Cast, row: Employee, account: User) -> None:
    """Also one whose row had it before links were kept."""
    wrong = make_user((Role.EMPLOYEE, cast.unit), name="Exempel Annan")
    approve(cast, propose(cast, wrong, row))
    end(cast, row)
    Employee.objects.filter(pk=row.pk).update(user=account)
    for user in (account, wrong):
        close_account(user=user, closed_by=cast.access_administrator, today=TODAY, now=NOW)
    make_pseudonymous(row.pk)
    account.refresh_from_db()
    wrong.refresh_from_db()
    assert (account.name, wrong.name) == ("Gallrad", "Exempel Annan")
