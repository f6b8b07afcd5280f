"""The pages of the outbox: numbers, preview, own lines, chosen and all, and the same number of queries for many."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.messaging.enums import MessageState
from lyhord.messaging.models import Message
from tests.factories import Cast, sign_in_as
from tests.messaging.domain.worlds import NOW, message_to, publish, reachable

OUTBOX, CHANGE = "/utskick/", "/utskick/andra/"


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(client: Client, cast: Cast) -> Client:
    return sign_in_as(client, cast.coordinator)


def text_of(client: Client, path: str = OUTBOX) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_says_how_many_invitations_wait_and_the_start_page_leads_there(
    coordinator: Client, cast: Cast
) -> None:
    publish(cast, employees=[reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")])
    Message.objects.update(state=MessageState.HELD)
    assert "2 inbjudningar väntar på dig" in text_of(coordinator)
    start = coordinator.get("/").content.decode()
    assert "2 inbjudningar väntar på dig." in start and "/utskick/?lage=vantar-pa-dig" in start


def test_the_start_page_of_others_says_nothing_of_it(client: Client, cast: Cast) -> None:
    publish(cast, employees=[reachable(cast)])
    Message.objects.update(state=MessageState.HELD)
    assert "väntar på dig." not in text_of(sign_in_as(client, cast.manager), "/")


def test_chosen_ones_are_released_and_the_others_stay(coordinator: Client, cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    Message.objects.update(state=MessageState.HELD)
    sent = {"act": "release", "part": "vantar-pa-dig", "chosen": [str(message_to(asta).pk)]}
    response = coordinator.post(CHANGE, sent, follow=True)
    assert "1 besked är släppt." in response.content.decode()
    assert (message_to(asta).state, message_to(bo).state) == (MessageState.RELEASED, MessageState.HELD)


def test_all_of_a_part_are_released_and_no_others(coordinator: Client, cast: Cast) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    Message.objects.filter(employee=asta).update(state=MessageState.HELD)
    coordinator.post(CHANGE, {"act": "release", "part": "vantar-pa-dig", "everything": "on"})
    assert (message_to(asta).state, message_to(bo).state) == (MessageState.RELEASED, MessageState.WAITING)


def test_nobody_elses_messages_are_changed(coordinator: Client, cast: Cast) -> None:
    from tests.factories import make_board, make_employee, make_place, make_unit

    far = make_place("Långt bort", unit=make_unit(make_board("Annan nämnd (exempel)"), "Annan enhet"))
    stranger = make_employee("Fjärran", place=far, email="f@example.org")
    publish(cast, owner=far.owner, place=far, employees=[stranger])
    row = message_to(stranger)
    response = coordinator.post(CHANGE, {"act": "hold", "part": "pa-vag", "chosen": [str(row.pk)]}, follow=True)
    assert "Något i urvalet har ändrats" in response.content.decode()
    coordinator.post(CHANGE, {"act": "hold", "part": "pa-vag", "everything": "on"})
    assert message_to(stranger).state == MessageState.WAITING
    assert coordinator.get(reverse("messaging:message-detail", args=[row.pk])).status_code == 404


def test_nothing_chosen_is_said_so(coordinator: Client, cast: Cast) -> None:
    response = coordinator.post(CHANGE, {"act": "hold", "part": "pa-vag"}, follow=True)
    assert "Kryssa först" in response.content.decode()


def test_those_without_an_address_are_listed_to_be_told_and_ticked_off(coordinator: Client, cast: Cast) -> None:
    publish(cast, employees=[cast.employee_row])
    Message.objects.update(state=MessageState.RELEASED)
    assert "Exempel Medarbetare" in text_of(coordinator, f"{OUTBOX}?lage=sag-till")
    coordinator.post(CHANGE, {"act": "spoken", "part": "sag-till", "everything": "on"})
    assert (message_to(cast.employee_row).state, message_to(cast.employee_row).way) == ("sent", "spoken")
    assert "muntligt" in text_of(coordinator, f"{OUTBOX}?lage=skickat")


def test_the_preview_is_the_mail_and_takes_own_lines(coordinator: Client, cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    page = reverse("messaging:message-detail", args=[message_to(asta).pk])
    shown = coordinator.get(page).content.decode()
    assert "tisdag 14 oktober, klockan 09.00–11.00" in shown and "METHOD:REQUEST" in shown
    coordinator.post(page, {"lines": "Gå in från gården."})
    assert "Gå in från gården." in text_of(coordinator, page)
    refused = coordinator.post(page, {"lines": "Vi pratar om våld"})
    assert "säger vad det handlar om" in refused.content.decode()
    assert message_to(asta).own_lines == "Gå in från gården."


def test_the_demo_and_an_installation_without_a_server_say_that_nothing_is_sent(
    coordinator: Client, cast: Cast
) -> None:
    assert "Det finns ingen e-postserver inställd." in text_of(coordinator)
    with override_settings(DEMO=True):
        assert "inga brev lämnar datorn" in text_of(coordinator)


def test_a_long_list_asks_as_often_as_a_short_one(coordinator: Client, cast: Cast) -> None:
    asked = []
    people = [reachable(cast, f"Exempel {n}", f"p{n}@example.org") for n in range(30)]
    for some in (people[:1], people):
        publish(cast, employees=some)
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(OUTBOX)
        asked.append(len(queries))
    assert asked[0] == asked[1]
