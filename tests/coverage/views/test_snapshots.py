"""Freezing from the page, and the page of what was frozen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.coverage.domain.snapshots import freeze
from lyhord.coverage.models import CoverageSnapshot
from lyhord.programme.models import Decision
from lyhord.training.enums import Outcome
from lyhord.training.models import Attendance
from tests.coverage.conftest import World
from tests.coverage.views.test_clauses import NAMES, address, text
from tests.factories import TODAY, make_session, make_user, sign_in_as
from tests.factories.rows import at


def take(world: World) -> CoverageSnapshot:
    return freeze(clause=world.training, as_of=TODAY, taken_by=world.cast.coordinator, now=at(TODAY, 12))


def page_of(snapshot: CoverageSnapshot) -> str:
    return reverse("coverage:snapshot-detail", args=[snapshot.pk])


def test_freezing_leads_to_the_frozen_page_and_it_is_listed(client: Client, world: World) -> None:
    sign_in_as(client, world.cast.coordinator)
    response = client.post(reverse("coverage:freeze", args=[world.training.pk]), {"datum": "2025-10-06"}, follow=True)
    snapshot = CoverageSnapshot.objects.get()
    assert response.redirect_chain == [(page_of(snapshot), 302)]
    assert "exakt samma resultat" in text(response)
    assert "Läget 6 okt 2025" in text(client.get(address(world.training)))


def test_a_day_to_come_is_not_frozen(client: Client, world: World) -> None:
    sign_in_as(client, world.cast.coordinator)
    response = client.post(reverse("coverage:freeze", args=[world.training.pk]), {"datum": "2025-10-07"}, follow=True)
    assert "Inget är fryst." in text(response)
    assert not CoverageSnapshot.objects.exists()


def test_both_columns_and_the_names_that_differ(client: Client, world: World) -> None:
    snapshot = take(world)
    modules = [requirement.module for requirement in world.training.module_requirements.all()]
    session = make_session(modules[1], world.cast.own, TODAY - dt.timedelta(days=3), state="held")
    Attendance.objects.create(session=session, employee=world.bo, outcome=Outcome.PRESENT, recorded_at=at(TODAY, 13))
    page = text(sign_in_as(client, world.cast.coordinator).get(page_of(snapshot)))
    assert "Medarbetare 1 av 3 33 % 1 undantag 2 av 3 66 % 1 undantag" in page
    assert "1 rad är annorlunda i dag" in page
    assert "Bo Exempel planerat 1 av 2 delar klart 2 av 2 delar" in page
    assert snapshot.digest in page


def test_a_deleted_person_is_raderad(client: Client, world: World) -> None:
    snapshot = take(world)
    world.anna.attendances.all().delete()
    world.anna.bookings.all().delete()
    world.anna.delete()
    page = text(sign_in_as(client, world.cast.coordinator).get(page_of(snapshot)))
    assert "raderad klart 2 av 2 delar finns inte" in page
    assert "exakt samma resultat" in page


def test_tampered_inputs_are_said_aloud(client: Client, world: World) -> None:
    snapshot = take(world)
    snapshot.inputs["seats"] = []
    snapshot.save()
    page = text(sign_in_as(client, world.cast.coordinator).get(page_of(snapshot)))
    assert "Använd inte siffrorna." in page


def test_secretary_sees_the_figures_and_how_many_differ_but_no_names(client: Client, world: World) -> None:
    snapshot = take(world)
    Attendance.objects.filter(employee=world.anna).delete()
    response = sign_in_as(client, world.cast.secretary).get(page_of(snapshot))
    assert "1 rad är annorlunda i dag" in text(response)
    assert [name for name in NAMES if name in text(response) or name in repr(list(response.context))] == []


@pytest.mark.parametrize(
    ("role", "board"),
    [(Role.BOARD_READER, "board"), (Role.BOARD_READER, "partner"), (Role.BOARD_SECRETARY, "partner")],
)
def test_who_reads_only_what_was_frozen_gets_nothing_of_what_came_after(
    client: Client, world: World, role: Role, board: str
) -> None:
    snapshot = take(world)
    Decision.objects.filter(pk=world.decision.pk).update(partner_board=world.cast.partner)
    Attendance.objects.filter(employee=world.anna).delete()
    sign_in_as(client, make_user((role, getattr(world.cast, board))))
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page_of(snapshot))
    assert "Medarbetare 1 av 3 33 % 1 undantag" in text(response)
    assert "i dag" not in text(response)
    assert not [q["sql"] for q in queries if "training_attendance" in q["sql"] or "people_employee" in q["sql"]]
    assert [name for name in NAMES if name in text(response) or name in repr(list(response.context))] == []


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 302), ("secretary", 302), ("board_reader", 403), ("manager", 403)]
)
def test_who_may_freeze(client: Client, world: World, role: str, status: int) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.post(reverse("coverage:freeze", args=[world.training.pk])).status_code == status
    assert CoverageSnapshot.objects.exists() == (status == 302)


@pytest.mark.parametrize(("role", "status"), [("secretary", 200), ("auditor", 403), ("outsider", 403)])
def test_who_may_open_what_was_frozen(client: Client, world: World, role: str, status: int) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(page_of(take(world))).status_code == status


def test_freezing_by_a_link_is_refused(client: Client, world: World) -> None:
    sign_in_as(client, world.cast.coordinator)
    assert client.get(reverse("coverage:freeze", args=[world.training.pk])).status_code == 405
