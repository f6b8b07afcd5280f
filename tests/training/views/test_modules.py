"""Pages of modules and of what a clause requires."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lyhord.common import clock
from lyhord.programme.models import Clause
from lyhord.training.models import Module, ModuleRequirement
from tests.factories import Cast, make_clauses, make_decision, make_module, make_session, sign_in_as

FIELDS: dict[str, Any] = {
    "name": "Samtal om svåra frågor",
    "short_name": "Samtal",
    "code": "samtal",
    "order": 2,
    "minutes": 120,
    "group_min": 3,
    "group_max": 8,
    "trainers_needed": 1,
    "competence": "utbildning",
    "language": "sv",
    "gap_min_days": 7,
}


@pytest.fixture
def clauses(cast: Cast) -> tuple[Clause, Clause]:
    return make_clauses(make_decision(cast.board))


def test_a_coordinator_creates_a_module(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    assert client.get(reverse("training:module-create")).status_code == 200
    response = client.post(reverse("training:module-create"), FIELDS | {"owner": cast.board.pk})
    module = Module.objects.get()
    assert response["Location"] == reverse("training:module-detail", args=[module.pk])
    assert (module.code, module.owner) == ("samtal", cast.board)
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"group_max": 2}, "group_max"),
        ({"gap_max_days": 3}, "gap_max_days"),
        ({"minutes": 0}, "minutes"),
        ({"code": "två ord"}, "code"),
        ({"owner": ""}, "owner"),
    ],
)
def test_bad_input_is_told_at_its_field(client: Client, cast: Cast, wrong: dict[str, Any], field: str) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(reverse("training:module-create"), FIELDS | {"owner": cast.board.pk} | wrong)
    assert field in response.context["form"].errors
    assert not Module.objects.exists()


def test_two_modules_cannot_have_the_same_code(client: Client, cast: Cast) -> None:
    make_module(board=cast.board, code="samtal")
    sign_in_as(client, cast.coordinator)
    response = client.post(reverse("training:module-create"), FIELDS | {"owner": cast.board.pk})
    assert response.context["form"].errors
    assert Module.objects.count() == 1


def test_modules_do_not_go_in_a_circle(client: Client, cast: Cast) -> None:
    first = make_module(board=cast.board)
    second = make_module(board=cast.board, after=first)
    third = make_module(board=cast.board, after=second)
    sign_in_as(client, cast.coordinator)
    response = client.post(reverse("training:module-edit", args=[first.pk]), FIELDS | {"after": third.pk})
    assert "after" in response.context["form"].errors
    first.refresh_from_db()
    assert first.after is None


@pytest.mark.parametrize("who", ["manager", "trainer", "employee"])
def test_others_only_read(client: Client, cast: Cast, who: str) -> None:
    module = make_module(board=cast.board)
    make_session(module, cast.own, clock.today(), trainers=[cast.trainer_row])
    sign_in_as(client, getattr(cast, who))
    assert client.get(reverse("training:module-detail", args=[module.pk])).status_code == 200
    assert client.get(reverse("training:module-edit", args=[module.pk])).status_code == 403


def test_a_clause_requires_what_is_ticked(client: Client, cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    kept, dropped, new = (make_module(board=cast.board) for _ in range(3))
    for module in (kept, dropped):
        ModuleRequirement.objects.create(clause=clauses[1], module=module)
    before = ModuleRequirement.objects.get(module=kept)
    address = reverse("training:clause-modules", args=[clauses[1].pk])
    sign_in_as(client, cast.coordinator)
    assert set(client.get(address).context["form"].initial["modules"]) == {kept.pk, dropped.pk}
    assert client.post(address, {"modules": [kept.pk, new.pk]}).status_code == 302
    assert {row.module for row in clauses[1].module_requirements.all()} == {kept, new}
    assert ModuleRequirement.objects.get(module=kept) == before


def test_a_clause_about_visits_requires_no_modules(client: Client, cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    sign_in_as(client, cast.coordinator)
    assert client.get(reverse("training:clause-modules", args=[clauses[0].pk])).status_code == 404


def test_another_boards_clause_looks_like_none(client: Client, cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    cast.coordinator.grants.filter(board=cast.board).delete()
    sign_in_as(client, cast.coordinator)
    assert client.get(reverse("training:clause-modules", args=[clauses[1].pk])).status_code == 404


def test_the_module_page_leads_to_the_clauses(client: Client, cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    module = make_module(board=cast.board, clause=clauses[1])
    response = sign_in_as(client, cast.coordinator).get(reverse("training:module-detail", args=[module.pk]))
    assert list(response.context["clauses"]) == [clauses[1]]
    assert reverse("training:clause-modules", args=[clauses[1].pk]) in response.text
