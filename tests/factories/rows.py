"""One function a kind of row."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from lyhord.accounts.domain.sign_in.sessions import change_stamp
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.common import clock
from lyhord.organisation.models import Administration, Board, Programme, Unit
from lyhord.outreach.models import Visit, VisitRequirement
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import Employee, Employment, Trainer, TrainerWindow, WorkPattern, WorkShift
from lyhord.places.enums import PlaceKind, RuleKind
from lyhord.places.models import MeetingPlace, OpeningRule
from lyhord.programme.enums import ClauseKind, DecisionState
from lyhord.programme.models import Clause, Decision, DefinitionOfDone
from lyhord.training.enums import BookingState, Ending, StaffRole
from lyhord.training.models import Booking, Module, ModuleRequirement, ScenarioResult, TrainingSession

_numbers = itertools.count(1)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
LONG_AGO = dt.date(2019, 1, 7)


def make_board(name: str = "Äldrenämnden (exempel)") -> Board:
    return Board.objects.get_or_create(name=name)[0]


def make_programme(*boards: Board, name: str = "") -> Programme:
    """Return the programme with the name, or the one of the boards alone."""
    boards = boards or (make_board(),)
    name = name or f"Program för {' och '.join(board.name for board in boards)}"
    programme, is_new = Programme.objects.get_or_create(name=name)
    if is_new:
        programme.boards.set(boards)
    return programme


def make_unit(board: Board | None = None, name: str = "Enhet Ett (exempel)") -> Unit:
    board = board or make_board()
    administration = Administration.objects.get_or_create(board=board, name=f"Förvaltningen för {board.name}")[0]
    return Unit.objects.get_or_create(administration=administration, name=name)[0]


def make_user(*grants: tuple[Role, Board | Unit | Programme], name: str = "", username: str = "") -> User:
    """Return a user with the roles, each within a board, a unit or a programme; a coordinator's board is one of one."""
    user = User.objects.create_user(username or f"exempel{next(_numbers)}", "exempel-losenord-1", name=name)
    for role, scope in grants:
        if role == Role.COORDINATOR and isinstance(scope, Board):
            scope = make_programme(scope)
        unit = scope if isinstance(scope, Unit) else None
        programme = scope if isinstance(scope, Programme) else None
        RoleGrant.objects.create(
            user=user,
            role=role,
            board=unit.board if unit else programme.boards.first() if programme else scope,
            unit=unit,
            programme=programme,
            starts_on=LONG_AGO,
            state=GrantState.APPROVED,
        )
    return user


def sign_in_as(client: Client, user: User) -> Client:
    """Sign in as after a second factor, without the pages for it."""
    client.force_login(user)
    session = client.session
    moment = clock.now().timestamp()
    change_stamp(session, begun=moment, seen=moment, confirmed=moment, strong=True)
    session.save()
    return client


def make_place(
    name: str = "",
    *,
    unit: Unit | None = None,
    kind: PlaceKind = PlaceKind.STATIONARY,
    is_open: bool = True,
    **fields: Any,
) -> MeetingPlace:
    """Return a place, open Monday to Friday 9–16 with visitors 10–15 unless `is_open` is false."""
    unit = unit or make_unit()
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "key": f"tp{number}",
        "latitude": 59.86,
        "longitude": 17.64,
        "min_staff": 1,
        "room": "Stora rummet",
        "room_capacity": 10,
    }
    place = MeetingPlace.objects.create(
        owner=unit.board, unit=unit, name=name or f"Exempel {number}", kind=kind, **(defaults | fields)
    )
    if is_open:
        for weekday in range(5):
            for rule, first, last in ((RuleKind.OPEN, 9, 16), (RuleKind.VISITORS, 10, 15)):
                OpeningRule.objects.create(
                    place=place, kind=rule, weekday=weekday, starts_at=dt.time(first), ends_at=dt.time(last)
                )
    return place


def make_employee(
    name: str = "",
    *,
    place: MeetingPlace | None = None,
    starts_on: dt.date = LONG_AGO,
    ends_before: dt.date | None = None,
    employee_class: EmployeeClass = EmployeeClass.STAFF,
    works: bool = True,
    **fields: Any,
) -> Employee:
    """Return an employee of the place, working Monday to Friday 8–17 unless `works` is false."""
    place = place or make_place()
    number = next(_numbers)
    employee = Employee.objects.create(
        owner=place.owner,
        name=name or f"Exempel Person {number}",
        employee_class=employee_class,
        **({"key": f"a{number}"} | fields),
    )
    employment = Employment.objects.create(employee=employee, place=place, starts_on=starts_on, ends_before=ends_before)
    if works:
        pattern = WorkPattern.objects.create(employment=employment, weeks=1, anchor_on=LONG_AGO)
        WorkShift.objects.bulk_create(
            WorkShift(pattern=pattern, week=1, weekday=day, starts_at=dt.time(8), ends_at=dt.time(17))
            for day in range(5)
        )
    return employee


