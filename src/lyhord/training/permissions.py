"""Who may see and change modules, sessions and seats."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register, units_of
from lyhord.organisation.models import Board, OwnedByBoard
from lyhord.people.models import Employee, Trainer
from lyhord.people.permissions import lasting_employments
from lyhord.places.models import MeetingPlace
from lyhord.places.permissions import let_places_cross
from lyhord.programme.models import Decision
from lyhord.training.enums import SessionState
from lyhord.training.models import (
    SEAT_KEPT,
    Attendance,
    Booking,
    Certificate,
    Module,
    ScenarioResult,
    TrainingSession,
)

MANAGERS = (Role.UNIT_MANAGER, Role.DEPUTY)
WORKERS = (Role.EMPLOYEE, Role.VOLUNTEER)

type Grants = tuple[RoleGrant, ...]


def with_roles(grants: Grants, roles: Iterable[Role]) -> Grants:
    wanted = set(roles)
    return tuple(grant for grant in grants if Role(grant.role) in wanted)


def at_places_of(grants: Grants, prefix: str) -> Q:
    """Return the condition that a row's place lies in a unit, or a board, of the managers' grants."""
    managers = with_roles(grants, MANAGERS)
    return Q(**{f"{prefix}unit__in": units_of(managers)}) | Q(**{f"{prefix}owner__in": boards_of(managers)})


def in_coordinators_boards(grants: Grants, field: str = "owner") -> Q:
    return Q(**{f"{field}__in": boards_of(with_roles(grants, [Role.COORDINATOR]))})


def _modules(user: User, grants: Grants, rows: QuerySet[Module]) -> QuerySet[Module]:
    """The boards' own: no secret to anybody who works there. A trainer also sees those that their sessions are of."""
    condition = Q(owner__in={board.pk for grant in grants for board in grant.boards})
    if with_roles(grants, [Role.TRAINER]):
        condition |= Q(Exists(sessions_held_by(user).filter(module=OuterRef("pk"))))
    return rows.filter(condition)


def of_boards[M: OwnedByBoard](user: User, grants: Grants, rows: QuerySet[M]) -> QuerySet[M]:
    """Those of the boards: for actions that the coordinator alone holds."""
    return rows.filter(owner__in=boards_of(grants))


def _unrestricted[M: OwnedByBoard](user: User, grants: Grants, rows: QuerySet[M]) -> QuerySet[M]:
    return of_boards(user, grants, rows).filter(restricted_at=None)


