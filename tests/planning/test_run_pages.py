"""The pages of planning: overview, settings, a run with its values."""

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

from lyhord.planning.domain.runs import claim_next, queue_run
from lyhord.planning.enums import RunState
from lyhord.planning.models import PlanDraft, PlanProgress, PlanRun, PlanSettings
from tests.factories import TODAY, make_board, make_decision, sign_in_as
from tests.planning.world import BEFORE, FIRST, World, make_draft, run_queue

NOW = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(client: Client, world: World) -> Client:
    return sign_in_as(client, world.cast.coordinator)


def overview(world: World) -> str:
    return reverse("planning:run-overview", args=[world.decision.pk])


def start(client: Client, world: World, seconds: str = "30") -> PlanRun:
    response = client.post(reverse("planning:run-create", args=[world.decision.pk]), {"time_limit_seconds": seconds})
    run = PlanRun.objects.latest("asked_at")
    assert response["Location"] == reverse("planning:run-detail", args=[run.pk])
    return run


def test_a_single_decision_is_opened_at_once(coordinator: Client, world: World) -> None:
    response = coordinator.get(reverse("planning:run-list"))
    assert response["Location"] == overview(world)


def test_several_decisions_are_listed(coordinator: Client, world: World) -> None:
    make_decision(world.cast.board, title="Ett annat beslut")
    response = coordinator.get(reverse("planning:run-list"))
    assert "Ett annat beslut" in response.content.decode()


def test_an_empty_overview_says_what_to_do(coordinator: Client, world: World) -> None:
    PlanSettings.objects.all().delete()
    text = coordinator.get(overview(world)).content.decode()
    assert "Det finns ingen plan än" in text
    assert "Skriv in inställningar" in text


def test_settings_suggest_a_period_from_the_first_monday_three_weeks_ahead(coordinator: Client, world: World) -> None:
    PlanSettings.objects.all().delete()
    text = coordinator.get(reverse("planning:settings-edit", args=[world.decision.pk])).content.decode()
    assert 'value="2025-10-27"' in text


def settings_data(**changes: object) -> dict[str, object]:
    return {
        "starts_on": FIRST.isoformat(),
        "ends_before": BEFORE.isoformat(),
        "notice_days": 10,
        "max_venues": 2,
        "travel_speed_kmh": 40,
        "detour_percent": 20,
        "replacement_sek": 1400,
    } | changes


def test_settings_are_saved(coordinator: Client, world: World) -> None:
    response = coordinator.post(reverse("planning:settings-edit", args=[world.decision.pk]), settings_data())
    assert response["Location"] == overview(world)
    saved = PlanSettings.objects.get()
    assert (saved.notice_days, saved.replacement_sek, saved.hourly_sek) == (10, 1400, None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_before": FIRST.isoformat()}, "Perioden måste sluta efter att den börjar"),
        ({"travel_speed_kmh": 0}, "Skriv 1 eller mer"),
        ({"max_venues": 0}, "Skriv 1 eller mer"),
        ({"notice_days": -1}, "notice_days"),
        ({"starts_on": "2025-13-45"}, "starts_on"),
    ],
)
def test_bad_settings_are_explained(coordinator: Client, world: World, changes: dict[str, object], said: str) -> None:
    response = coordinator.post(reverse("planning:settings-edit", args=[world.decision.pk]), settings_data(**changes))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert PlanSettings.objects.get().notice_days == 14


def test_a_run_is_queued_and_its_page_says_so(coordinator: Client, world: World) -> None:
    run = start(coordinator, world)
    text = coordinator.get(reverse("planning:run-detail", args=[run.pk])).content.decode()
    assert "Planen står på tur." in text
    assert "data-going" in text


def test_a_run_needs_settings_and_days(coordinator: Client, world: World) -> None:
    create = reverse("planning:run-create", args=[world.decision.pk])
    PlanSettings.objects.update(starts_on=dt.date(2025, 1, 1), ends_before=dt.date(2025, 2, 1))
    assert "Perioden har inga dagar kvar" in coordinator.post(
        create, {"time_limit_seconds": "30"}, follow=True
    ).content.decode()  # fmt: skip
    PlanSettings.objects.all().delete()
    response = coordinator.post(create, {"time_limit_seconds": "30"})
    assert response["Location"] == reverse("planning:settings-edit", args=[world.decision.pk])
    assert not PlanRun.objects.exists()


def test_bad_time_limits_are_refused(coordinator: Client, world: World) -> None:
    create = reverse("planning:run-create", args=[world.decision.pk])
    response = coordinator.post(create, {"time_limit_seconds": "99999"}, follow=True)
    assert "Välj hur länge det får räknas." in response.content.decode()
    assert not PlanRun.objects.exists()


