"""Calendar pages: the week, a place, a person, a trainer's day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import AuditEvent, User
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.places.enums import PlaceKind, Weekday
from lyhord.places.models import Stop, TravelOverride
from lyhord.planning.domain.calendar import week_of
from lyhord.planning.domain.day_sheet import day_sheet
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Module, TrainingSession
from tests.factories import (
    TODAY,
    Cast,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_trainer,
    make_visit,
    sign_in_as,
)
from tests.factories.rows import at

NEXT_DAY = TODAY + dt.timedelta(days=1)
WEEK = reverse("planning:calendar-week", args=[2025, 41])


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module("Tecken", board=cast.board)


def titles_in_week(client: Client, user: User) -> list[tuple[str, str]]:
    week = sign_in_as(client, user).get(WEEK).context["week"]
    return [(place.name, entry.title) for place, cells in week.rows for _day, found in cells for entry in found]


def test_the_calendar_opens_at_this_week(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    assert client.get(reverse("planning:calendar"))["Location"] == WEEK
    assert client.get(WEEK).status_code == 200


@pytest.mark.parametrize(
    ("day", "year_and_week"), [(dt.date(2024, 12, 30), (2025, 1)), (dt.date(2027, 1, 3), (2026, 53))]
)
def test_weeks_are_counted_as_in_swedish_calendars(day: dt.date, year_and_week: tuple[int, int]) -> None:
    assert week_of(day) == year_and_week


@pytest.mark.parametrize("address", ["2025-54", "2025-0", "0-1", "2025-53", "99999-1"])
def test_a_week_that_does_not_exist(client: Client, cast: Cast, address: str) -> None:
    assert sign_in_as(client, cast.coordinator).get(f"/kalender/vecka/{address}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("outsider", 403), ("board_reader", 403), ("auditor", 403)])
def test_who_may_not_open_the_week(client: Client, cast: Cast, who: str, status: int) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(WEEK).status_code == status


def test_everybody_sees_what_is_theirs_of_the_week(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, NEXT_DAY, employees=[cast.employee_row])
    make_session(module, cast.neighbour, NEXT_DAY, trainers=[cast.trainer_row])
    make_visit(cast.neighbour, NEXT_DAY)
    make_visit(cast.own, NEXT_DAY)
    visit = "Trygg hemma – fika med Nexus"
    everything = [
        ("Exempel Egen", "Tecken"),
        ("Exempel Egen", visit),
        ("Exempel Granne", "Tecken"),
        ("Exempel Granne", visit),
    ]
    assert titles_in_week(client, cast.coordinator) == everything
    assert titles_in_week(client, cast.manager) == everything[:2]
    assert titles_in_week(client, cast.trainer) == [("Exempel Granne", "Tecken")]
    assert titles_in_week(client, cast.employee) == everything[:2]


@pytest.mark.parametrize(
    ("who", "may_create", "sees_all"),
    [("coordinator", True, True), ("manager", False, True), ("employee", False, False), ("trainer", False, False)],
)
def test_the_week_says_whether_it_is_all_and_offers_more_to_who_may_book(
    client: Client, cast: Cast, who: str, may_create: bool, sees_all: bool
) -> None:
    response = sign_in_as(client, getattr(cast, who)).get(WEEK)
    assert (response.context["may_create"], response.context["sees_all"]) == (may_create, sees_all)


@pytest.mark.parametrize("who", ["coordinator", "manager", "deputy", "employee", "volunteer"])
def test_the_week_links_to_the_calendars_that_open(client: Client, cast: Cast, module: Module, who: str) -> None:
    booked = [cast.employee_row, make_employee(place=cast.own, user=cast.volunteer)]
    make_session(module, cast.neighbour, NEXT_DAY, employees=booked)
    make_session(module, cast.own, NEXT_DAY, employees=booked)
    text = sign_in_as(client, getattr(cast, who)).get(WEEK).text
    assert "Exempel Granne" in text
    for place in (cast.own, cast.neighbour):
        address = reverse("planning:calendar-place", args=[place.pk])
        assert (address in text) == (client.get(address).status_code == 200)


def test_the_week_counts_what_is_not_cancelled(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, NEXT_DAY)
    make_session(module, cast.own, NEXT_DAY, state=SessionState.CANCELLED)
    make_visit(cast.own, NEXT_DAY, state=VisitState.HELD)
    make_visit(cast.own, TODAY + dt.timedelta(days=7))
    response = sign_in_as(client, cast.coordinator).get(WEEK)
    assert "Vecka 41: 1 utbildning och 1 besök" in response.text
    assert [day.on.weekday() for day in response.context["week"].days] == [0, 1, 2, 3, 4]


def test_the_weekend_shows_when_something_happens_then(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, TODAY + dt.timedelta(days=6))
    response = sign_in_as(client, cast.coordinator).get(WEEK)
    assert len(response.context["week"].days) == 7


def test_a_holiday_is_named_in_its_week(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, dt.date(2026, 1, 7))
    text = sign_in_as(client, cast.coordinator).get(reverse("planning:calendar-week", args=[2026, 2])).text
    assert "Trettondedag jul" in text


def test_the_week_takes_as_many_queries_for_thirty_as_for_one(client: Client, cast: Cast, module: Module) -> None:
    sign_in_as(client, cast.coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(WEEK)
        return len(captured)

    def add(number: int) -> None:
        for _count in range(number):
            place, trainer = make_place(unit=cast.unit), make_trainer()
            make_session(module, place, NEXT_DAY, trainers=[trainer], employees=[make_employee(place=place)])
            make_visit(place, NEXT_DAY, hour=13, trainers=[trainer])

    add(1)
    few = queries()
    add(29)
    assert queries() == few


def test_a_place_says_what_comes_next(client: Client, cast: Cast, module: Module) -> None:
    address = reverse("planning:calendar-place", args=[cast.own.pk])
    sign_in_as(client, cast.manager)
    assert "Inget är planerat på Exempel Egen" in client.get(address).text
    make_visit(cast.own, NEXT_DAY, state=VisitState.CANCELLED)
    make_session(module, cast.own, NEXT_DAY, hour=13)
    make_session(module, cast.own, dt.date(2025, 9, 1), state=SessionState.HELD)
    make_session(module, cast.neighbour, NEXT_DAY)
    response = client.get(address)
    assert "Nästa på Exempel Egen: utbildning tisdag 7 oktober 13.00" in response.text
    assert [entry.state for entry in response.context["coming"]] == ["cancelled", "planned"]
    assert [entry.state for entry in response.context["past"]] == ["held"]


def test_a_place_that_is_not_yours_looks_like_none(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    assert client.get(reverse("planning:calendar-place", args=[cast.neighbour.pk])).status_code == 404
    assert client.get(reverse("planning:calendar-place", args=[uuid.uuid4()])).status_code == 404


def test_an_employee_finds_their_own_sessions(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, NEXT_DAY, employees=[cast.employee_row])
    make_session(module, cast.own, NEXT_DAY, employees=[make_employee(place=cast.own)])
    make_session(module, cast.own, NEXT_DAY, hour=13, employees=[cast.employee_row], state=SessionState.CANCELLED)
    past = make_session(module, cast.own, dt.date(2025, 9, 1), state=SessionState.HELD, employees=[cast.employee_row])
    Attendance.objects.create(
        session=past, employee=cast.employee_row, outcome=Outcome.ABSENT, recorded_at=at(TODAY, 8)
    )
    sign_in_as(client, cast.employee)
    address = client.get(reverse("planning:calendar-mine"))["Location"]
    response = client.get(address)
    assert "Du är bokad till 1 utbildning" in response.text
    assert [entry.state for entry in response.context["coming"]] == ["planned", "cancelled"]
    assert "frånvarande" in response.text


@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("manager", 200), ("trainer", 403)])
def test_who_may_see_a_persons_calendar(client: Client, cast: Cast, who: str, status: int) -> None:
    address = reverse("planning:calendar-person", args=[cast.employee_row.pk])
    assert sign_in_as(client, getattr(cast, who)).get(address).status_code == status
    reads = AuditEvent.objects.filter(action="access.read", object_id=cast.employee_row.pk)
    assert reads.count() == (status == 200)


def test_a_colleagues_calendar_looks_like_none(client: Client, cast: Cast) -> None:
    colleague = make_employee(place=cast.own)
    sign_in_as(client, cast.employee)
    assert client.get(reverse("planning:calendar-person", args=[colleague.pk])).status_code == 404


def test_somebody_without_an_employment_is_led_to_the_week(client: Client, cast: Cast) -> None:
    assert sign_in_as(client, cast.trainer).get(reverse("planning:calendar-mine"))["Location"] == WEEK


def test_a_day_sheet_is_a_route_with_travel(cast: Cast, module: Module) -> None:
    TravelOverride.objects.create(a=cast.own, b=cast.neighbour, minutes=40)
    make_visit(cast.neighbour, TODAY, hour=14, trainers=[cast.trainer_row])
    make_session(module, cast.own, TODAY, hour=9, trainers=[cast.trainer_row], employees=[cast.employee_row])
    make_session(module, cast.own, TODAY, hour=12, trainers=[cast.trainer_row], state=SessionState.CANCELLED)
    make_visit(cast.own, NEXT_DAY, trainers=[cast.trainer_row])
    sheet = day_sheet(cast.trainer_row, TODAY, sessions=TrainingSession.objects.all(), visits=Visit.objects.all())
    assert [(e.entry.place, e.travel_minutes, e.leave_at, e.venue) for e in sheet.errands] == [
        (cast.own, 0, at(TODAY, 9), "Stora rummet"),
        (cast.neighbour, 40, at(TODAY, 13, 20), ""),
    ]
    assert (sheet.errands[0].entry.booked, sheet.home_minutes) == (1, 0)


def test_a_day_sheet_says_when_the_travel_time_is_not_known(cast: Cast, module: Module) -> None:
    place = make_place(unit=cast.unit, latitude=None, longitude=None)
    make_session(module, place, TODAY, trainers=[cast.trainer_row])
    sheet = day_sheet(cast.trainer_row, TODAY, sessions=TrainingSession.objects.all(), visits=Visit.objects.all())
    assert (sheet.errands[0].travel_minutes, sheet.errands[0].leave_at, sheet.home_minutes) == (None, None, None)


def test_a_day_sheet_leads_to_the_stop_of_a_mobile_place(cast: Cast) -> None:
    place = make_place("Exempel Mobil", unit=cast.unit, kind=PlaceKind.MOBILE, is_open=False)
    stop = Stop.objects.create(
        place=place,
        venue="Exempelsalen",
        address="Exempelgatan 3",
        latitude=59.96,
        longitude=17.64,
        weekday=Weekday.MONDAY,
        starts_at=dt.time(9),
        ends_at=dt.time(12),
    )
    make_visit(place, TODAY, trainers=[cast.trainer_row])
    (errand,) = day_sheet(
        cast.trainer_row, TODAY, sessions=TrainingSession.objects.all(), visits=Visit.objects.all()
    ).errands
    assert (errand.venue, errand.address) == (stop.venue, stop.address)
    assert errand.travel_minutes == 18  # 11.1 km × 1.3 at 50 km/h


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("trainer", 200), ("manager", 403), ("employee", 403)]
)
def test_who_may_open_a_day_sheet(client: Client, cast: Cast, module: Module, who: str, status: int) -> None:
    make_session(module, cast.own, TODAY, trainers=[cast.trainer_row])
    address = reverse("planning:day-sheet", args=[cast.trainer_row.pk, TODAY.isoformat()])
    assert sign_in_as(client, getattr(cast, who)).get(address).status_code == status


def test_another_trainers_day_looks_like_none(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.trainer)
    assert client.get(reverse("planning:day-sheet", args=[make_trainer().pk, "2025-10-06"])).status_code == 404
    assert client.get(reverse("planning:day-sheet", args=[cast.trainer_row.pk, "i-dag"])).status_code == 404
    assert (
        "Ingenting den här dagen"
        in client.get(reverse("planning:day-sheet", args=[cast.trainer_row.pk, "2025-10-06"])).text
    )


def test_the_week_links_to_day_sheets(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, NEXT_DAY, trainers=[cast.trainer_row])
    address = reverse("planning:day-sheet", args=[cast.trainer_row.pk, NEXT_DAY.isoformat()])
    assert address in sign_in_as(client, cast.trainer).get(WEEK).text
    assert address not in sign_in_as(client, cast.manager).get(WEEK).text


def test_the_pages_of_place_person_and_trainer_say_what_comes_next(client: Client, cast: Cast, module: Module) -> None:
    addresses = {
        "place": reverse("places:place-detail", args=[cast.own.pk]),
        "person": reverse("people:employee-detail", args=[cast.employee_row.pk]),
        "trainer": reverse("people:trainer-detail", args=[cast.trainer_row.pk]),
    }
    sign_in_as(client, cast.coordinator)
    assert "Inget är planerat framåt." in client.get(addresses["place"]).text
    assert "Inte bokad till något framåt." in client.get(addresses["person"]).text
    assert "Inga uppdrag framåt." in client.get(addresses["trainer"]).text
    make_session(module, cast.own, NEXT_DAY, hour=13, trainers=[cast.trainer_row], employees=[cast.employee_row])
    make_session(module, cast.own, NEXT_DAY, state=SessionState.CANCELLED, trainers=[cast.trainer_row])
    for name, address in addresses.items():
        text = client.get(address).text
        assert "tis 7 okt 13.00–15.00" in text, name
        assert "tis 7 okt 09.00" not in text, name
    assert reverse("planning:calendar-place", args=[cast.own.pk]) in client.get(addresses["place"]).text
    assert reverse("planning:calendar-person", args=[cast.employee_row.pk]) in client.get(addresses["person"]).text
    assert f"/kalender/dag/{cast.trainer_row.pk}/2025-10-07/" in client.get(addresses["trainer"]).text


def test_a_reader_of_figures_gets_no_calendar_on_a_places_page(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, NEXT_DAY)
    text = sign_in_as(client, cast.board_reader).get(reverse("places:place-detail", args=[cast.own.pk])).text
    assert "tis 7 okt" not in text
