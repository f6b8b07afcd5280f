"""Coordinators and access administrators name the parts of their own boards."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import AuditEvent
from lyhord.organisation.models import Administration, Programme, Unit
from tests.factories import Cast, make_programme, make_unit, sign_in_as

LIST = "/konto/organisation/"


@pytest.mark.parametrize("who", ["manager", "trainer", "employee", "board_reader", "auditor", "outsider"])
def test_others_do_not_reach_the_organisation(client: Client, cast: Cast, who: str) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(LIST).status_code == 403


def test_list_shows_ones_own_boards(client: Client, cast: Cast) -> None:
    assert set(sign_in_as(client, cast.coordinator).get(LIST).context["boards"]) == {cast.board, cast.partner}
    assert set(sign_in_as(client, cast.access_administrator).get(LIST).context["boards"]) == {cast.board}


def test_list_takes_the_same_number_of_queries_however_long(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(30):
        make_unit(cast.board, f"Enhet nummer {number} (exempel)")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_administration_and_unit_are_added(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    client.post(reverse("accounts:administration-add", args=[cast.board.pk]), {"name": "Ny förvaltning"})
    administration = Administration.objects.get(name="Ny förvaltning")
    client.post(reverse("accounts:unit-add", args=[administration.pk]), {"name": "Ny enhet"})
    assert Unit.objects.get(name="Ny enhet").board == cast.board
    assert list(AuditEvent.objects.values_list("action", "owner")) == [
        ("organisation.create_administration", cast.board.pk),
        ("organisation.create_unit", cast.board.pk),
    ]


@pytest.mark.parametrize("part", ["board", "administration", "unit"])
def test_part_is_renamed(client: Client, cast: Cast, part: str) -> None:
    row = {"board": cast.board, "administration": cast.unit.administration, "unit": cast.unit}[part]
    address = reverse(f"accounts:{part}-edit", args=[row.pk])
    assert sign_in_as(client, cast.coordinator).post(address, {"name": "Bättre namn"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Bättre namn"


@pytest.mark.parametrize("name", ["", "x" * 201, "Enhet Två (exempel)"])
def test_bad_name_is_told_and_not_kept(client: Client, cast: Cast, name: str) -> None:
    address = reverse("accounts:unit-edit", args=[cast.unit.pk])
    response = sign_in_as(client, cast.coordinator).post(address, {"name": name})
    assert set(response.context["form"].errors) == {"name"}
    cast.unit.refresh_from_db()
    assert cast.unit.name == "Enhet Ett (exempel)"


@pytest.mark.parametrize("part", ["board-edit", "administration-add"])
def test_board_of_others_is_not_there(client: Client, cast: Cast, part: str) -> None:
    sign_in_as(client, cast.access_administrator)
    assert client.get(reverse(f"accounts:{part}", args=[cast.partner.pk])).status_code == 404


def test_parts_of_another_board_are_not_there(client: Client, cast: Cast) -> None:
    unit = make_unit(cast.partner, "Enhet Sju (exempel)")
    sign_in_as(client, cast.access_administrator)
    for name, row in (
        ("unit-edit", unit),
        ("administration-edit", unit.administration),
        ("unit-add", unit.administration),
    ):
        assert client.get(reverse(f"accounts:{name}", args=[row.pk])).status_code == 404


def test_administrator_makes_a_programme_with_at_least_one_own_board(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:programme-add")
    refused = client.post(address, {"name": "Samverkan (exempel)", "boards": [cast.partner.pk]})
    assert set(refused.context["form"].errors) == {"boards"}
    assert client.post(address, {"name": "Samverkan (exempel)", "boards": [cast.board.pk, cast.partner.pk]}).url
    programme = Programme.objects.get(name="Samverkan (exempel)")
    assert set(programme.boards.all()) == {cast.board, cast.partner}
    assert AuditEvent.objects.filter(action="organisation.create_programme").count() == 2
    assert "Samverkan (exempel)" in client.get(reverse("accounts:board-list")).content.decode()


def test_programme_gets_another_name_and_keeps_its_boards(client: Client, cast: Cast) -> None:
    programme = make_programme(cast.board, cast.partner)
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:programme-edit", args=[programme.pk])
    client.post(address, {"name": "Nytt namn (exempel)", "boards": [cast.board.pk]})
    programme.refresh_from_db()
    assert (programme.name, programme.boards.count()) == ("Nytt namn (exempel)", 2)


@pytest.mark.parametrize("who", ["coordinator", "manager", "auditor", "outsider"])
def test_only_access_administrators_make_programmes(client: Client, cast: Cast, who: str) -> None:
    assert sign_in_as(client, getattr(cast, who)).get(reverse("accounts:programme-add")).status_code == 403


def test_programme_of_other_boards_is_not_there(client: Client, cast: Cast) -> None:
    programme = make_programme(cast.partner)
    sign_in_as(client, cast.access_administrator)
    assert client.get(reverse("accounts:programme-edit", args=[programme.pk])).status_code == 404