def _run_sessions(user: User, grants: Grants, rows: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Sessions that the user answers for: by board, by place, or as their trainer until they are cancelled."""
    return rows.filter(_run_by(user, grants))


def _run_by(user: User, grants: Grants) -> Q:
    answers_for = in_coordinators_boards(grants) | at_places_of(grants, "place__")
    if with_roles(grants, [Role.TRAINER]):
        held = sessions_held_by(user).exclude(state=SessionState.CANCELLED)
        answers_for |= Q(pk__in=held.values("pk"))
    return answers_for


def sessions_held_by(user: User) -> QuerySet[TrainingSession]:
    """Return the sessions that cross to the user as their trainer; of a cancelled one, no names (`_run_by`)."""
    return TrainingSession.objects.filter(trainers__user=user, ends_at__gt=still_crosses())


def _sessions(user: User, grants: Grants, rows: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Those the user answers for, those that their staff are asked to, and those they are asked to themselves."""
    seats = Booking.objects.standing().filter(session=OuterRef("pk"))
    condition = _run_by(user, grants) | Q(Exists(seats.filter(_staff(grants))))
    if with_roles(grants, [Role.TRAINER]):
        condition |= Q(pk__in=sessions_held_by(user).values("pk"))
    if with_roles(grants, WORKERS):
        condition |= Q(Exists(seats.filter(employee__user=user)))
        attended = Attendance.objects.filter(session=OuterRef("pk"), employee__user=user)
        condition |= Q(Exists(attended))
    return rows.filter(condition)


def _staff(grants: Grants) -> Q:
    """Return the condition that a row's employee works at a place of the managers' grants."""
    return Q(Exists(lasting_employments().filter(at_places_of(grants, "place__"), employee=OuterRef("employee"))))


def _bookings(user: User, grants: Grants, rows: QuerySet[Booking]) -> QuerySet[Booking]:
    """As of attendance; but who said no, waits or had the seat taken back is no business of the trainer."""
    others = tuple(grant for grant in grants if grant.role != Role.TRAINER)
    run = _run_sessions(user, grants, TrainingSession.objects.all())
    return rows.filter(_names_reached(user, others) | (Q(session__in=run) & SEAT_KEPT))


def _attendances(user: User, grants: Grants, rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    return rows.filter(_names_reached(user, grants))


def _names_reached(user: User, grants: Grants) -> Q:
    """Names: those at sessions the user answers for, the user's own staff, and the user."""
    run = _run_sessions(user, grants, TrainingSession.objects.all())
    condition = Q(session__in=run) | _staff(grants)
    if with_roles(grants, WORKERS):
        condition |= Q(employee__user=user)
    return condition


def _answerable(user: User, grants: Grants, rows: QuerySet[Booking]) -> QuerySet[Booking]:
    """Whose answer the user may give: their own, that of their staff, that of all in the coordinator's boards."""
    condition = in_coordinators_boards(grants, "session__owner") | _staff(grants)
    if with_roles(grants, WORKERS):
        condition |= Q(employee__user=user)
    return rows.filter(condition, employee__restricted_at=None)


def _places_of_staff(user: User, grants: Grants, rows: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    return rows.filter(in_coordinators_boards(grants) | at_places_of(grants, ""))


def _certificates(user: User, grants: Grants, rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those that the coordinator's boards have issued, and one's own. A manager reads in coverage who is reached."""
    condition = in_coordinators_boards(grants) | Q(employee__user=user)
    return rows.filter(condition, employee__restricted_at=None)


def _issued_certificates(user: User, grants: Grants, rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return rows.filter(in_coordinators_boards(grants), employee__restricted_at=None)


def _content_boards(user: User, grants: Grants, rows: QuerySet[Board]) -> QuerySet[Board]:
    """Boards whose wording of the texts the user reads: those they work for, and for trainers those they teach at."""
    return rows.filter(Q(pk__in={board.pk for grant in grants for board in grant.boards}) | _taught_by(user, grants))


def _own_content_boards(user: User, grants: Grants, rows: QuerySet[Board]) -> QuerySet[Board]:
    """The coordinators' boards, and for trainers their own and those they teach at: they are who writes the texts."""
    return rows.filter(Q(pk__in=boards_of(grants)) | _taught_by(user, grants))


def _taught_by(user: User, grants: Grants) -> Q:
    """Return the condition that the board's staff is taught by the user, or is to be, by the user's board."""
    trainers = with_roles(grants, [Role.TRAINER])
    if not trainers:
        return Q(pk__in=())
    partners = Decision.objects.filter(partner_board__in=boards_of(trainers), owner=OuterRef("pk"))
    held = sessions_held_by(user).filter(owner=OuterRef("pk"))
    return Q(Exists(partners)) | Q(Exists(held))


def _own_results(user: User, grants: Grants, rows: QuerySet[ScenarioResult]) -> QuerySet[ScenarioResult]:
    """One's own, whatever else one may read: what somebody practises is nobody's measure of them."""
    return rows.filter(user=user)


let_places_cross(lambda user: sessions_held_by(user).values("place"))

EVERYBODY = (Role.COORDINATOR, Role.TRAINER, *MANAGERS, *WORKERS)
TEACHERS = (Role.COORDINATOR, Role.TRAINER)
ANSWERING = (Role.COORDINATOR, *MANAGERS, *WORKERS)
STAFF_TOLD_BY = (Role.COORDINATOR, *MANAGERS)
RUNNERS = (Role.COORDINATOR, Role.TRAINER, *MANAGERS)

register("training.view_module", roles=EVERYBODY, model=Module, narrow=_modules)
register("training.change_module", roles=[Role.COORDINATOR], model=Module, narrow=of_boards)
register("training.read_content", roles=EVERYBODY, model=Board, narrow=_content_boards)
register("training.teach_content", roles=TEACHERS, model=Board, narrow=_own_content_boards)
register("training.view_session", roles=EVERYBODY, model=TrainingSession, narrow=_sessions)
register("training.change_session", roles=[Role.COORDINATOR], model=TrainingSession, narrow=of_boards)
register("training.record_attendance", roles=RUNNERS, model=TrainingSession, narrow=_run_sessions)
register("training.add_walk_in", roles=[Role.COORDINATOR, *MANAGERS], model=TrainingSession, narrow=_run_sessions)
register("training.view_booking", roles=EVERYBODY, model=Booking, narrow=_bookings)
register("training.view_attendance", roles=EVERYBODY, model=Attendance, narrow=_attendances)
register("training.answer_booking", roles=ANSWERING, model=Booking, narrow=_answerable)
register("training.list_staff_times", roles=STAFF_TOLD_BY, model=MeetingPlace, narrow=_places_of_staff)
register("training.view_certificate", roles=EVERYBODY, model=Certificate, narrow=_certificates)
register("training.issue_certificate", roles=[Role.COORDINATOR], model=Certificate, narrow=_issued_certificates)
register("training.plan_at_place", roles=[Role.COORDINATOR], model=MeetingPlace, narrow=of_boards)
register("training.book_employee", roles=[Role.COORDINATOR], model=Employee, narrow=_unrestricted)
register("training.assign_trainer", roles=[Role.COORDINATOR], model=Trainer, narrow=_unrestricted)
register("training.practise", roles=Role)
register("training.keep_result", roles=Role, model=ScenarioResult, narrow=_own_results)
