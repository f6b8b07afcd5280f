"""The menu holds what one may open, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import resolve, reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from lyhord.accounts.permissions import registered_actions
from lyhord.home.domain.menu import MAIN, SETTINGS, Entry, MenuLink, menu_for
from tests.factories import Cast, sign_in_as

ROLES = ["coordinator", "trainer", "manager", "deputy", "employee", "volunteer", "adviser", "board_reader"]
ROLES += ["secretary", "access_administrator", "auditor", "operator", "outsider"]


def texts(links: Iterable[MenuLink]) -> list[str]:
    return [str(link.text) for link in links]


@pytest.mark.parametrize("entry", [*MAIN, *SETTINGS], ids=lambda entry: entry.url_name)
def test_every_entry_leads_somewhere_and_names_a_known_action(entry: Entry) -> None:
    resolve(reverse(entry.url_name))
    assert entry.action == "" or entry.action in registered_actions()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_led_to_a_closed_door(client: Client, cast: Cast, role: str) -> None:
    user = getattr(cast, role)
    sign_in_as(client, user)
    for link in [*menu_for(user, "/"), *menu_for(user, "/", SETTINGS)]:
        assert client.get(link.url, follow=True).status_code == 200, link.url


def test_an_outsider_sees_only_the_start_page_and_what_is_their_own(cast: Cast) -> None:
    assert texts(menu_for(cast.outsider, "/")) == ["Översikt"]
    assert texts(menu_for(cast.outsider, "/", SETTINGS)) == ["Mina uppgifter", "Min logg", "Din inloggning"]


def test_a_stranger_has_no_menu() -> None:
    assert menu_for(AnonymousUser(), "/") == []


def test_a_board_reader_is_offered_no_people(cast: Cast) -> None:
    assert texts(menu_for(cast.board_reader, "/")) == ["Översikt", "Träffpunkter", "Beslut"]


def test_an_employee_is_not_offered_a_register_of_one(cast: Cast) -> None:
    assert "Personer" not in texts(menu_for(cast.employee, "/"))


def test_the_entry_of_the_page_and_of_pages_below_is_marked(cast: Cast) -> None:
    at_list = {link.text: link for link in menu_for(cast.coordinator, "/traffpunkter/")}
    below = {link.text: link for link in menu_for(cast.coordinator, "/traffpunkter/ny/")}
    assert (at_list["Träffpunkter"].is_current, at_list["Träffpunkter"].is_this_page) == (True, True)
    assert (below["Träffpunkter"].is_current, below["Träffpunkter"].is_this_page) == (True, False)
    assert [text for text, link in below.items() if link.is_current] == ["Träffpunkter"]


def test_coverage_belongs_to_the_overview(cast: Cast) -> None:
    marked = [link for link in menu_for(cast.coordinator, "/tackning/") if link.is_current]
    assert texts(marked) == ["Översikt"]
    assert not marked[0].is_this_page


def test_the_menu_costs_the_grants_and_their_programmes(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        menu_for(cast.coordinator, "/")
        menu_for(cast.coordinator, "/", SETTINGS)
