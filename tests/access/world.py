"""Two boards with everything in them twice, one board of trainers between them, and one user a role.

Side A is what the actors belong to. Side C is another board's, of the same kinds. Nexus trains for both, and nobody
of A may reach C's rows, or the other way round. Names of people are unlike all other text, so that a page can be
searched for them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from lyhord.accounts.domain.roles.access_checks import open_round
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import (
    ClaimRule,
    CodeApproval,
    CodeRequest,
    RetentionMark,
    RetentionRule,
    RoleGrant,
    RoleLength,
    User,
)
from lyhord.coverage.domain.snapshots import freeze
from lyhord.imports.models import ImportRun
from lyhord.messaging.models import Message
from lyhord.organisation.models import Board, Unit
from lyhord.people.enums import RegisterColumn, RequestKind
from lyhord.people.models import AccountLink, AwayPeriod, Employee, LinkRule, PrivacyRequest, Trainer, TrainerAway
from lyhord.places.models import MeetingPlace, OpeningException, PopularActivity, Stop, TravelOverride
from lyhord.planning.domain.feeds import create_feed, revoke_feed
from lyhord.planning.domain.runs import claim_next, execute, queue_run
from lyhord.planning.enums import DraftState
from lyhord.planning.models import PlanDraft, PlanRun, PlanSettings
from lyhord.programme.enums import CostKind, ExceptionReason, FundingPurpose
from lyhord.programme.models import ClauseException, Cost, Decision, Funding
from lyhord.training.domain.answer_links import token_of
from lyhord.training.domain.certificates.issuing import issue
from lyhord.training.domain.curriculum.content import TextKind, key_of, program_texts
from lyhord.training.domain.events import publish
from lyhord.training.domain.texts.versions import save_version
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, ScenarioResult
from tests.factories import (
    TODAY,
    make_board,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_result,
    make_session,
    make_trainer,
    make_unit,
    make_user,
    make_visit,
)

NOW = dt.datetime.combine(TODAY, dt.time(8), tzinfo=dt.UTC)
SOON, LONG_GONE = TODAY + dt.timedelta(days=3), TODAY - dt.timedelta(days=40)
ROLES = {
    "C": Role.COORDINATOR,
    "M": Role.UNIT_MANAGER,
    "D": Role.DEPUTY,
    "E": Role.EMPLOYEE,
    "V": Role.VOLUNTEER,
    "T": Role.TRAINER,
    "A": Role.ADVISER,
    "R": Role.BOARD_READER,
    "S": Role.BOARD_SECRETARY,
    "G": Role.ACCESS_ADMINISTRATOR,
    "U": Role.AUDITOR,
    "O": Role.SYSTEM_OPERATOR,
}
"""The letters of the cells. N is somebody signed in without a role, X nobody signed in."""
IN_UNIT = {Role.UNIT_MANAGER, Role.DEPUTY, Role.EMPLOYEE, Role.VOLUNTEER}
AT_NEXUS = {Role.TRAINER, Role.ADVISER}


@dataclass
class Side:
    """One board with its rows. `near` is the place of the other unit."""

    board: Board
    nexus: Board
    unit: Unit
    own: MeetingPlace
    near: MeetingPlace
    colleague: Employee
    neighbour: Employee
    left: Employee
    mine: Employee
    volunteer: Employee
    trainer: Trainer
    decision: Decision
    rows: dict[str, Any] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    results: dict[str, ScenarioResult] = field(default_factory=dict)
    """What each has kept of practising."""


def make_side(letter: str, nexus: Board) -> Side:
    board = make_board(f"Nämnd {letter} (exempel)")
    unit, other = make_unit(board, f"Enhet {letter}1"), make_unit(board, f"Enhet {letter}2")
    own, near = make_place(f"Plats{letter}own", unit=unit), make_place(f"Plats{letter}near", unit=other)
    users = {code: _holder(role, board, unit, nexus, letter) for code, role in ROLES.items()}
    decision = make_decision(board, partner_board=nexus, title=f"Beslut{letter}")
    side = Side(
        board=board,
        nexus=nexus,
        unit=unit,
        own=own,
        near=near,
        colleague=make_employee(f"Namn{letter}own", place=own),
        neighbour=make_employee(f"Namn{letter}near", place=near),
        left=make_employee(f"Namn{letter}left", place=own, ends_before=TODAY - dt.timedelta(days=30)),
        mine=make_employee(f"Namn{letter}me", place=own, user=users["E"]),
        volunteer=make_employee(f"Namn{letter}vol", place=own, user=users["V"]),
        trainer=make_trainer(f"Tr{letter}nexus", board=nexus, user=users["T"]),
        decision=decision,
        users=users,
        results={code: make_result(user) for code, user in users.items()},
    )
    _add_decision_rows(side)
    _add_place_rows(side)
    _add_training(side, letter)
    _add_accounts(side, letter)
    _add_plan(side)
    return side


def _holder(role: Role, board: Board, unit: Unit, nexus: Board, letter: str, **when: Any) -> User:
    scope: Board | Unit = unit if role in IN_UNIT else nexus if role in AT_NEXUS else board
    user = make_user((role, scope), name=f"Konto{letter}{role.value.title().replace('_', '')}")
    if when:
        RoleGrant.objects.filter(user=user).update(**when)
    return user


def _add_decision_rows(side: Side) -> None:
    visits, trains = make_clauses(side.decision)
    funding = Funding.objects.create(decision=side.decision, purpose=FundingPurpose.values[0], source="Medel (exempel)")
    side.rows |= {
        "answer": make_decision(side.nexus, answers=side.decision, title="Svar", programme=side.decision.programme),
        "visits": visits,
        "trains": trains,
        "funding": funding,
        "cost": Cost.objects.create(funding=funding, kind=CostKind.values[0], amount_sek=5, on=TODAY, text="Fika"),
        "exception": ClauseException.objects.create(
            clause=trains,
            employee=side.neighbour,
            reason=ExceptionReason.values[0],
            approved_by=side.users["C"],
            approved_on=TODAY,
        ),
    }


def _add_place_rows(side: Side) -> None:
    hours = {"starts_at": dt.time(9), "ends_at": dt.time(12)}
    side.rows |= {
        "oppettider": side.own.opening_rules.all()[0],
        "avvikande-dagar": OpeningException.objects.create(place=side.own, on=SOON),
        "hallplatser": Stop.objects.create(place=side.own, venue="Torget", weekday=1, **hours),
        "aktiviteter": PopularActivity.objects.create(place=side.own, name="Bingo", weekday=1, **hours),
        "restider": TravelOverride.objects.create(a=side.own, b=side.near, minutes=9),
        "franvaro": AwayPeriod.objects.create(employee=side.colleague, starts_on=SOON),
        "trainer-franvaro": TrainerAway.objects.create(
            trainer=side.trainer, starts_on=SOON, ends_before=SOON + dt.timedelta(days=1)
        ),
    }


def _add_training(side: Side, letter: str) -> None:
    module = make_module(f"Modul{letter}", board=side.board, clause=side.rows["trains"])
    other = make_module(f"Annan{letter}", board=side.board)
    mine = {"trainers": [side.trainer], "employees": [side.mine, side.volunteer, side.left]}
    over = make_session(module, side.near, LONG_GONE, state=SessionState.HELD, **mine)
    for employee in mine["employees"]:
        Attendance.objects.create(session=over, employee=employee, outcome=Outcome.PRESENT, recorded_at=NOW)
    _add_wording(side, "Vår första.", "Vår andra.")
    asked = make_session(other, side.own, SOON, hour=15, employees=[side.colleague])
    publish(asked, now=NOW)
    certificate = {"what": side.rows["trains"], "issued_by": side.users["C"], "now": NOW}
    side.rows |= {
        "certificate_E": issue(employee=side.mine, **certificate),
        "certificate_V": issue(employee=side.volunteer, **certificate),
        "message": Message.objects.get(event__subject=asked.pk),
        "token": token_of(asked.bookings.get()),
        "old_token": token_of(over.bookings.get(employee=side.mine)),
        "module": module,
        "other_module": other,
        "session": make_session(other, side.own, SOON, employees=[side.colleague]),
        "session_near": make_session(other, side.near, SOON, employees=[side.neighbour]),
        "session_mine": make_session(module, side.near, SOON, hour=13, **mine),
        "session_over": over,
        "visit": make_visit(side.own, SOON),
        "visit_near": make_visit(side.near, SOON),
        "visit_mine": make_visit(side.near, SOON, hour=14, trainers=[side.trainer]),
        "visit_over": make_visit(side.near, LONG_GONE, trainers=[side.trainer]),
        "snapshot": freeze(clause=side.rows["trains"], as_of=TODAY, taken_by=side.users["C"], now=NOW),
    }


def _add_wording(side: Side, *texts: str) -> None:
    """The board has worded one of the trainer's texts in its own way, and then in another."""
    code, kind = "samtal-om-svara-fragor", TextKind.EXERCISES
    for number, text in enumerate(texts):
        save_version(
            owner=side.board,
            key=key_of(code, kind),
            program=program_texts()[code][kind],
            text=text,
            note="Kortare",
            seen=number,
            edited_by=side.users["T"],
            now=NOW,
        )