def test_a_second_run_waits_for_the_first(coordinator: Client, world: World) -> None:
    start(coordinator, world)
    create = reverse("planning:run-create", args=[world.decision.pk])
    response = coordinator.post(create, {"time_limit_seconds": "30"}, follow=True)
    assert "Det räknas redan på en plan" in response.content.decode()


def test_a_running_run_shows_values_and_bounds(coordinator: Client, world: World) -> None:
    run = start(coordinator, world)
    claim_next(NOW)
    for number, (level, value, bound) in enumerate([("O1", 3, 0), ("O1", 0, 0), ("O2", 4, 1)]):
        PlanProgress.objects.create(run=run, at=NOW, level=level, value=value, bound=bound, seconds=number)
    response = coordinator.get(reverse("planning:run-detail", args=[run.pk]), headers={"Asks-By-Itself": "1"})
    text = response.content.decode()
    assert "<html" not in text
    assert "Inte nådda" in text
    assert text.count("bevisat bäst") == 1, "reached is proven, the week is not"
    assert ">48<" in text, "the ISO week of the fifth week"
    assert "Stoppa och behåll det bästa" in text


def test_stop_is_asked_for_once(coordinator: Client, world: World) -> None:
    run = start(coordinator, world)
    stop = reverse("planning:run-stop", args=[run.pk])
    coordinator.post(stop)
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert "Beräkningen var redan klar." in coordinator.post(stop, follow=True).content.decode()


def test_a_finished_run_leads_to_its_draft(coordinator: Client, world: World) -> None:
    draft = make_draft(world)
    text = coordinator.get(reverse("planning:run-detail", args=[draft.run_id])).content.decode()
    assert "Planen är klar." in text
    assert reverse("planning:draft-detail", args=[draft.pk]) in text
    assert "data-going" not in text


def test_contradictory_pins_are_explained(coordinator: Client, world: World) -> None:
    """Two pinned sessions of one trainer at the same time leave no plan, if they come past the adapter's own checks."""
    run = queue_run(decision=world.decision, asked_by=None, now=NOW, today=TODAY)
    pin = {
        "module": str(world.module.pk),
        "place": str(world.own.pk),
        "slot": 0,
        "starts": 540,
        "trainers": [str(world.trainer.pk)],
        "attendees": [],
        "is_open": True,
    }
    run.problem["session_pins"] = [pin, pin | {"place": str(world.neighbour.pk)}]
    run.save()
    run_queue(NOW)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert not PlanDraft.objects.exists()
    text = coordinator.get(reverse("planning:run-detail", args=[run.pk])).content.decode()
    assert "Ingen plan kan hålla allt som är låst." in text
    assert "Exempel Granne" in text


def test_a_failed_run_says_whom_to_ask(coordinator: Client, world: World) -> None:
    run = start(coordinator, world)
    PlanRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, ended_at=NOW, error_code="ZeroDivisionError")
    text = coordinator.get(reverse("planning:run-detail", args=[run.pk])).content.decode()
    assert "Beräkningen avbröts." in text
    assert "ZeroDivisionError" in text


PAGES = ("run-overview", "settings-edit", "run-detail")


def address(page: str, draft: PlanDraft) -> str:
    return reverse(f"planning:{page}", args=[draft.run_id if page == "run-detail" else draft.decision_id])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["manager", "trainer", "employee", "board_reader", "outsider"])
def test_planning_is_for_the_coordinator(client: Client, world: World, page: str, role: str) -> None:
    draft = make_draft(world)
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(address(page, draft)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_another_boards_plan_is_not_found(coordinator: Client, world: World, page: str) -> None:
    draft = make_draft(world)
    other = make_decision(make_board("En annan nämnd (exempel)"))
    PlanRun.objects.update(decision=other, owner=other.owner)
    PlanDraft.objects.update(decision=other, owner=other.owner)
    draft.refresh_from_db()
    assert coordinator.get(address(page, draft)).status_code == 404
    assert coordinator.get(reverse("planning:run-detail", args=[uuid.uuid4()])).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, world: World) -> None:
    response = client.get(overview(world))
    assert response.status_code == 302
    assert "nasta=" in response["Location"] or "next=" in response["Location"]


def test_the_overview_runs_the_same_queries_for_one_draft_and_ten(coordinator: Client, world: World) -> None:
    make_draft(world)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(overview(world))
    for _ in range(4):
        make_draft(world)
    with CaptureQueriesContext(connection) as many:
        coordinator.get(overview(world))
    assert len(many) == len(few)
