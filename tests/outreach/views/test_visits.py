"""Pages of visits: who may open them, what they show, and warnings before saving."""

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

from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit, VisitRequirement
from lyhord.places.models import PopularActivity
from tests.factories import (
    TODAY,
    Cast,
    make_clauses,
    make_decision,
    make_place,
    make_trainer,
    make_visit,
    sign_in_as,
)
from tests.factories.rows import at

DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return make_visit(cast.own, DAY, trainers=[cast.trainer_row])


def page(name: str, visit: Visit) -> str:
    return reverse(f"outreach:{name}", args=[visit.pk])


def sent(cast: Cast, **fields: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "place": cast.own.pk,
        "on": DAY.isoformat(),
        "starts_at": "10:00",
        "trainers": [cast.trainer_row.pk],
        "public_title": "Trygg hemma – fika med Nexus",
    }
    return defaults | fields


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("trainer", 200), ("manager", 200), ("employee", 200), ("auditor", 403), ("outsider", 403)],
)
def test_who_may_open_a_visit(client: Client, cast: Cast, visit: Visit, who: str, status: int) -> None:
    sign_in_as(client, getattr(cast, who))
    assert client.get(reverse("outreach:visit-list")).status_code == status
    assert client.get(page("visit-detail", visit)).status_code == status


@pytest.mark.parametrize("who", ["manager", "trainer", "employee"])
def test_a_visit_that_is_not_yours_looks_like_none(client: Client, cast: Cast, who: str) -> None:
    visit = make_visit(cast.neighbour, DAY, trainers=[make_trainer()])
    sign_in_as(client, getattr(cast, who))
    assert client.get(page("visit-detail", visit)).status_code == 404
    assert client.get(reverse("outreach:visit-detail", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("who", ["manager", "trainer", "employee"])
@pytest.mark.parametrize("name", ["visit-move", "visit-cancel", "visit-undo-held"])
def test_only_coordinators_change(client: Client, cast: Cast, visit: Visit, who: str, name: str) -> None:
    assert sign_in_as(client, getattr(cast, who)).post(page(name, visit)).status_code == 403


def test_the_list_can_be_narrowed(client: Client, cast: Cast, visit: Visit) -> None:
    other = make_visit(cast.neighbour, DAY + dt.timedelta(days=7), state=VisitState.CANCELLED)
    past = make_visit(cast.own, TODAY - dt.timedelta(days=1))
    sign_in_as(client, cast.coordinator)

    def listed(**query: Any) -> list[Visit]:
        response = client.get(reverse("outreach:visit-list"), query)
        return [row for _monday, rows in response.context["weeks"] for row in rows]

    assert listed() == [visit, other]
    assert listed(nar="tidigare") == [past]
    assert listed(nar="alla", plats=cast.own.pk) == [past, visit]
    assert listed(lage="cancelled", plats="nonsens") == [other]


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client: Client, cast: Cast, visit: Visit) -> None:
    sign_in_as(client, cast.coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("outreach:visit-list"))
        return len(captured)

    few = queries()
    for _count in range(29):
        make_visit(make_place(unit=cast.unit), DAY, trainers=[make_trainer()])
    assert queries() == few


def test_a_new_visit_has_a_neutral_title_and_the_usual_length(client: Client, cast: Cast) -> None:
    make_clauses(make_decision(cast.board))
    VisitRequirement.objects.update(minutes=90)
    sign_in_as(client, cast.coordinator)
    form = client.get(reverse("outreach:visit-create"), {"plats": cast.own.pk}).context["form"]
    assert form.initial["public_title"] == "Trygg hemma – fika med Nexus"
    response = client.post(reverse("outreach:visit-create"), sent(cast))
    visit = Visit.objects.get()
    assert response["Location"] == page("visit-detail", visit)
    assert (visit.ends_at, visit.trainers.get()) == (at(DAY, 11, 30), cast.trainer_row)


def test_a_title_that_tells_is_refused(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(reverse("outreach:visit-create"), sent(cast, public_title="Om våld i nära relationer"))
    assert "våld" in response.context["form"].errors["public_title"][0]
    assert not Visit.objects.exists()


def test_a_broken_rule_is_shown_and_can_be_saved_anyway(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    early = sent(cast, starts_at="09:00")
    response = client.post(reverse("outreach:visit-create"), early)
    assert [warning.rule for warning in response.context["form"].pending] == ["C9"]
    assert not Visit.objects.exists()
    client.post(reverse("outreach:visit-create"), early | {"seen": response.context["form"].mark})
    assert Visit.objects.get().starts_at == at(DAY, 9)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "snart"}, "on"),
        ({"ends_at": "09:00"}, "ends_at"),
        ({"starts_at": "23:30"}, "starts_at"),
        ({"place": uuid.uuid4()}, "place"),
        ({"joins": uuid.uuid4()}, "joins"),
        ({"public_title": ""}, "public_title"),
    ],
)
def test_bad_input_is_told_at_its_field(client: Client, cast: Cast, wrong: dict[str, Any], field: str) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(reverse("outreach:visit-create"), sent(cast, **wrong))
    assert field in response.context["form"].errors
    assert not Visit.objects.exists()