def _add_accounts(side: Side, letter: str) -> None:
    second = _holder(Role.ACCESS_ADMINISTRATOR, side.board, side.unit, side.nexus, f"{letter}2")
    shared = make_user((Role.BOARD_READER, side.board), (Role.BOARD_READER, side.nexus), name="KontoDelad")
    other = make_user((Role.ACCESS_ADMINISTRATOR, side.nexus), name=f"Konto{letter}NexusAdministrator")
    in_two = make_user((Role.BOARD_READER, side.board), (Role.BOARD_READER, side.nexus), name=f"Konto{letter}BadaMin")
    theirs = make_user((Role.BOARD_READER, side.board), (Role.BOARD_READER, side.nexus), name=f"Konto{letter}BadaDeras")
    receiver = make_user(name="KontoNy")
    asked = RoleGrant.objects.create(
        user=receiver,
        role=Role.BOARD_READER,
        board=side.board,
        starts_on=TODAY,
        state=GrantState.PROPOSED,
        proposed_by=second,
        proposed_at=NOW,
    )
    RoleGrant.objects.filter(user=side.users["R"]).update(ends_before=TODAY + dt.timedelta(days=90))
    feed, secret = create_feed(subject=side.own, created_by=side.users["C"], now=NOW)
    withdrawn, old_secret = create_feed(subject=side.own, created_by=side.users["C"], now=NOW)
    revoke_feed(feed=withdrawn, revoked_by=side.users["C"], now=NOW)
    stopped = make_user((Role.BOARD_READER, side.board), name="KontoStoppad")
    User.objects.filter(pk=stopped.pk).update(is_active=False)
    opened = open_round(board=side.board, opened_by=side.users["G"], today=TODAY, now=NOW)
    of = {code: opened.checks.get(grant__user=side.users[code]) for code in "ERG"}
    gone = _holder(Role.UNIT_MANAGER, side.board, side.unit, side.nexus, f"{letter}3", ends_before=TODAY)
    side.rows |= {
        "grant": RoleGrant.objects.get(user=side.users["R"]),
        "own_grant": RoleGrant.objects.get(user=side.users["G"]),
        "asked": asked,
        "stopped": stopped,
        "rule": ClaimRule.objects.create(
            claim="group",
            text="ledamot",
            role=Role.BOARD_READER,
            board=side.board,
            proposed_by=second,
            proposed_at=NOW,
        ),
        "length": RoleLength.objects.create(
            board=side.board,
            role=Role.AUDITOR,
            days=30,
            state=GrantState.PROPOSED,
            proposed_by=second,
            proposed_at=NOW,
        ),
        "link": AccountLink.objects.create(
            owner=side.board, user=side.users["M"], employee=side.colleague, proposed_by=second, proposed_at=NOW
        ),
        "link_rule": LinkRule.objects.create(
            owner=side.board, claim="number", column=RegisterColumn.KEY, proposed_by=second, proposed_at=NOW
        ),
        "code_request": _code_request(theirs, other, side.nexus),
        "own_code_request": _code_request(in_two, side.users["G"], side.board),
        "round": opened,
        "check": of["E"],
        "board_check": of["R"],
        "my_check": of["G"],
        "shared": shared,
        "administration": side.unit.administration,
        "feed": feed,
        "feed_near": create_feed(subject=side.near, created_by=side.users["C"], now=NOW)[0],
        "feed_mine": create_feed(subject=side.mine, created_by=side.users["E"], now=NOW)[0],
        "secret": secret,
        "old_secret": old_secret,
        "lost_secret": create_feed(subject=side.own, created_by=gone, now=NOW)[1],
        "mark": _mark(side),
        "request": PrivacyRequest.objects.create(
            owner=side.board,
            employee=side.left,
            kind=RequestKind.ERASURE,
            text="Hörs av",
            asked_by=side.users["E"],
            asked_at=NOW,
        ),
        "account_request": PrivacyRequest.objects.create(
            owner=side.board,
            account=side.users["R"],
            kind=RequestKind.CORRECTION,
            text="Fel namn",
            asked_by=side.users["R"],
            asked_at=NOW,
        ),
        "import": ImportRun.objects.create(
            owner=side.board, kind="places", filename=f"Plats{letter}fil.xlsx", state="applied", uploaded_at=NOW
        ),
    }


