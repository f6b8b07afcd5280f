"""Each rule warns in one sentence, and only when it is broken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.people.models import AwayPeriod, Employee, TrainerAway
from lyhord.places.enums import PlaceKind, Weekday
from lyhord.places.models import MeetingPlace, OpeningException, Stop, TravelOverride
from lyhord.training.domain.attendance import mark_held
from lyhord.training.domain.sessions import create_session
from lyhord.training.domain.warnings import Occasion, RuleWarning, fingerprint, session_warnings
from lyhord.training.domain.warnings.occasion import listed
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_place, make_session, make_trainer
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)  # Monday 27 October


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module("Tecken", board=cast.board, minutes=120)


@pytest.fixture
def mate(cast: Cast) -> Employee:
    """A second person at the place, who keeps it staffed."""
    return make_employee("Exempel Kollega", place=cast.own)


def warn(cast: Cast, module: Module, *, now: dt.datetime = NOW, **fields: Any) -> list[tuple[str, str]]:
    defaults: dict[str, Any] = {
        "place": cast.own,
        "starts_at": at(DAY, 9),
        "ends_at": at(DAY, 11),
        "trainers": (cast.trainer_row,),
        "employees": (cast.employee_row,),
    }
    warnings = session_warnings(Occasion(**(defaults | fields)), module, now=now)
    assert all(warning.name for warning in warnings)
    return [(warning.rule, warning.text) for warning in warnings]


def plan(cast: Cast, module: Module, day: dt.date, hour: int, *, place: MeetingPlace | None = None) -> TrainingSession:
    return create_session(
        module=module,
        place=place or cast.own,
        starts_at=at(day, hour),
        trainers=[cast.trainer_row],
        employees=[cast.employee_row],
        created_by=cast.coordinator,
        now=NOW,
    )


def test_a_good_session_has_no_warnings(cast: Cast, module: Module, mate: Employee) -> None:
    assert warn(cast, module) == []


def test_a_session_is_not_compared_with_itself(cast: Cast, module: Module, mate: Employee) -> None:
    session = plan(cast, module, DAY, 9)
    assert warn(cast, module, subject=session.pk) == []


def test_c1_done_already(cast: Cast, module: Module, mate: Employee) -> None:
    session = plan(cast, module, TODAY - dt.timedelta(days=3), 9)
    mark_held(session=session, held_by=cast.coordinator, now=NOW)
    assert warn(cast, module) == [("C1", "Exempel Medarbetare har redan gått ”Tecken”.")]


def test_c1_absence_is_not_done(cast: Cast, module: Module, mate: Employee) -> None:
    session = make_session(module, cast.own, TODAY - dt.timedelta(days=3), state=SessionState.HELD)
    Attendance.objects.create(session=session, employee=cast.employee_row, outcome=Outcome.ABSENT, recorded_at=NOW)
    assert warn(cast, module) == []


def test_c1_booked_already(cast: Cast, module: Module, mate: Employee) -> None:
    plan(cast, module, DAY + dt.timedelta(days=7), 9)
    text = "Exempel Medarbetare är redan bokad till ett annat tillfälle av ”Tecken”."
    assert warn(cast, module) == [("C1", text)]


def test_c3_too_few_trainers(cast: Cast, mate: Employee) -> None:
    module = make_module(board=cast.board, trainers_needed=2)
    assert warn(cast, module) == [("C3", "Det behövs 2 utbildare, men 1 är vald.")]
    assert warn(cast, module, trainers=()) == [("C3", "Det behövs 2 utbildare, men 0 är valda.")]


def test_c3_competence_and_language(cast: Cast, mate: Employee) -> None:
    module = make_module(board=cast.board, competence="samtal", language="fi")
    speaker = make_employee("Exempel Talare", place=cast.own, languages=["fi"])
    assert warn(cast, module, employees=(cast.employee_row, speaker)) == [
        ("C3", "Exempel Utbildare saknar kompetensen ”samtal”."),
        ("C3", "Exempel Utbildare arbetar inte på språket ”fi”."),
        ("C3", "Utbildningen hålls på språket ”fi”. Det står inte bland språken för Exempel Medarbetare."),
    ]


def test_c4_group_too_small_or_too_big(cast: Cast, mate: Employee) -> None:
    small = make_module(board=cast.board, group_min=2, group_max=3)
    many = tuple(make_employee(place=cast.own) for _ in range(4))
    assert warn(cast, small) == [("C4", "1 är bokad, men modulen är gjord för minst 2 i gruppen.")]
    assert warn(cast, small, employees=many) == [("C4", "4 är bokade, men modulen är gjord för högst 3 i gruppen.")]
    assert warn(cast, small, employees=()) == []


def test_c4_room(cast: Cast, module: Module, mate: Employee) -> None:
    cast.own.room_capacity = 0
    assert warn(cast, module) == [("C4", "Exempel Egen har ingen lokal för utbildning.")]
    cast.own.room_capacity = 2
    many = tuple(make_employee(place=cast.own) for _ in range(3))
    assert warn(cast, module, employees=many) == [("C4", "3 är bokade, men lokalen på Exempel Egen har 2 platser.")]


def test_c4_something_else_is_there(cast: Cast, module: Module, mate: Employee) -> None:
    other = make_trainer()
    create_session(module=module, place=cast.own, starts_at=at(DAY, 10), trainers=[other], created_by=None, now=NOW)
    assert warn(cast, module) == [("C4", "På Exempel Egen är redan ”Utbildning” inplanerat 10.00–12.00.")]


def test_c5_notice(cast: Cast, module: Module, mate: Employee) -> None:
    text = "Det är 13 dagar kvar. Personalen ska få veta minst 14 dagar i förväg."
    assert warn(cast, module, now=at(DAY - dt.timedelta(days=13), 8)) == [("C5", text)]
    assert warn(cast, module, now=at(DAY - dt.timedelta(days=14), 8)) == []
    assert warn(cast, module, now=at(DAY + dt.timedelta(days=1), 8)) == []


def test_c5_away(cast: Cast, module: Module, mate: Employee) -> None:
    AwayPeriod.objects.create(employee=cast.employee_row, starts_on=DAY, ends_before=DAY + dt.timedelta(days=1))
    assert warn(cast, module) == [("C5", "Exempel Medarbetare arbetar inte måndag 27 oktober 09.00–11.00.")]


def test_c6_the_place_is_left_without_staff(cast: Cast, module: Module) -> None:
    text = "Exempel Egen har öppet då, men bara 0 blir kvar kl. 09.00. Det ska vara minst 1."
    assert warn(cast, module) == [("C6", text)]


def test_c6_counts_those_in_another_session(cast: Cast, module: Module, mate: Employee) -> None:
    create_session(
        module=module, place=cast.neighbour, starts_at=at(DAY, 9), employees=[mate], created_by=None, now=NOW
    )
    assert [rule for rule, _text in warn(cast, module)] == ["C6"]


def test_c6_a_place_that_is_closed_needs_nobody(cast: Cast, module: Module) -> None:
    cast.own.opening_rules.all().delete()
    assert warn(cast, module) == []


def test_c6_looks_at_every_moment(cast: Cast, module: Module, mate: Employee) -> None:
    mate.employments.get().patterns.get().shifts.update(ends_at=dt.time(10))
    text = "Exempel Egen har öppet då, men bara 0 blir kvar kl. 10.00. Det ska vara minst 1."
    assert warn(cast, module) == [("C6", text)]


def test_c7_the_first_one_is_missing(cast: Cast, module: Module, mate: Employee) -> None:
    later = make_module("Samtal", board=cast.board, after=module, gap_min_days=7, gap_max_days=28)
    text = "Exempel Medarbetare har varken gått eller bokats till ”Tecken”, som kommer före ”Samtal”."
    assert warn(cast, later) == [("C7", text)]


@pytest.mark.parametrize(("days", "fits"), [(6, False), (7, True), (28, True), (29, False)])
def test_c7_gaps(cast: Cast, module: Module, mate: Employee, days: int, fits: bool) -> None:
    later = make_module("Samtal", board=cast.board, after=module, gap_min_days=7, gap_max_days=28)
    make_session(module, cast.neighbour, DAY - dt.timedelta(days=days), employees=[cast.employee_row])
    text = "För Exempel Medarbetare stämmer inte tiden: ”Samtal” ska komma 7–28 dagar efter ”Tecken”."
    assert warn(cast, later) == ([] if fits else [("C7", text)])


def test_c7_the_next_one_comes_too_early(cast: Cast, module: Module, mate: Employee) -> None:
    later = make_module("Samtal", board=cast.board, after=module, gap_min_days=7)
    make_session(later, cast.neighbour, DAY + dt.timedelta(days=2), employees=[cast.employee_row])
    text = "Exempel Medarbetare går ”Samtal” vid fel tid: den ska komma minst 7 dagar efter ”Tecken”."
    assert warn(cast, module) == [("C7", text)]


def test_c8_two_places_at_once(cast: Cast, module: Module, mate: Employee) -> None:
    other = make_module(board=cast.board)
    plan(cast, other, DAY, 10, place=cast.neighbour)
    text = "Exempel Utbildare och Exempel Medarbetare är redan på ”Utbildning” på Exempel Granne 10.00–12.00."
    assert warn(cast, module) == [("C8", text)]


def test_c8_no_time_to_travel(cast: Cast, module: Module, mate: Employee) -> None:
    TravelOverride.objects.create(a=cast.neighbour, b=cast.own, minutes=45)
    other = make_module(board=cast.board, minutes=90)
    plan(cast, other, DAY, 11, place=cast.neighbour)
    (warning,) = warn(cast, module)
    assert warning == (
        "C8",
        "Exempel Utbildare och Exempel Medarbetare hinner inte mellan Exempel Granne (11.00–12.30) och det här: "
        "resan tar 45 minuter, men det är 0 minuter emellan.",
    )


def test_c8_time_to_travel(cast: Cast, module: Module, mate: Employee) -> None:
    TravelOverride.objects.create(a=cast.own, b=cast.neighbour, minutes=45)
    plan(cast, make_module(board=cast.board, minutes=60), DAY, 12, place=cast.neighbour)
    assert warn(cast, module) == []


def test_c8_a_trainer_is_away_or_off(cast: Cast, module: Module, mate: Employee) -> None:
    text = "Exempel Utbildare kan inte måndag 27 oktober {} enligt sina tider."
    evening = {"starts_at": at(DAY, 16), "ends_at": at(DAY, 18), "employees": ()}
    assert warn(cast, module, **evening) == [("C8", text.format("16.00–18.00"))]
    TrainerAway.objects.create(trainer=cast.trainer_row, starts_on=DAY, ends_before=DAY + dt.timedelta(days=1))
    assert warn(cast, module) == [("C8", text.format("09.00–11.00"))]


def test_c8_limits_a_day_and_a_week(cast: Cast, module: Module, mate: Employee) -> None:
    cast.trainer_row.max_per_day, cast.trainer_row.max_per_week = 1, 1
    make_again = make_module(board=cast.board, minutes=60)
    create_session(
        module=make_again,
        place=cast.own,
        starts_at=at(DAY, 13),
        trainers=[cast.trainer_row],
        created_by=None,
        now=NOW,
    )
    assert warn(cast, module) == [
        ("C8", "Det blir 2 uppdrag samma dag för Exempel Utbildare, som ska ha högst 1."),
        ("C8", "Det blir 2 uppdrag samma vecka för Exempel Utbildare, som ska ha högst 1."),
    ]


def test_c9_a_mobile_place_stands_somewhere(cast: Cast, module: Module) -> None:
    place = make_place("Exempel Mobil", unit=cast.unit, kind=PlaceKind.MOBILE, is_open=False)
    text = "Exempel Mobil är mobil och står inte någonstans måndag 27 oktober 09.00–11.00."
    assert warn(cast, module, place=place, employees=()) == [("C9", text)]
    Stop.objects.create(
        place=place, venue="Exempelsalen", weekday=Weekday.MONDAY, starts_at=dt.time(9), ends_at=dt.time(12)
    )
    assert warn(cast, module, place=place, employees=()) == []


def test_c12_holidays_and_closed_places(cast: Cast, module: Module) -> None:
    cast.own.opened_on, cast.own.closed_from = dt.date(2026, 1, 10), dt.date(2026, 1, 20)
    holiday = {"starts_at": at(dt.date(2026, 1, 6), 9), "ends_at": at(dt.date(2026, 1, 6), 11)}
    closed = {"starts_at": at(dt.date(2026, 1, 20), 9), "ends_at": at(dt.date(2026, 1, 20), 11)}
    assert [w for w in warn(cast, module, **holiday, employees=()) if w[0] == "C12"] == [
        ("C12", "Tisdag 6 januari är en ledig dag: Trettondedag jul."),
        ("C12", "Exempel Egen öppnar först lördag 10 januari."),
    ]
    assert warn(cast, module, **closed, employees=()) == [
        ("C12", "Exempel Egen är stängd från och med tisdag 20 januari.")
    ]


def test_c12_a_day_off(cast: Cast, module: Module) -> None:
    OpeningException.objects.create(place=cast.own, on=DAY)
    assert warn(cast, module) == [("C12", "Exempel Egen har stängt måndag 27 oktober.")]


def test_the_fingerprint_is_of_these_warnings_only() -> None:
    first, second = RuleWarning("C3", "ett"), RuleWarning("C4", "två")
    assert fingerprint([]) == ""
    assert fingerprint([first, second]) == fingerprint([second, first])
    assert fingerprint([first]) != fingerprint([second])


def test_names_are_listed_as_people_write() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B och C"
    assert listed("ABCDEFGH") == "A, B, C, D, E, F och 2 till"
