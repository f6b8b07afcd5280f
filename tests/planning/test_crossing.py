"""A plan crosses the wall to the trainers of the partner board only once it is sent, and then names nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from lyhord.planning.domain.drafts import adopt_draft, drop_draft, send_draft
from lyhord.planning.domain.feeds import create_feed
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.models import PlanDraft
from tests.access.walk import text_of
from tests.factories import TODAY, sign_in_as
from tests.factories.rows import at
from tests.planning.world import World, make_draft

NOW = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)
UNTIL = TODAY + dt.timedelta(days=7)
PLACES = {"Exempel Egen", "Exempel Granne"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def draft(world: World) -> PlanDraft:
    return make_draft(world)


def said(world: World, draft: PlanDraft) -> dict[str, set[str]]:
    """Return which places and employees each page that opens to the trainer names."""
    client = sign_in_as(Client(), world.cast.trainer)
    secret = create_feed(subject=world.trainer, created_by=world.cast.trainer, now=NOW)[1]
    weeks = {item.date.isocalendar()[:2] for item in draft_of(draft).items}
    pages = {
        "start": "/",
        "drafts": "/plan/",
        "draft": f"/plan/utkast/{draft.pk}/svara/",
        "sessions": "/utbildning/?nar=alla",
        "visits": "/besok/?nar=alla",
        "places": "/traffpunkter/",
        "searched": "/sok/?q=Exempel",
        "feed": f"/kalender/{secret}.ics",
    } | {f"week {week}": f"/kalender/vecka/{year}-{week}/" for year, week in weeks}
    answers = {page: client.get(address) for page, address in pages.items()}
    wanted = PLACES | {employee.name for employee in world.employees}
    found = {page: text_of(answer) for page, answer in answers.items() if answer.status_code == 200}
    return {page: {name for name in wanted if name in text} for page, text in found.items()}


def named_on(found: dict[str, set[str]]) -> set[str]:
    return {page for page, names in found.items() if names}


def test_what_is_only_planned_is_nowhere(world: World, draft: PlanDraft) -> None:
    found = said(world, draft)
    assert named_on(found) == set()
    assert "draft" not in found


def test_what_is_sent_asks_about_places_and_names_nobody(world: World, draft: PlanDraft) -> None:
    by = world.cast.coordinator
    send_draft(draft=draft, replies_until=UNTIL, sent_by=by, now=NOW, today=TODAY)
    found = said(world, draft)
    assert named_on(found) == {"draft"}
    assert found["draft"] <= PLACES
    drop_draft(draft=draft, dropped_by=by, now=NOW)
    found = said(world, draft)
    assert named_on(found) == set()
    assert "draft" not in found


def test_what_is_adopted_stands_in_the_calendar_and_the_draft_goes_after_thirty_days(
    world: World, draft: PlanDraft, clock: time_machine.Traveller
) -> None:
    adopt_draft(draft=draft, adopted_by=world.cast.coordinator, now=NOW, today=TODAY)
    found = said(world, draft)
    assert {"draft", "places", "feed"} <= named_on(found)
    assert set().union(*found.values()) <= PLACES
    clock.move_to(at(TODAY + dt.timedelta(days=30), 23, 59))
    assert "draft" in said(world, draft)
    clock.move_to(at(TODAY + dt.timedelta(days=31), 0))
    assert "draft" not in said(world, draft)