def _code_request(about: User, asked_by: User, board: Board) -> CodeRequest:
    request = CodeRequest.objects.create(
        user=about, board=board, reason="Tappade telefonen", proposed_by=asked_by, proposed_at=NOW
    )
    CodeApproval.objects.create(request=request, board=board, approved_by=asked_by, approved_at=NOW)
    return request


def _mark(side: Side) -> RetentionMark:
    """Return a mark on whoever has left, by a rule of the board."""
    rule = RetentionRule.objects.create(
        owner=side.board,
        kind="medarbetare-som-slutat",
        months=1,
        diary_number="EX-1",
        decided_on=TODAY,
        entered_by=side.users["C"],
        entered_at=NOW,
    )
    return RetentionMark.objects.create(
        owner=side.board, rule=rule, kind=rule.kind, object_id=side.left.pk, due_on=TODAY, goes_on=TODAY
    )


def _add_plan(side: Side) -> None:
    """Plan for real; the same plan is kept as a draft of its own and as one that is sent."""
    first = TODAY + dt.timedelta(days=21)
    PlanSettings.objects.create(decision=side.decision, starts_on=first, ends_before=first + dt.timedelta(weeks=4))
    queue_run(decision=side.decision, asked_by=side.users["C"], now=NOW, today=TODAY, time_limit_seconds=20)
    run = claim_next(NOW)
    assert run is not None
    execute(run, clock=lambda: NOW, stopping=lambda: False)
    draft = PlanDraft.objects.get(decision=side.decision)
    side.rows |= {"run": PlanRun.objects.get(decision=side.decision), "draft": draft}
    copies = {"sent": (DraftState.SENT, None), "adopted": (DraftState.ADOPTED, NOW - dt.timedelta(days=40))}
    for name, (state, adopted_at) in copies.items():
        fields = {f.attname: getattr(draft.run, f.attname) for f in PlanRun._meta.concrete_fields if f.name != "id"}
        copy = PlanDraft.objects.create(
            owner=side.board,
            decision=side.decision,
            run=PlanRun.objects.create(**fields),
            number=draft.number + 1 + len(side.rows),
            state=state,
            created_at=NOW,
            replies_until=SOON if state == DraftState.SENT else None,
            adopted_at=adopted_at,
        )
        side.rows[name] = copy


