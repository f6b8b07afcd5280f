"""Pages of sessions: who may open them, what they show, and warnings before saving."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import User
from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import Employee
from lyhord.training.domain.sessions import create_session
from lyhord.training.enums import SessionState
from lyhord.training.models import Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_place, make_session, make_trainer, sign_in_as
from tests.factories.rows import at

DAY = TODAY + dt.timedelta(days=21)
CHANGING = ("session-move", "session-cancel", "session-bookings", "session-merge", "session-split", "session-stand-in")
SESSION_PAGES = ("session-detail", "session-move", "session-cancel", "session-bookings", "session-attendance")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 8), tick=False):
        yield


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module("Tecken", board=cast.board, minutes=90)


@pytest.fixture
def mate(cast: Cast) -> Employee:
    return make_employee("Exempel Kollega", place=cast.own)


@pytest.fixture
def session(cast: Cast, module: Module, mate: Employee) -> TrainingSession:
    return make_session(module, cast.own, DAY, trainers=[cast.trainer_row], employees=[cast.employee_row])


def page(name: str, session: TrainingSession) -> str:
    return reverse(f"training:{name}", args=[session.pk])


def names_on(client: Client, user: User, session: TrainingSession) -> set[str]:
    response = sign_in_as(client, user).get(page("session-detail", session))
    assert response.status_code == 200
    return {row["employee"].name for row in response.context["people"]}


@pytest.mark.parametrize("name", ["session-list", "module-list"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("trainer", 200),
        ("manager", 200),
        ("employee", 200),
        ("board_reader", 403),
        ("outsider", 403),
        ("operator", 403),
    ],
)
def test_who_may_open_the_lists(client: Client, cast: Cast, name: str, who: str, status: int) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(reverse(f"training:{name}")).status_code == status


@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("manager", 403), ("trainer", 403)])
def test_only_coordinators_create(client: Client, cast: Cast, who: str, status: int) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(reverse("training:session-create")).status_code == status


def test_everybody_sees_only_the_names_that_are_theirs(client: Client, cast: Cast, session: TrainingSession) -> None:
    guest = make_employee("Exempel Gäst", place=cast.neighbour)
    session.bookings.create(employee=guest)
    both = {"Exempel Medarbetare", "Exempel Gäst"}
    assert names_on(client, cast.coordinator, session) == both
    assert names_on(client, cast.trainer, session) == both
    assert names_on(client, cast.manager, session) == both
    assert names_on(client, cast.employee, session) == {"Exempel Medarbetare"}


def test_a_manager_sees_own_staff_at_a_session_elsewhere(client: Client, cast: Cast, module: Module) -> None:
    guest = make_employee("Exempel Gäst", place=cast.neighbour)
    session = make_session(module, cast.neighbour, DAY, employees=[cast.employee_row, guest])
    assert names_on(client, cast.manager, session) == {"Exempel Medarbetare"}
    assert client.get(page("session-attendance", session)).status_code == 404
    assert client.get(page("attendance-sheet", session)).status_code == 404


def test_a_session_that_is_not_yours_looks_like_none(client: Client, cast: Cast, module: Module) -> None:
    session = make_session(module, cast.neighbour, DAY, trainers=[make_trainer()])
    for user in (cast.manager, cast.trainer, cast.employee):
        sign_in_as(client, user)
        theirs = client.get(page("session-detail", session))
        nothing = client.get(reverse("training:session-detail", args=[uuid.uuid4()]))
        assert theirs.status_code == nothing.status_code == 404


def test_a_coordinator_of_another_board_sees_nothing(client: Client, cast: Cast, session: TrainingSession) -> None:
    cast.coordinator.grants.filter(board=cast.board).delete()
    sign_in_as(client, cast.coordinator)
    for name in SESSION_PAGES:
        assert client.get(page(name, session)).status_code == 404


def test_the_list_is_by_week_and_can_be_narrowed(client: Client, cast: Cast, module: Module) -> None:
    other = make_module(board=cast.board)
    first = make_session(module, cast.own, DAY)
    second = make_session(other, cast.neighbour, DAY + dt.timedelta(days=7), state=SessionState.CANCELLED)
    past = make_session(module, cast.own, TODAY - dt.timedelta(days=1))
    sign_in_as(client, cast.coordinator)

    def listed(**query: Any) -> list[TrainingSession]:
        response = client.get(reverse("training:session-list"), query)
        return [row for _monday, rows in response.context["weeks"] for row in rows]

    assert listed() == [first, second]
    assert listed(nar="tidigare") == [past]
    assert listed(nar="alla") == [past, first, second]
    assert listed(plats=cast.own.pk) == [first]
    assert listed(modul=other.pk) == [second]
    assert listed(lage="cancelled") == [second]
    assert listed(plats="nonsens", lage="nonsens", sida="nonsens") == [first, second]


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client: Client, cast: Cast, module: Module) -> None:
    sign_in_as(client, cast.coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("training:session-list"))
        return len(captured)

    def add(number: int) -> None:
        for _count in range(number):
            place, trainer = make_place(unit=cast.unit), make_trainer()
            make_session(module, place, DAY, trainers=[trainer], employees=[make_employee(place=place)])

    add(1)
    few = queries()
    add(29)
    assert queries() == few


def test_a_good_session_is_saved_at_once(client: Client, cast: Cast, module: Module) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(
        reverse("training:session-create"),
        {
            "module": module.pk,
            "place": cast.own.pk,
            "on": DAY.isoformat(),
            "starts_at": "09:00",
            "trainers": [cast.trainer_row.pk],
        },
    )
    session = TrainingSession.objects.get()
    assert response.status_code == 302
    assert response["Location"] == page("session-bookings", session)
    assert (session.starts_at, session.ends_at) == (at(DAY, 9), at(DAY, 10, 30))
    assert session.trainers.get() == cast.trainer_row
    assert CalendarEvent.objects.get().subject == session.pk


def test_a_broken_rule_is_shown_and_can_be_saved_anyway(client: Client, cast: Cast, module: Module) -> None:
    sign_in_as(client, cast.coordinator)
    sent = {"module": module.pk, "place": cast.own.pk, "on": DAY.isoformat(), "starts_at": "09:00"}
    first = client.post(reverse("training:session-create"), sent)
    assert first.status_code == 200
    assert not TrainingSession.objects.exists()
    form = first.context["form"]
    assert [warning.rule for warning in form.pending] == ["C3"]
    assert "Spara ändå" in first.text
    client.post(reverse("training:session-create"), sent | {"seen": form.mark})
    assert TrainingSession.objects.count() == 1


def test_having_seen_one_warning_is_not_having_seen_another(client: Client, cast: Cast, module: Module) -> None:
    sign_in_as(client, cast.coordinator)
    sent = {"module": module.pk, "place": cast.own.pk, "on": DAY.isoformat(), "starts_at": "09:00"}
    mark = client.post(reverse("training:session-create"), sent).context["form"].mark
    soon = {"on": (TODAY + dt.timedelta(days=2)).isoformat()}
    again = client.post(reverse("training:session-create"), sent | {"seen": mark} | soon)
    assert [warning.rule for warning in again.context["form"].pending] == ["C3", "C5"]
    assert not TrainingSession.objects.exists()
    last = client.post(reverse("training:session-create"), sent | {"seen": again.context["form"].mark} | soon)
    assert last.status_code == 302
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "i morgon"}, "on"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"ends_at": "08:00"}, "ends_at"),
        ({"starts_at": "23:30"}, "starts_at"),
        ({"place": uuid.uuid4()}, "place"),
        ({"module": ""}, "module"),
        ({"trainers": ["nonsens"]}, "trainers"),
    ],
)
def test_bad_input_is_told_at_its_field(
    client: Client, cast: Cast, module: Module, wrong: dict[str, Any], field: str
) -> None:
    sign_in_as(client, cast.coordinator)
    sent = {"module": module.pk, "place": cast.own.pk, "on": DAY.isoformat(), "starts_at": "09:00"}
    response = client.post(reverse("training:session-create"), sent | wrong)
    assert field in response.context["form"].errors
    assert not TrainingSession.objects.exists()


def test_moving_a_session(client: Client, cast: Cast, module: Module, mate: Employee) -> None:
    session = create_session(
        module=module,
        place=cast.own,
        starts_at=at(DAY, 9),
        trainers=[cast.trainer_row],
        employees=[cast.employee_row],
        created_by=cast.coordinator,
        now=at(TODAY, 8),
    )
    sign_in_as(client, cast.coordinator)
    form = client.get(page("session-move", session)).context["form"]
    assert (form.initial["on"], form.initial["starts_at"]) == (DAY, dt.time(9))
    sent = {
        "place": cast.own.pk,
        "on": DAY.isoformat(),
        "starts_at": "13:00",
        "ends_at": "14:30",
        "trainers": [cast.trainer_row.pk],
    }
    first = client.post(page("session-move", session), sent)
    assert "Ingen bekräftad tid ändras" in first.text
    sent["seen"] = first.context["form"].mark
    assert client.post(page("session-move", session), sent).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, CalendarEvent.objects.get().sequence) == (at(DAY, 13), 1)


def test_cancelling_asks_first(client: Client, cast: Cast, session: TrainingSession) -> None:
    sign_in_as(client, cast.coordinator)
    asked = client.get(page("session-cancel", session))
    assert "Exempel Medarbetare" in asked.text
    client.post(page("session-cancel", session))
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    client.post(page("session-cancel", session), {"seen": asked.context["form"].mark})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


@pytest.mark.parametrize("name", CHANGING)
def test_what_is_held_is_not_changed_by_its_pages(
    client: Client, cast: Cast, session: TrainingSession, name: str
) -> None:
    TrainingSession.objects.update(state=SessionState.HELD)
    sign_in_as(client, cast.coordinator)
    for response in (client.get(page(name, session)), client.post(page(name, session))):
        assert response.status_code == 302
        assert response["Location"] == page("session-detail", session)
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_the_attendance_list_is_for_signing(client: Client, cast: Cast, session: TrainingSession) -> None:
    response = sign_in_as(client, cast.trainer).get(page("attendance-sheet", session))
    assert response.status_code == 200
    assert "Exempel Medarbetare" in response.text
    assert sign_in_as(client, cast.employee).get(page("attendance-sheet", session)).status_code == 403
