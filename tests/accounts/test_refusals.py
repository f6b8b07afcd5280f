"""Refusals are events."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain import audit
from lyhord.accounts.models import AuditEvent
from tests.factories import Cast, make_cast, make_employee, sign_in_as


def test_refused_by_role_is_recorded(cast: Cast, client: Client) -> None:
    assert sign_in_as(client, cast.employee).get(reverse("imports:import-list")).status_code == 403
    event = AuditEvent.objects.filter(action=audit.DENIED).get()
    assert (event.actor, event.view, event.counts) == (cast.employee, "imports:import-list", {"status": 403})


def test_no_such_and_not_yours_are_recorded_alike(cast: Cast, client: Client) -> None:
    other = make_employee("Exempel Granne", place=cast.neighbour).pk
    sign_in_as(client, cast.manager)
    for id in (other, uuid.uuid4()):
        assert client.get(reverse("people:employee-detail", args=[id])).status_code == 404
        event = AuditEvent.objects.filter(action=audit.DENIED).latest("id")
        assert (event.actor, event.object_type, event.object_id) == (cast.manager, "people.employee", id)
        assert (event.view, event.counts) == ("people:employee-detail", {"status": 404})
    assert AuditEvent.objects.filter(action=audit.DENIED).count() == 2


def test_form_without_its_token_is_not_a_refusal_by_policy(cast: Cast) -> None:
    client = sign_in_as(Client(enforce_csrf_checks=True), cast.manager)
    assert client.post(reverse("people:employee-list")).status_code == 403
    assert not AuditEvent.objects.filter(action=audit.DENIED).exists()


@pytest.mark.django_db(transaction=True)
def test_refusal_is_committed_though_what_was_refused_is_rolled_back(client: Client) -> None:
    """No transaction lies around the request, which would take the event with it."""
    cast = make_cast()
    assert not connection.settings_dict["ATOMIC_REQUESTS"]
    sign_in_as(client, cast.employee).get(reverse("imports:import-list"))
    connection.rollback()
    assert AuditEvent.objects.filter(action=audit.DENIED).count() == 1


def test_asking_in_a_loop_does_not_fill_the_log(cast: Cast, client: Client) -> None:
    sign_in_as(client, cast.employee)
    with time_machine.travel("2025-10-06 09:00Z", tick=False) as clock:
        answers = {client.get(reverse("imports:import-list")).content for _ in range(60)}
        events = AuditEvent.objects.filter(actor=cast.employee).values_list("action", flat=True)
        assert [events.filter(action=action).count() for action in (audit.DENIED, audit.DENIED_OFTEN)] == [20, 1]
        assert len(answers) == 1
        clock.shift(60)
        client.get(reverse("imports:import-list"))
        client.get(reverse("imports:import-list"))
        assert [events.filter(action=action).count() for action in (audit.DENIED, audit.DENIED_OFTEN)] == [21, 1]


def test_one_persons_loop_does_not_hide_anothers_refusal(cast: Cast) -> None:
    loop, other = sign_in_as(Client(), cast.employee), sign_in_as(Client(), cast.manager)
    for _ in range(30):
        loop.get(reverse("imports:import-list"))
    assert other.get(reverse("imports:import-list")).status_code == 403
    assert AuditEvent.objects.filter(action=audit.DENIED, actor=cast.manager).count() == 1
