from __future__ import annotations

import pytest
from django.test import Client
from django.utils.text import capfirst
from pytest_django import DjangoAssertNumQueries

from lyhord.accounts.models import AuditEvent, Session
from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.play import choices_in, walk
from lyhord.training.domain.scenarios.scenario import Scenario
from lyhord.training.enums import Ending, StaffRole
from lyhord.training.models import ScenarioResult
from tests.factories import Cast, make_result, sign_in_as

SLUG = "kaffebordet"


def ways_to_each_ending(scenario: Scenario, role: StaffRole | None) -> dict[str, str]:
    """Return ending's passage → one way to it."""
    found: dict[str, str] = {}
    waiting = [""]
    while waiting:
        way = waiting.pop()
        here = walk(scenario, role, way).here
        if here.ending:
            found.setdefault(here.id, way)
        waiting += [f"{way}{n}" for n, _choice in enumerate(choices_in(here, role), 1)]
    return found


@pytest.fixture
def worker(client: Client, cast: Cast) -> Client:
    return sign_in_as(client, cast.employee)


@pytest.mark.parametrize("slug", scenarios())
def test_every_ending_is_walked_to_page_by_page(worker: Client, slug: str) -> None:
    """Each scenario as another role, so that every role is walked; each step by the link that the page before had."""
    scenario = scenarios()[slug]
    role = list(StaffRole)[list(scenarios()).index(slug) % len(StaffRole)]
    base = f"/ova/{slug}/som/{role}/"
    pages: dict[str, str] = {}
    for id, way in ways_to_each_ending(scenario, role).items():
        for length in range(len(way) + 1):
            address = base + (f"{way[:length]}/" if length else "")
            if address not in pages:
                pages[address] = worker.get(address).text
            if length < len(way):
                assert f'href="{base}{way[: length + 1]}/"' in pages[address]
        last = walk(scenario, role, way)
        assert last.here.id == id
        assert last.last is not None and last.last.text in pages[address].replace("&quot;", '"')
        assert last.here.remember in pages[address].replace("&quot;", '"')


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_reads_what_is_for_it_and_not_what_is_for_others(worker: Client, role: StaffRole) -> None:
    page = worker.get(f"/ova/{SLUG}/som/{role}/").text
    start = scenarios()[SLUG].start
    for part in [*start.paragraphs, *start.choices]:
        assert (part.text in page) == (not part.roles or role in part.roles)


def test_after_a_choice_comes_what_the_visitor_does_and_what_the_colleague_knows(worker: Client) -> None:
    page = worker.get(f"/ova/{SLUG}/som/vard/1/").text
    walked = walk(scenarios()[SLUG], StaffRole.HOST, "1")
    assert walked.last is not None
    places = [page.index(text) for text in (walked.last.text, walked.last.visitor, walked.last.colleague)]
    assert places == sorted(places)
    assert page.index(walked.last.colleague) < page.index(walked.here.paragraphs[0].text[:40])


def test_a_step_back_leads_where_one_was(worker: Client) -> None:
    assert f'href="/ova/{SLUG}/som/vard/1/">Ångra</a>' in worker.get(f"/ova/{SLUG}/som/vard/12/").text
    assert f'href="/ova/{SLUG}/som/vard/">Ångra</a>' in worker.get(f"/ova/{SLUG}/som/vard/1/").text
    assert "Ångra" not in worker.get(f"/ova/{SLUG}/som/vard/").text


@pytest.mark.parametrize("way", ["9", "0", "x", "1111111111"])
def test_a_way_that_there_is_not_begins_again(worker: Client, way: str) -> None:
    response = worker.get(f"/ova/{SLUG}/som/vard/{way}/")
    assert response["Location"] == f"/ova/{SLUG}/"


@pytest.mark.parametrize("path", ["no-such/", f"{SLUG}/som/no-such/", "no-such/som/vard/", "no-such/grupp/"])
def test_what_there_is_not_is_not_found(worker: Client, path: str) -> None:
    assert worker.get(f"/ova/{path}").status_code == 404


