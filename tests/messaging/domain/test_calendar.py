"""Calendar events: one identity, a sequence that only grows on real change, neutral titles."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import icalendar
import pytest
import vobject

from lyhord.messaging.domain.calendar import cancel_event, is_shown, render_feed, upsert_event
from lyhord.messaging.domain.titles import neutral_title, telling_word
from lyhord.messaging.models import CalendarEvent, EventStatus
from tests.factories import TODAY, Cast
from tests.factories.rows import at

NOW = at(TODAY, 8).astimezone(dt.UTC)
LATER = NOW + dt.timedelta(days=1)
SUBJECT = uuid.UUID("00000000-0000-4000-8000-000000000001")


def event_of(cast: Cast, now: dt.datetime = NOW, **fields: Any) -> CalendarEvent:
    defaults: dict[str, Any] = {
        "subject": SUBJECT,
        "owner": cast.board,
        "place": cast.own,
        "title": "Utbildning",
        "location": "Exempel Egen",
        "starts_at": at(TODAY, 9),
        "ends_at": at(TODAY, 11),
        "employees": [cast.employee_row],
        "trainers": [cast.trainer_row],
    }
    return upsert_event(**(defaults | fields), now=now)


def test_a_new_event_starts_at_sequence_zero(cast: Cast) -> None:
    event = event_of(cast)
    assert (event.sequence, event.status, event.uid) == (0, EventStatus.CONFIRMED, f"{SUBJECT}@lyhord")
    assert list(event.employees.all()) == [cast.employee_row]


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    event_of(cast)
    event = event_of(cast, LATER)
    assert (event.sequence, event.changed_at) == (0, NOW)
    assert CalendarEvent.objects.count() == 1


def test_who_is_in_it_is_no_change_of_the_event(cast: Cast) -> None:
    event_of(cast)
    event = event_of(cast, LATER, employees=[])
    assert (event.sequence, event.employees.count()) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": at(TODAY, 8)},
        {"ends_at": at(TODAY, 12)},
        {"location": "Annan lokal"},
        {"title": "Fika"},
    ],
)
def test_a_change_that_shows_raises_the_sequence_and_keeps_the_uid(cast: Cast, change: dict[str, Any]) -> None:
    before = event_of(cast)
    event = event_of(cast, LATER, **change)
    assert (event.uid, event.sequence, event.changed_at) == (before.uid, 1, LATER)


def test_cancelling_twice_is_one_cancellation(cast: Cast) -> None:
    event_of(cast)
    cancel_event(subject=SUBJECT, now=LATER)
    event = cancel_event(subject=SUBJECT, now=LATER + dt.timedelta(days=1))
    assert (event.sequence, event.status, event.cancelled_at) == (1, EventStatus.CANCELLED, LATER)


def test_a_cancelled_event_can_be_taken_up_again(cast: Cast) -> None:
    event_of(cast)
    cancel_event(subject=SUBJECT, now=LATER)
    event = event_of(cast, LATER)
    assert (event.sequence, event.status, event.cancelled_at) == (2, EventStatus.CONFIRMED, None)


def test_nothing_to_cancel_is_an_error(cast: Cast) -> None:
    with pytest.raises(CalendarEvent.DoesNotExist):
        cancel_event(subject=SUBJECT, now=NOW)


def test_feed_is_read_alike_by_two_libraries(cast: Cast) -> None:
    raw = render_feed([event_of(cast)], name="Exempel Egen", now=NOW)
    mine = icalendar.Calendar.from_ical(raw)
    assert (mine["METHOD"], mine["VERSION"]) == ("PUBLISH", "2.0")
    (event,) = mine.walk("VEVENT")
    other = vobject.readOne(raw.decode()).vevent
    assert event["UID"] == other.uid.value == f"{SUBJECT}@lyhord"
    assert int(event["SEQUENCE"]) == int(other.sequence.value) == 0
    assert event["STATUS"] == other.status.value == "CONFIRMED"
    assert event["SUMMARY"] == other.summary.value == "Utbildning"
    assert event.decoded("DTSTART") == other.dtstart.value == at(TODAY, 9)
    assert event.decoded("DTEND") == other.dtend.value == at(TODAY, 11)
    assert event.decoded("DTSTAMP") == NOW


def test_a_cancelled_event_is_shown_ninety_days(cast: Cast) -> None:
    event_of(cast)
    event = cancel_event(subject=SUBJECT, now=NOW)
    assert is_shown(event, NOW + dt.timedelta(days=90) - dt.timedelta(seconds=1))
    assert not is_shown(event, NOW + dt.timedelta(days=90))
    gone = render_feed([event], name="Exempel Egen", now=NOW + dt.timedelta(days=90))
    assert not icalendar.Calendar.from_ical(gone).walk("VEVENT")


def test_neutral_titles_tell_nothing() -> None:
    assert neutral_title("training") == "Utbildning"
    assert telling_word(neutral_title("training")) is None
    assert telling_word(neutral_title("visit")) is None


@pytest.mark.parametrize("title", ["Om våld i nära relationer", "Fika om Kvinnovåld", "ÖVERGREPP"])
def test_a_title_that_tells_is_caught(title: str) -> None:
    assert telling_word(title) is not None


def test_the_name_of_a_feed_is_one_text_whatever_it_holds(cast: Cast) -> None:
    raw = render_feed([event_of(cast)], name="Exempel, Egen;\r\nATTACH:x\rB\\", now=NOW)
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    assert "NAME:Exempel\\, Egen\\; ATTACH:x B\\\\" in lines
    assert "X-WR-CALNAME:Exempel\\, Egen\\; ATTACH:x B\\\\" in lines
    assert not [line for line in lines if "\r" in line or "\n" in line]