@dataclass
class World:
    """own: side A. far: side C. elsewhere: have a role of A's, and in C one that opens no row."""

    own: Side
    far: Side
    nobody: User
    ended: dict[str, User]
    future: dict[str, User]
    elsewhere: dict[str, User] = field(default_factory=dict)


def make_world() -> World:
    nexus = make_board("Nexus nämnd (exempel)")
    own, far = make_side("A", nexus), make_side("C", nexus)
    place = make_trainer("TrAegen", board=own.board), make_trainer("TrCegen", board=far.board)
    own.rows["own_trainer"], far.rows["own_trainer"] = place
    tomorrow = {"starts_on": TODAY + dt.timedelta(days=1)}
    return World(
        own=own,
        far=far,
        nobody=make_user(name="KontoIngen"),
        ended={
            code: _holder(role, own.board, own.unit, nexus, "Slut", ends_before=TODAY) for code, role in ROLES.items()
        },
        future={code: _holder(role, own.board, own.unit, nexus, "Sen", **tomorrow) for code, role in ROLES.items()},
        elsewhere={
            code: _with_more(_holder(ROLES[code], own.board, own.unit, nexus, "Mer"), far) for code in "CMDRSGU"
        },
    )


def _with_more(user: User, far: Side) -> User:
    RoleGrant.objects.create(
        user=user, role=Role.ADVISER, board=far.board, starts_on=LONG_GONE, state=GrantState.APPROVED
    )
    return user