def test_nothing_of_the_way_is_kept(worker: Client, cast: Cast) -> None:
    """Neither in a row, nor in the log; the session knows the role, for the next time."""
    before = AuditEvent.objects.count()
    way = next(iter(ways_to_each_ending(scenarios()[SLUG], StaffRole.KITCHEN).values()))
    for length in range(1, len(way) + 1):
        worker.get(f"/ova/{SLUG}/som/kok/{way[:length]}/")
    assert not ScenarioResult.objects.exists()
    assert AuditEvent.objects.count() == before
    held = Session.objects.get(user=cast.employee).get_decoded()
    assert held["practice_role"] == "kok"
    assert way not in str({name: told for name, told in held.items() if not name.startswith("_auth")}.values())


def test_the_role_of_the_last_time_is_told(worker: Client) -> None:
    worker.get(f"/ova/{SLUG}/som/kok/")
    page = worker.get(f"/ova/{SLUG}/").text
    assert page.index("Kök") < page.index("som förra gången") < page.index("Vaktmästare")


def test_a_result_is_kept_when_one_asks_and_once(worker: Client, cast: Cast) -> None:
    id, way = next(iter(ways_to_each_ending(scenarios()[SLUG], StaffRole.HOST).items()))
    address = f"/ova/{SLUG}/som/vard/{way}/"
    assert "Spara åt mig" in worker.get(address).text
    for _time in range(2):
        assert worker.post(f"{address}spara/")["Location"] == address
    result = ScenarioResult.objects.get()
    ending = scenarios()[SLUG].passages[id].ending
    assert (result.user, result.slug, result.role, result.ending) == (cast.employee, SLUG, StaffRole.HOST, ending)
    assert "Spara åt mig" not in worker.get(address).text
    assert "Du har gått den som värd" in worker.get("/ova/").text


def test_only_an_ending_is_kept(worker: Client) -> None:
    assert worker.post(f"/ova/{SLUG}/som/vard/1/spara/").status_code == 404
    assert not ScenarioResult.objects.exists()


def test_the_person_takes_it_away(worker: Client, cast: Cast) -> None:
    result = make_result(cast.employee)
    assert f"/ova/mina/{result.pk}/ta-bort/" in worker.get("/ova/mina/").text
    worker.post(f"/ova/mina/{result.pk}/ta-bort/")
    assert not ScenarioResult.objects.exists()
    assert "Du har inte sparat något" in worker.get("/ova/mina/").text


def test_the_list_asks_as_much_for_many_kept_as_for_one(
    worker: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_result(cast.employee)
    worker.get("/ova/")
    for slug in scenarios():
        for ending in Ending:
            make_result(cast.employee, slug=slug, role=StaffRole.MANAGER, ending=ending)
    with django_assert_max_num_queries(9):
        page = worker.get("/ova/").text
    assert page.count("Du har gått den som") == 3 * len(scenarios()) + 1


def test_who_belongs_to_two_boards_chooses_whose_texts(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    assert "Vems texter läser du?" in client.get("/ova/").text
    client.post("/ova/", {"board": str(cast.partner.pk)})
    assert f'<option value="{cast.partner.pk}" selected>' in client.get("/ova/").text
    assert client.post("/ova/", {"board": "no-such"}).status_code == 404
    assert f'<option value="{cast.partner.pk}" selected>' in client.get("/ova/").text


def test_a_group_sees_what_every_role_sees_and_is_asked(worker: Client) -> None:
    assert "Tjugo minuter" in worker.get(f"/ova/{SLUG}/grupp/").text
    page = worker.get(f"/ova/{SLUG}/grupp/start/").text
    start = scenarios()[SLUG].start
    for text in [part.text for part in (*start.paragraphs, *start.choices)] + list(start.questions):
        assert text in page
    for role in StaffRole:
        assert f"<h3>{capfirst(role.label)}</h3>" in page


def test_a_group_goes_to_every_ending(worker: Client) -> None:
    scenario = scenarios()[SLUG]
    ways = ways_to_each_ending(scenario, None)
    assert ways.keys() == {passage.id for passage in scenario.endings}
    for id, way in ways.items():
        assert scenario.passages[id].remember in worker.get(f"/ova/{SLUG}/grupp/{way}/").text
    assert worker.get(f"/ova/{SLUG}/grupp/9/")["Location"] == f"/ova/{SLUG}/grupp/"
