"""Mail for real, to a server on this machine: one a person, taken once, tried again, and what is said when it fails."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import icalendar
import pytest
from django.test import override_settings

from lyhord.accounts.models import AuditEvent
from lyhord.messaging.domain import sending
from lyhord.messaging.domain.calendar import cancel_event
from lyhord.messaging.domain.sending import CLAIM_LASTS, PAUSES, claim, send_due
from lyhord.messaging.domain.telling import hold_subjects
from lyhord.messaging.enums import Failure, MessageState
from lyhord.messaging.models import Message
from lyhord.people.models import Employee
from tests.factories import Cast
from tests.factories.rows import at
from tests.messaging.domain.worlds import DAY, MINUTE, NOW, QUIET, SUBJECT, message_to, publish, reachable
from tests.messaging.mailbox import Mailbox, calendar_parts, free_port, mail_server, sending_to, text_of

DUE = NOW + QUIET
SECOND = uuid.UUID("00000000-0000-4000-8000-000000000002")


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    server.letters.clear()
    server.answers.clear()
    return server


def send(now: dt.datetime = DUE) -> None:
    send_due(now, lambda: False)


def test_a_mail_goes_after_the_quiet_period_and_not_before(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    send(DUE - MINUTE)
    assert box.letters == []
    send()
    assert (box.last()["To"], box.last()["From"]) == ("asta@example.org", "utbildning@kommunen.example")
    row = message_to(asta)
    assert (row.state, row.settled_at, row.way) == (MessageState.SENT, DUE, "mail")
    assert AuditEvent.objects.get(action="messaging.sent").counts == {"messages": 1}
    send(DUE + QUIET)
    assert len(box.letters) == 1


def test_all_that_is_due_for_one_person_is_one_mail_with_a_file_for_each(cast: Cast, box: Mailbox) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    publish(cast, employees=[asta], subject=SECOND, starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    send()
    to = sorted(letter["To"] for letter in box.letters)
    assert to == ["asta@example.org", "bo@example.org"]
    digest = next(letter for letter in box.letters if letter["To"] == "asta@example.org")
    assert digest["Subject"] == "2 besked om dina tider"
    files = [icalendar.Calendar.from_ical(file).events[0] for _method, file in calendar_parts(digest)]
    assert [str(event["uid"]) for event in files] == [f"{SUBJECT}@lyhord", f"{SECOND}@lyhord"]


def test_the_mail_says_what_holds_when_it_is_sent(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    publish(cast, NOW + MINUTE, employees=[asta], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    send(NOW + MINUTE + QUIET)
    assert "klockan 13.00–15.00" in text_of(box.last())
    (method, file), *rest = calendar_parts(box.last())
    event = icalendar.Calendar.from_ical(file).events[0]
    assert (method, rest, event["sequence"], event.start) == ("REQUEST", [], 1, at(DAY, 13).astimezone(dt.UTC))


def test_whoever_is_taken_out_gets_a_cancel_that_the_others_do_not(cast: Cast, box: Mailbox) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    send()
    box.letters.clear()
    publish(cast, DUE, employees=[bo])
    send(DUE + QUIET)
    assert [letter["To"] for letter in box.letters] == ["asta@example.org"]
    (method, file), *_rest = calendar_parts(box.last())
    event = icalendar.Calendar.from_ical(file).events[0]
    assert (method, event["status"], str(event["uid"])) == ("CANCEL", "CANCELLED", f"{SUBJECT}@lyhord")
    assert str(event["attendee"]) == "mailto:asta@example.org"


def test_what_is_held_does_not_go(cast: Cast, box: Mailbox) -> None:
    publish(cast, employees=[reachable(cast)])
    hold_subjects([SUBJECT], now=NOW)
    send(DUE + dt.timedelta(days=1))
    assert box.letters == []


def test_nobody_without_an_address_is_dropped(cast: Cast, box: Mailbox) -> None:
    publish(cast, employees=[cast.employee_row])
    send()
    assert (box.letters, message_to(cast.employee_row).state) == ([], MessageState.WAITING)
    assert Message.objects.to_be_spoken(DUE).get().employee == cast.employee_row


def test_nobody_restricted_gets_mail(cast: Cast, box: Mailbox) -> None:
    publish(cast, employees=[reachable(cast)])
    Employee.objects.update(restricted_at=NOW)
    send()
    assert box.letters == []


def test_the_demo_sends_nothing(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    with override_settings(DEMO=True):
        send()
    assert (box.letters, message_to(asta).state) == ([], MessageState.WAITING)


def test_killed_after_the_server_took_it_the_same_mail_goes_again_under_the_same_id(
    cast: Cast, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])

    class Killed(BaseException):
        pass

    def dies(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "settle_sent", dies)
        with pytest.raises(Killed):
            send()
    assert message_to(asta).state == MessageState.SENDING
    publish(cast, DUE, employees=[asta], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    send(DUE + CLAIM_LASTS - MINUTE)
    assert len(box.letters) == 1
    send(DUE + CLAIM_LASTS)
    first, again = box.letters
    assert first["Message-ID"] == again["Message-ID"] and first["Date"] == again["Date"]
    assert (text_of(first), calendar_parts(first)) == (text_of(again), calendar_parts(again))
    send(DUE + QUIET)
    assert box.last()["Message-ID"] != first["Message-ID"] and "klockan 13.00" in text_of(box.last())
    assert len(box.letters) == 3


def test_a_connection_that_breaks_while_handing_over_leads_to_the_same_mail_again(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    box.answers.append("gone")
    send()
    assert message_to(asta).state == MessageState.SENDING
    send(DUE + CLAIM_LASTS)
    first, again = box.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert message_to(asta).state == MessageState.SENT


def test_a_mail_that_never_gets_an_answer_is_given_up_in_plain_words(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    now = DUE
    box.answers += ["gone"] * len(PAUSES)
    for _try in PAUSES:
        send(now)
        now += CLAIM_LASTS
    send(now)
    row = message_to(asta)
    assert (len(box.letters), row.state, row.failure) == (len(PAUSES), MessageState.FAILED, Failure.UNREACHABLE)


def test_an_address_that_the_server_refuses_is_shown_and_the_others_get_theirs(cast: Cast, box: Mailbox) -> None:
    asta, bo = reachable(cast), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    box.answers.append("550 no such mailbox")
    send()
    states = sorted((message_to(person).state, message_to(person).failure) for person in (asta, bo))
    assert states == [(MessageState.FAILED, Failure.ADDRESS), (MessageState.SENT, "")]
    send(DUE + dt.timedelta(days=1))
    assert len(box.letters) == 1


@pytest.mark.parametrize("address", ["åsa@example.org", "asta@example.org\nBcc: bo@example.org"])
def test_what_is_no_address_is_shown_and_stops_nobody_else(cast: Cast, box: Mailbox, address: str) -> None:
    asta, bo = reachable(cast, email=address), reachable(cast, "Bo Exempel", "bo@example.org")
    publish(cast, employees=[asta, bo])
    send()
    assert (message_to(asta).state, message_to(asta).failure) == (MessageState.FAILED, Failure.ADDRESS)
    assert [letter["To"] for letter in box.letters] == ["bo@example.org"]


def test_a_busy_server_is_tried_again_after_a_while_with_what_holds_then(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    box.answers.append("451 later")
    send()
    assert (message_to(asta).state, message_to(asta).not_before) == (MessageState.RELEASED, DUE + PAUSES[0])
    send(DUE + PAUSES[0])
    assert [letter["To"] for letter in box.letters] == ["asta@example.org"]


def test_a_server_that_is_gone_is_tried_with_longer_and_longer_pauses_and_then_given_up(cast: Cast) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    now = DUE
    with sending_to(free_port()):
        for number, pause in enumerate(PAUSES, start=1):
            send(now)
            row = message_to(asta)
            if number < len(PAUSES):
                assert (row.state, row.not_before) == (MessageState.RELEASED, now + pause)
                now += pause
    assert (row.state, row.failure) == (MessageState.FAILED, Failure.UNREACHABLE)


def test_what_changes_while_a_mail_is_refused_is_said_by_the_newer_message(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta])
    digest = claim(now=DUE)
    assert digest is not None
    publish(cast, DUE, employees=[asta], starts_at=at(DAY, 13), ends_at=at(DAY, 15))
    sending.put_back(digest, now=DUE)
    row = message_to(asta)
    assert (row.state, row.starts_at) == (MessageState.WAITING, at(DAY, 13))
    send(DUE + QUIET)
    assert "EN TID FÖR DIG" in text_of(box.last())


def test_what_became_pointless_while_it_was_released_is_dropped_when_it_would_be_sent(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    event = publish(cast, employees=[asta])
    event.employees.clear()
    send()
    assert (box.letters, Message.objects.get().state) == ([], MessageState.DROPPED)


def test_a_telling_place_stops_the_mail(cast: Cast, box: Mailbox) -> None:
    asta = reachable(cast)
    publish(cast, employees=[asta], location="Våldsenheten")
    send()
    assert (box.letters, message_to(asta).failure) == ([], Failure.TELLING)


def test_a_cancelled_event_that_nobody_heard_of_sends_nothing(cast: Cast, box: Mailbox) -> None:
    publish(cast, employees=[reachable(cast)])
    cancel_event(subject=SUBJECT, now=NOW)
    send()
    assert box.letters == []


def test_a_worker_that_is_stopping_begins_no_new_mail(cast: Cast, box: Mailbox) -> None:
    publish(cast, employees=[reachable(cast)])
    send_due(DUE, lambda: True)
    assert box.letters == []
