"""In the browser no script turns a text into a page, and the page of a run is shown anew without doing so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from lyhord.planning.domain.runs import queue_run
from tests.factories import TODAY, make_cast
from tests.journeys.conftest import Visit
from tests.planning.world import World, make_world, run_queue

NOW = dt.datetime.combine(TODAY, dt.time(9), tzinfo=dt.UTC)
SINKS = {
    "innerHTML": "document.body.innerHTML = '<b>x</b>'",
    "insertAdjacentHTML": "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "DOMParser": "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
    "document.write": "document.write('<b>x</b>')",
    "srcdoc": "document.createElement('iframe').srcdoc = '<b>x</b>'",
    "script text": "document.createElement('script').text = 'window.taken = 1'",
    "script src": "document.createElement('script').src = '/static/x.js'",
    "a policy of one's own": "trustedTypes.createPolicy('mine', { createHTML: (text) => text })",
}

pytestmark = pytest.mark.journey


@pytest.fixture
def world(transactional_db: None, settings: Settings) -> World:
    settings.TODAY = TODAY
    return make_world(make_cast())


def test_no_script_can_turn_a_text_into_a_page(world: World, visit: Visit) -> None:
    visit.sign_in(world.cast.coordinator)
    for path in ("/", "/finns-inte/"):
        visit.page.goto(visit.base + path)
        for what, script in SINKS.items():
            answer = visit.page.evaluate(
                f"() => {{ try {{ {script}; return 'taken' }} catch (error) {{ return error.name }} }}"
            )
            assert answer == "TypeError", (path, what)


def test_the_page_of_a_run_follows_it_without_being_loaded_again(world: World, visit: Visit) -> None:
    run = queue_run(decision=world.decision, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    visit.sign_in(world.cast.coordinator)
    page = visit.open(reverse("planning:run-detail", args=[run.pk]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Planen står på tur.")
    page.evaluate("() => { window.isTheSame = true; document.querySelector('#korning').dataset.old = '' }")
    page.get_by_role("link", name="Uppdatera").focus()
    expect(page.locator("[data-old]")).to_have_count(0)
    expect(page.get_by_role("link", name="Uppdatera")).to_be_focused()
    run_queue(NOW)
    expect(page.get_by_role("link", name="Visa utkastet")).to_be_visible()
    assert page.evaluate("() => window.isTheSame")
    visit.look()


def test_the_page_of_a_run_is_left_when_the_session_has_ended(world: World, visit: Visit) -> None:
    run = queue_run(decision=world.decision, asked_by=world.cast.coordinator, now=NOW, today=TODAY)
    visit.sign_in(world.cast.coordinator)
    page = visit.open(reverse("planning:run-detail", args=[run.pk]))
    page.context.clear_cookies()
    page.wait_for_url("**/konto/logga-in/**")
