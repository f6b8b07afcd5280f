"""Restriction: the row stays and is used for nothing, and comes back when the restriction ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from lyhord.accounts.models import AuditEvent, User
from lyhord.coverage.domain.gather import gather
from lyhord.coverage.domain.ledger import compute
from lyhord.coverage.enums import CellState, NotCounted
from lyhord.imports.domain.kinds import kind_of as import_kind
from lyhord.imports.domain.runs import apply_import, take_in
from lyhord.people.domain.people import (
    add_away,
    clear_missing,
    remove_away,
    save_employee,
    save_employment,
    set_windows,
)
from lyhord.people.domain.privacy_requests import answer, ask
from lyhord.people.domain.restriction import NotRestricted, RowRestricted, end_restriction
from lyhord.people.domain.retention import leavers
from lyhord.people.domain.trainers import add_trainer_away, save_trainer
from lyhord.people.domain.working_time import trainer_times
from lyhord.people.enums import RequestKind
from lyhord.people.models import AwayPeriod, Employee, Trainer, TrainerAway
from lyhord.planning.domain.adapter import prepare
from lyhord.planning.domain.feeds import create_feed, feed_with_secret
from lyhord.planning.models import PlanSettings
from lyhord.training.domain.attendance import mark_held
from lyhord.training.domain.bookings import book
from lyhord.training.enums import Outcome
from tests.factories import (
    TODAY,
    Cast,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_session,
    make_user,
    sign_in_as,
)
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)
SOON = TODAY + dt.timedelta(days=3)


def restricted[P: (Employee, Trainer)](person: P, by: User) -> P:
    request = ask(
        person=person, board=person.owner, kind=RequestKind.RESTRICTION, text="x", asked_by=make_user(), now=NOW
    )
    answer(request=request, is_granted=True, answer="Skäl", answered_by=by, now=NOW)
    person.refresh_from_db()
    return person


@pytest.fixture
def person(cast: Cast) -> Employee:
    return restricted(cast.employee_row, cast.coordinator)


EDITS: dict[str, Callable[[Employee, User], object]] = {
    "facts": lambda p, u: save_employee(employee=p, saved_by=u, now=NOW),
    "employment": lambda p, u: save_employment(employment=p.employments.get(), schedule=None, saved_by=u, now=NOW),
    "windows": lambda p, u: set_windows(employee=p, windows=[], set_by=u, now=NOW),
    "away": lambda p, u: add_away(away=AwayPeriod(employee=p, starts_on=SOON), added_by=u, now=NOW),
    "not away": lambda p, u: remove_away(
        away=AwayPeriod.objects.create(employee=p, starts_on=SOON), removed_by=u, now=NOW
    ),
    "found": lambda p, u: clear_missing(employee=p, cleared_by=u, now=NOW),
}


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_of_a_restricted_row_is_changed(cast: Cast, person: Employee, edit: str) -> None:
    with pytest.raises(RowRestricted):
        EDITS[edit](person, cast.coordinator)


def test_a_row_read_before_the_restriction_is_not_saved_after_it(cast: Cast) -> None:
    stale = Employee.objects.get(pk=cast.employee_row.pk)
    restricted(cast.employee_row, cast.coordinator)
    with pytest.raises(RowRestricted):
        save_employee(employee=stale, saved_by=cast.coordinator, now=NOW)


def test_a_restricted_trainer_is_neither_changed_nor_free(cast: Cast) -> None:
    week = (TODAY, TODAY + dt.timedelta(days=7))
    assert trainer_times([cast.trainer_row], *week)[cast.trainer_row.pk]
    trainer = restricted(cast.trainer_row, cast.coordinator)
    assert not trainer_times([trainer], *week)[trainer.pk]
    with pytest.raises(RowRestricted):
        save_trainer(trainer=trainer, windows=[], saved_by=cast.coordinator, now=NOW)
    away = TrainerAway(trainer=trainer, starts_on=SOON, ends_before=SOON + dt.timedelta(days=1))
    with pytest.raises(RowRestricted):
        add_trainer_away(away=away, added_by=cast.coordinator, now=NOW)


def test_a_trainer_who_stops_is_not_planned_from_that_day(cast: Cast) -> None:
    trainer, days = cast.trainer_row, (TODAY, TODAY + dt.timedelta(days=14))
    trainer.ends_before = TODAY + dt.timedelta(days=7)
    times = trainer_times([trainer], *days)[trainer.pk]
    assert times
    assert max(times) < trainer.ends_before


def test_pages_say_why_and_who_may_ends_it(client: Client, cast: Cast, person: Employee) -> None:
    page = f"/personer/{person.pk}/"
    sign_in_as(client, cast.coordinator)
    assert "Begränsad sedan 6 okt 2025" in client.get(page).content.decode()
    for address in ("andra/", "anstallning/", "tider/", "franvaro/"):
        told = client.get(f"{page}{address}", follow=True).content.decode()
        assert "begränsade och får inte ändras" in told, address
    assert sign_in_as(client, cast.manager).get(page).status_code == 404
    assert "Exempel Medarbetare" in sign_in_as(client, cast.employee).get(page).content.decode()
    sign_in_as(client, cast.coordinator).post(f"{page}hav-begransning/")
    assert sign_in_as(client, cast.manager).get(page).status_code == 200
    assert AuditEvent.objects.filter(action="privacy.end_restriction", object_id=person.pk).exists()


def test_the_list_leaves_out_the_restricted_until_asked(client: Client, cast: Cast, person: Employee) -> None:
    sign_in_as(client, cast.coordinator)
    assert person.name not in client.get("/personer/").content.decode()
    assert person.name in client.get("/personer/?visa=begransade").content.decode()


def test_ending_twice_is_refused(cast: Cast, person: Employee) -> None:
    end_restriction(person=person, ended_by=cast.coordinator, now=NOW)
    with pytest.raises(NotRestricted):
        end_restriction(person=person, ended_by=cast.coordinator, now=NOW)


def test_everyone_stays_honest(cast: Cast) -> None:
    """The restricted are counted apart, and nothing else is told of them, also in what is frozen."""
    _visits, clause = make_clauses(make_decision(cast.board, starts_on=TODAY - dt.timedelta(days=60)))
    module = make_module(clause=clause)
    make_session(module, cast.own, SOON, employees=[cast.employee_row])
    make_employee("Exempel Kollega", place=cast.own)
    before = compute(gather(clause, as_of=TODAY), TODAY).counts
    person = restricted(cast.employee_row, cast.coordinator)
    inputs = gather(clause, as_of=TODAY)
    ledger = compute(inputs, TODAY)
    row = ledger.by_subject[str(person.pk)]
    assert (row.state, row.reason, row.place) == (CellState.NOT_COUNTED, NotCounted.RESTRICTED, "")
    assert before is not None
    assert ledger.counts is not None
    assert (ledger.counts.denominator, ledger.counts.not_counted) == (before.denominator - 1, before.not_counted + 1)
    assert not [seat for seat in inputs.seats if seat.person == str(person.pk)]
    assert [(p.employments, p.away) for p in inputs.people if p.id == str(person.pk)] == [((), ())]


def test_the_planner_plans_for_nobody_restricted_and_says_so(cast: Cast) -> None:
    decision = make_decision(cast.board, partner_board=cast.partner, starts_on=TODAY - dt.timedelta(days=60))
    _visits, clause = make_clauses(decision)
    make_session(make_module(clause=clause), cast.own, SOON, employees=[cast.employee_row], trainers=[cast.trainer_row])
    colleague = make_employee("Exempel Kollega", place=cast.own)
    PlanSettings.objects.create(decision=decision, starts_on=SOON, ends_before=SOON + dt.timedelta(weeks=3))
    for row in (cast.employee_row, cast.trainer_row):
        restricted(row, cast.coordinator)
    prepared = prepare(decision, today=TODAY)
    assert [e.id for e in prepared.problem.employees] == [str(colleague.pk)]
    assert not prepared.problem.trainers
    told = [note for note in prepared.notes if note.code == "restricted"]
    assert [note.count for note in told] == [2]
    assert not [a for a in prepared.standing if a.attendees or a.trainers]


def test_seats_are_neither_given_nor_noted(cast: Cast) -> None:
    module, colleague = make_module(), make_employee("Exempel Kollega", place=cast.own)
    held = make_session(module, cast.own, TODAY - dt.timedelta(days=1), employees=[cast.employee_row, colleague])
    person = restricted(cast.employee_row, cast.coordinator)
    with pytest.raises(RowRestricted):
        book(session=make_session(module, cast.own, SOON), employees=[person], booked_by=cast.coordinator, now=NOW)
    rows = mark_held(session=held, held_by=cast.coordinator, now=NOW)
    assert [(row.employee, row.outcome) for row in rows] == [(colleague, Outcome.PRESENT)]
    assert held.bookings.filter(employee=person).exists(), "what is stored stays"


def test_private_calendar_addresses_answer_nothing_until_it_ends(cast: Cast) -> None:
    _feed, secret = create_feed(subject=cast.employee_row, created_by=cast.employee, now=NOW)
    assert feed_with_secret(secret) is not None
    person = restricted(cast.employee_row, cast.coordinator)
    assert feed_with_secret(secret) is None
    end_restriction(person=person, ended_by=cast.coordinator, now=NOW)
    assert feed_with_secret(secret) is not None


def test_a_file_changes_nobody_restricted(cast: Cast, person: Employee) -> None:
    rows = f"Anställningsnummer;Namn;Träffpunkt;Anställd från och med\n{person.key};Annat;{cast.own.key};2020-01-01\n"
    run = take_in(
        kind=import_kind("employees"),
        owner=cast.board,
        filename="personal.csv",
        content=rows.encode(),
        uploaded_by=cast.coordinator,
        now=NOW,
    )
    assert not run.refused_because
    counts = apply_import(run=run, applied_by=cast.coordinator, now=NOW)
    assert (counts["doubtful"], counts["changed"], counts["gone"]) == (1, 0, 0)
    person.refresh_from_db()
    assert person.name == "Exempel Medarbetare"


def test_disposal_waits_for_a_restriction_to_end(cast: Cast) -> None:
    leaver = make_employee("Exempel Slutat", place=cast.own, ends_before=TODAY)
    assert [row.id for row in leavers(cast.board)] == [leaver.pk]
    restricted(leaver, cast.coordinator)
    assert not list(leavers(cast.board))


def test_an_account_is_restricted_by_being_stopped(cast: Cast) -> None:
    request = ask(
        person=cast.auditor, board=cast.board, kind=RequestKind.RESTRICTION, text="x", asked_by=cast.auditor, now=NOW
    )
    answer(request=request, is_granted=True, answer="Skäl", answered_by=cast.access_administrator, now=NOW)
    cast.auditor.refresh_from_db()
    assert not cast.auditor.is_active