def test_moving_a_visit(client: Client, cast: Cast, visit: Visit) -> None:
    activity = PopularActivity.objects.create(
        place=cast.own, name="Bingo", weekday=DAY.weekday(), starts_at=dt.time(13), ends_at=dt.time(15)
    )
    sign_in_as(client, cast.coordinator)
    assert client.get(page("visit-move", visit)).context["form"].initial["on"] == DAY
    response = client.post(page("visit-move", visit), sent(cast, starts_at="13:00", joins=activity.pk))
    assert response.status_code == 302
    visit.refresh_from_db()
    assert (visit.starts_at, visit.joins) == (at(DAY, 13), activity)
    assert "Bingo" in client.get(page("visit-detail", visit)).text


def test_cancelling_asks_first(client: Client, cast: Cast, visit: Visit) -> None:
    sign_in_as(client, cast.coordinator)
    assert client.get(page("visit-cancel", visit)).status_code == 200
    client.post(page("visit-cancel", visit))
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert client.get(page("visit-move", visit))["Location"] == page("visit-detail", visit)
    assert client.post(page("visit-cancel", visit))["Location"] == page("visit-detail", visit)


@pytest.mark.parametrize("who", ["coordinator", "manager", "trainer"])
def test_those_who_were_there_mark_it_held(client: Client, cast: Cast, who: str) -> None:
    visit = make_visit(cast.own, TODAY, trainers=[cast.trainer_row])
    sign_in_as(client, getattr(cast, who))
    assert client.get(page("visit-held", visit)).status_code == 405
    client.post(page("visit-held", visit))
    visit.refresh_from_db()
    assert visit.state == VisitState.HELD
    if who == "coordinator":
        client.post(page("visit-undo-held", visit))
        visit.refresh_from_db()
        assert visit.state == VisitState.PLANNED


def test_what_has_not_begun_is_not_held(client: Client, cast: Cast, visit: Visit) -> None:
    sign_in_as(client, cast.coordinator).post(page("visit-held", visit))
    visit.refresh_from_db()
    assert visit.state == VisitState.PLANNED
    assert sign_in_as(client, cast.employee).post(page("visit-held", visit)).status_code == 403


def test_what_a_clause_requires_of_visits(client: Client, cast: Cast) -> None:
    visits, training = make_clauses(make_decision(cast.board))
    address = reverse("outreach:clause-visits", args=[visits.pk])
    fields = {"count": 3, "minutes": 45, "trainers_needed": 2, "min_days_between": 14, "train_first_percent": 50}
    sign_in_as(client, cast.coordinator)
    assert client.get(address).context["form"].initial["count"] == 2
    assert client.post(address, fields | {"max_days_between": 7}).context["form"].errors.keys() == {"max_days_between"}
    assert client.post(address, fields | {"train_first_percent": 101}).status_code == 200
    assert client.post(address, fields).status_code == 302
    assert VisitRequirement.objects.get().count == 3
    assert client.get(reverse("outreach:clause-visits", args=[training.pk])).status_code == 404
    assert sign_in_as(client, cast.manager).get(address).status_code == 403
