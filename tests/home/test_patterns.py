"""Who may open the pattern page."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from lyhord.web.components import all_components
from tests.factories import Cast, sign_in_as


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_every_component_is_shown(client: Client, cast: Cast, demo: None) -> None:
    text = sign_in_as(client, cast.outsider).get("/monster/").content.decode()
    for component in all_components():
        assert component.name == "page-head" or f'id="{component.name}"' in text


def test_it_is_not_there_where_people_work(client: Client, cast: Cast) -> None:
    assert sign_in_as(client, cast.coordinator).get("/monster/").status_code == 404


def test_it_asks_one_to_sign_in(client: Client, db: None, demo: None) -> None:
    assert client.get("/monster/")["Location"] == "/konto/logga-in/?next=/monster/"
