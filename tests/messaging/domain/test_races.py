"""Workers, a coordinator and a change at once: on PostgreSQL, where transactions really run side by side."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction

from lyhord.messaging.domain.outbox import hold
from lyhord.messaging.domain.sending import send_due
from lyhord.messaging.enums import MessageState
from lyhord.messaging.models import CalendarEvent, Message
from tests.factories import make_cast
from tests.factories.rows import at
from tests.messaging.domain.worlds import DAY, NOW, QUIET, publish, reachable
from tests.messaging.mailbox import mail_server, text_of
from tests.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
DUE = NOW + QUIET


def sends() -> None:
    send_due(DUE, lambda: False)


def test_three_workers_at_once_send_each_person_one_mail() -> None:
    cast = make_cast()
    people = [reachable(cast, f"Exempel {n}", f"p{n}@example.org") for n in range(12)]
    for _event in range(3):
        publish(cast, employees=people, subject=uuid.uuid4())
    with mail_server() as box:
        assert at_once(sends, sends, sends) == ["done"] * 3
        sends()  # whoever was passed over, since another worker held the person
        sent = [letter["To"] for letter in box.letters]
    assert sorted(sent) == sorted(person.email for person in people)
    assert not Message.objects.exclude(state=MessageState.SENT).exists()


def test_what_is_held_while_a_worker_sends_is_held_or_sent_and_never_both() -> None:
    cast = make_cast()
    people = [reachable(cast, f"Exempel {n}", f"p{n}@example.org") for n in range(12)]
    publish(cast, employees=people)
    with mail_server() as box:
        everything = Message.objects.all()
        assert at_once(sends, lambda: hold(messages=everything, held_by=cast.coordinator, now=DUE)) == ["done"] * 2
        sent = {letter["To"] for letter in box.letters}
    held = {row.person.email for row in Message.objects.filter(state=MessageState.HELD).select_related("employee")}
    assert (sent | held, sent & held) == ({person.email for person in people}, set())


def test_a_move_while_a_worker_sends_is_told_to_everybody_in_the_end() -> None:
    cast = make_cast()
    people = [reachable(cast, f"Exempel {n}", f"p{n}@example.org") for n in range(12)]
    publish(cast, employees=people)

    def moves() -> None:
        with transaction.atomic():
            publish(cast, DUE, employees=people, starts_at=at(DAY, 13), ends_at=at(DAY, 15))

    with mail_server() as box:
        assert at_once(sends, moves) == ["done"] * 2
        send_due(DUE + QUIET, lambda: False)
        last = {str(letter["To"]): text_of(letter) for letter in box.letters}
    assert len(last) == len(people)
    assert all("klockan 13.00" in text for text in last.values())
    assert CalendarEvent.objects.get().sequence == 1
