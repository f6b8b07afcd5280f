"""What a person may ask of the data about them, and how a board answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.extracts.extracts import Section, row_as_subject, take_out
from lyhord.accounts.domain.offboarding import stop_account
from lyhord.accounts.domain.retention.account_erasure import CLOSED_ACCOUNTS, is_closed
from lyhord.accounts.domain.retention.ledger import erase
from lyhord.accounts.domain.roles.second_person import check_two_people
from lyhord.accounts.models import RoleGrant, User
from lyhord.organisation.models import Board
from lyhord.people.domain.restriction import restrict
from lyhord.people.domain.retention import LEAVERS, TRAINERS_GONE, is_at_work
from lyhord.people.enums import RequestKind, RequestState
from lyhord.people.models import Employee, PrivacyRequest, Trainer

type Person = Employee | Trainer | User


class AlreadyAnswered(RuntimeError):
    """Somebody else has answered, or the request is not at that step."""


class StillAtWork(RuntimeError):
    """Whoever works at a meeting place or trains cannot be erased: the board must know whom to train and who trains."""


class AccountStillOpen(RuntimeError):
    """An account that can be signed in with, or has roles, is closed before the person is erased."""


class OnePersonForBoth(ValueError):
    """Erasing takes two people, and neither is the one who is erased."""


@dataclass(frozen=True)
class OwnRow:
    """A row that is the person, and the board that answers for it. An account has one for each board of its roles."""

    person: Person
    board: Board

    @property
    def code(self) -> str:
        return f"{self.person._meta.model_name}:{self.board.pk}"

    @property
    def label(self) -> str:
        words: dict[type[Model], str] = {
            Employee: _("Jag som medarbetare (%(board)s)"),
            Trainer: _("Jag som utbildare (%(board)s)"),
            User: _("Mitt konto och mina roller (%(board)s)"),
        }
        return words[self.person._meta.model] % {"board": self.board}


def own_rows(user: User) -> list[OwnRow]:
    """Return what a user may ask about: the rows in registers that are the user, and the account itself."""
    found = [OwnRow(row, row.owner) for row in Employee.objects.filter(user=user).select_related("owner")]
    found += [OwnRow(row, row.owner) for row in Trainer.objects.filter(user=user).select_related("owner")]
    grants = RoleGrant.objects.filter(user=user)
    boards = Board.objects.filter(
        Q(pk__in=grants.values("board")) | Q(programmes__in=grants.exclude(programme=None).values("programme"))
    )
    return [*found, *(OwnRow(user, board) for board in boards.distinct().order_by("name"))]


@transaction.atomic
def ask(
    *, person: Person, board: Board, kind: RequestKind, text: str, asked_by: User, now: dt.datetime
) -> PrivacyRequest:
    """Ask the board that answers for the row. board: the owner; of an account, one of those that gave it roles."""
    request = PrivacyRequest.objects.create(
        owner=board, **_about(person), kind=kind, text=text, asked_by=asked_by, asked_at=now
    )
    audit.record("privacy.ask", actor=asked_by, obj=request, at=now)
    return request


@transaction.atomic
def take_out_for(
    *, person: Person, board: Board, reason: str, taken_by: User, now: dt.datetime
) -> tuple[PrivacyRequest, tuple[Section, ...]]:
    """Make the extract of one row for somebody who has asked outside the site. The reason is kept."""
    request = PrivacyRequest.objects.create(
        owner=board,
        **_about(person),
        kind=RequestKind.EXTRACT,
        state=RequestState.DONE,
        text=reason,
        asked_by=taken_by,
        asked_at=now,
        answered_by=taken_by,
        answered_at=now,
    )
    return request, take_out(subject=row_as_subject(person), about=person, taken_by=taken_by, now=now)


def _about(person: Person) -> dict[str, Person]:
    return {"account" if isinstance(person, User) else str(person._meta.model_name): person}


@transaction.atomic
def answer(*, request: PrivacyRequest, is_granted: bool, answer: str, answered_by: User, now: dt.datetime) -> None:
    """Answer with a reason. A granted restriction holds at once, a correction is made on the person's page, and an
    erasure waits for a second person.

    Raises AlreadyAnswered, StillAtWork, AccountStillOpen, OnePersonForBoth, and what stopping an account raises.
    """
    row = _at_step(request, RequestState.ASKED)
    if answered_by.pk == row.about_user_id:
        raise OnePersonForBoth
    erases = is_granted and row.kind == RequestKind.ERASURE
    if erases:
        _check_erasable(row.about, timezone.localdate(now))
    row.state = RequestState.REFUSED if not is_granted else RequestState.PROPOSED if erases else RequestState.DONE
    row.answer, row.answered_by, row.answered_at = answer, answered_by, now
    row.save()
    if is_granted and row.kind == RequestKind.RESTRICTION:
        _restrict(row.about, answered_by, now)
    audit.record("privacy.answer", actor=answered_by, obj=row, counts={"granted": int(is_granted)}, at=now)


def _restrict(person: Person, by: User, now: dt.datetime) -> None:
    """An account is restricted by being stopped: nobody signs in with it, and nothing else is done with it."""
    if isinstance(person, User):
        return stop_account(user=person, stopped_by=by, today=timezone.localdate(now), now=now)
    return restrict(person=person, restricted_by=by, now=now)


def _check_erasable(person: Person, today: dt.date) -> None:
    account = person if isinstance(person, User) else person.user
    if isinstance(person, Employee) and is_at_work(person, today):
        raise StillAtWork
    if isinstance(person, Trainer) and (person.ends_before is None or person.ends_before > today):
        raise StillAtWork
    if account is not None and not is_closed(account, today):
        raise AccountStillOpen


@transaction.atomic
def confirm_erasure(*, request: PrivacyRequest, confirmed_by: User, now: dt.datetime) -> None:
    """Erase, as the second person.

    Raises AlreadyAnswered, StillAtWork, AccountStillOpen, OnePersonForBoth, TiedByCode.
    """
    row = _at_step(request, RequestState.PROPOSED)
    if confirmed_by.pk in {row.answered_by_id, row.asked_by_id, row.about_user_id}:
        raise OnePersonForBoth
    for other in (row.asked_by, row.answered_by):
        if other is not None:
            check_two_people(other, confirmed_by, now=now)
    today, person = timezone.localdate(now), row.about
    _check_erasable(person, today)
    row.state, row.confirmed_by, row.confirmed_at = RequestState.DONE, confirmed_by, now
    row.save()
    erase(kind=ERASED_AS[type(person)], id=person.pk, owner=row.owner, on=today)
    audit.record("privacy.erase", actor=confirmed_by, obj=row, at=now)


ERASED_AS: dict[type[Person], str] = {Employee: LEAVERS, Trainer: TRAINERS_GONE, User: CLOSED_ACCOUNTS}
"""Kind of person → the kind of record as which it is erased."""


@transaction.atomic
def decline_erasure(*, request: PrivacyRequest, declined_by: User, now: dt.datetime) -> None:
    """Send the request back to be answered anew. Raises AlreadyAnswered."""
    row = _at_step(request, RequestState.PROPOSED)
    row.state, row.answer, row.answered_by, row.answered_at = RequestState.ASKED, "", None, None
    row.save()
    audit.record("privacy.decline_erasure", actor=declined_by, obj=row, at=now)


def _at_step(request: PrivacyRequest, state: RequestState) -> PrivacyRequest:
    rows = PrivacyRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("employee__user", "trainer__user", "account", "owner").get(pk=request.pk)
    if row.state != state:
        raise AlreadyAnswered
    return row