def make_trainer(name: str = "", *, board: Board | None = None, **fields: Any) -> Trainer:
    """Return a trainer who can do everything, Monday to Friday 8–17."""
    number = next(_numbers)
    trainer = Trainer.objects.create(
        owner=board or make_board("Socialnämnden (exempel)"),
        name=name or f"Exempel Utbildare {number}",
        **(
            {"key": f"u{number}", "competences": ["utbildning", "besok"], "latitude": 59.86, "longitude": 17.64}
            | fields
        ),
    )
    TrainerWindow.objects.bulk_create(
        TrainerWindow(trainer=trainer, weekday=day, starts_at=dt.time(8), ends_at=dt.time(17)) for day in range(5)
    )
    return trainer


def make_module(name: str = "", *, board: Board | None = None, clause: Clause | None = None, **fields: Any) -> Module:
    """Return a module; with `clause`, one that the clause requires."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "code": f"modul-{number}",
        "short_name": name or f"Modul {number}",
        "order": number,
        "competence": "utbildning",
        "group_min": 1,
    }
    module = Module.objects.create(
        owner=board or make_board(), name=name or f"Exempelmodul {number}", **(defaults | fields)
    )
    if clause is not None:
        ModuleRequirement.objects.create(clause=clause, module=module)
    return module


def make_decision(board: Board | None = None, **fields: Any) -> Decision:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "title": "Exempelbeslut",
        "diary_number": f"EX-2025-{number:05}",
        "state": DecisionState.DECIDED,
        "meeting_on": dt.date(2025, 9, 29),
        "starts_on": dt.date(2025, 10, 6),
        "ends_before": dt.date(2027, 1, 1),
    }
    board = board or make_board()
    fields.setdefault("programme", fields["answers"].programme if fields.get("answers") else make_programme(board))
    return Decision.objects.create(owner=board, **(defaults | fields))


def make_clauses(decision: Decision, *, visits: int = 2, min_employed_days: int = 30) -> tuple[Clause, Clause]:
    """Return the decision's two clauses, visits first, each with a definition of done; no modules required yet."""
    visit_clause = Clause.objects.create(
        decision=decision,
        number=1,
        text="besöka samtliga träffpunkter",
        short_title="Besök",
        owner=decision.owner,
        kind=ClauseKind.VISIT_PLACES,
    )
    train_clause = Clause.objects.create(
        decision=decision,
        number=2,
        text="utbilda samtliga medarbetare",
        short_title="Utbildning",
        owner=decision.owner,
        kind=ClauseKind.TRAIN_EMPLOYEES,
    )
    VisitRequirement.objects.create(clause=visit_clause, count=visits, competence="besok")
    for clause in (visit_clause, train_clause):
        DefinitionOfDone.objects.create(
            clause=clause,
            version=1,
            classes=[EmployeeClass.STAFF, EmployeeClass.HOURLY],
            min_employed_days=min_employed_days,
            adopted_on=dt.date(2025, 9, 29),
        )
    return visit_clause, train_clause


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=STOCKHOLM)


def make_session(
    module: Module,
    place: MeetingPlace,
    on: dt.date,
    *,
    hour: int = 9,
    trainers: Iterable[Trainer] = (),
    employees: Iterable[Employee] = (),
    booked: BookingState = BookingState.INVITED,
    **fields: Any,
) -> TrainingSession:
    """Return a session at which the employees are `booked`, those named first the longest ago."""
    session = TrainingSession.objects.create(
        owner=place.owner,
        module=module,
        place=place,
        starts_at=at(on, hour),
        ends_at=at(on, hour) + dt.timedelta(minutes=module.minutes),
        **fields,
    )
    session.trainers.set(trainers)
    long_ago = at(LONG_AGO, 8)
    Booking.objects.bulk_create(
        Booking(session=session, employee=employee, state=booked, since=long_ago + dt.timedelta(minutes=number))
        for number, employee in enumerate(employees)
    )
    return session


def make_result(user: User, slug: str = "kaffebordet", **fields: Any) -> ScenarioResult:
    fields = {"role": StaffRole.HOST, "ending": Ending.GOOD, "on": dt.date(2025, 10, 3)} | fields
    return ScenarioResult.objects.create(user=user, slug=slug, **fields)


def make_visit(
    place: MeetingPlace, on: dt.date, *, hour: int = 10, trainers: Iterable[Trainer] = (), **fields: Any
) -> Visit:
    visit = Visit.objects.create(
        owner=place.owner,
        place=place,
        starts_at=at(on, hour),
        ends_at=at(on, hour + 1),
        public_title="Trygg hemma – fika med Nexus",
        **fields,
    )
    visit.trainers.set(trainers)
    return visit
