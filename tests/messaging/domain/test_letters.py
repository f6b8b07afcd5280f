"""What a mail says: plain, neutral, of nobody but the recipient, in both languages; and what a calendar gets."""

from __future__ import annotations

import datetime as dt
import itertools

import icalendar
import pytest
import vobject

from lyhord.messaging.domain import links
from lyhord.messaging.domain.letters import Letter, TextTells, compose
from lyhord.messaging.domain.titles import neutral_title, telling_word
from lyhord.messaging.enums import MessageKind
from lyhord.messaging.models import Message
from tests.factories import Cast
from tests.messaging.domain.worlds import NOW, SUBJECT, publish, reachable
from tests.messaging.mailbox import sending_to

LINK = "/svar/hemligt/"


@pytest.fixture(autouse=True)
def configured() -> object:
    with sending_to(25):
        yield


@pytest.fixture
def with_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_paths", {"test": lambda message: LINK if message.employee_id else None})


def letter_of(*rows: Message, language: str = "sv") -> Letter:
    return compose(rows, recipient="asta@example.org", stamp=NOW, language=language)


def message(cast: Cast, kind: MessageKind = MessageKind.INVITE, **fields: object) -> Message:
    publish(cast, employees=[reachable(cast)], **fields)
    row = Message.objects.get()
    row.kind = kind
    return row


def test_an_invitation_says_when_where_and_how_to_answer(cast: Cast, with_link: None) -> None:
    letter = letter_of(message(cast))
    assert letter.subject == "Utbildning tisdag 14 oktober"
    assert letter.text == (
        "Hej!\n\n"
        "EN TID FÖR DIG\nUtbildning\ntisdag 14 oktober, klockan 09.00–11.00\nExempel Egen, Storgatan 1\n"
        "Säg om du kommer, så vet vi. Du behöver inte logga in:\nhttps://lyhord.example/svar/hemligt/\n\n"
        "Öppna den bifogade filen, så hamnar tiden rätt i din kalender.\nUndrar du något? Fråga din chef.\n\nKommunen\n"
    )


def test_a_cancel_has_no_link_and_says_that_one_need_not_come(cast: Cast, with_link: None) -> None:
    letter = letter_of(message(cast, MessageKind.CANCEL))
    assert letter.subject == "Utgår: Utbildning tisdag 14 oktober"
    assert "Du behöver inte komma" in letter.text and "/svar/" not in letter.text


def test_own_lines_stand_with_the_time_that_they_are_about(cast: Cast) -> None:
    row = message(cast)
    row.own_lines = "Gå in från gården.\nTa med matlåda."
    assert "Storgatan 1\n\nGå in från gården.\nTa med matlåda.\n\nÖppna" in letter_of(row).text


def test_in_english_every_word_but_titles_and_names_is_english(cast: Cast, with_link: None) -> None:
    letter = letter_of(message(cast, MessageKind.CHANGE), language="en")
    assert letter.subject == "Changed: Utbildning Tuesday 14 October"
    assert "Hej" not in letter.text and "You do not need to sign in" in letter.text


@pytest.mark.parametrize(
    ("kind", "language", "of"), list(itertools.product(MessageKind, ["sv", "en"], ["training", "visit"]))
)
def test_no_template_has_a_telling_word(cast: Cast, with_link: None, kind: MessageKind, language: str, of: str) -> None:
    row = message(cast, kind, title=neutral_title(of), trainers=[])  # type: ignore[arg-type]  # one of the two
    both = [letter_of(row, language=language), letter_of(row, row, language=language)]
    for letter in both:
        files = [invitation.file.decode() for invitation in letter.invitations]
        assert [telling_word(text) for text in (letter.subject, letter.text, *files)] == [None] * (2 + len(files))


def test_a_telling_text_is_not_composed(cast: Cast) -> None:
    row = message(cast)
    row.own_lines = "Vi pratar om våld."
    with pytest.raises(TextTells):
        letter_of(row)


def test_a_title_with_a_line_break_cannot_add_a_header(cast: Cast) -> None:
    assert "\n" not in letter_of(message(cast, title="Utbildning\r\nBcc: x@example.org")).subject


def test_the_file_says_the_same_in_two_readers_and_names_the_recipient_alone(cast: Cast, with_link: None) -> None:
    (invitation,) = letter_of(message(cast)).invitations
    calendar = icalendar.Calendar.from_ical(invitation.file)
    event = calendar.events[0]
    assert (calendar["method"], invitation.method) == ("REQUEST", "REQUEST")
    assert [str(event["uid"]), event["sequence"], event["status"]] == [f"{SUBJECT}@lyhord", 0, "CONFIRMED"]
    assert str(event["organizer"]) == "mailto:nexus@kommunen.example"
    assert str(event["attendee"]) == "mailto:asta@example.org" and event["attendee"].params["RSVP"] == "FALSE"
    assert str(event["description"]) == "https://lyhord.example/svar/hemligt/"
    other = vobject.readOne(invitation.file.decode())
    assert other.method.value == "REQUEST"
    seen = other.vevent
    assert (seen.uid.value, seen.summary.value, seen.location.value) == (
        f"{SUBJECT}@lyhord",
        "Utbildning",
        "Exempel Egen, Storgatan 1",
    )
    assert seen.dtstart.value == event.start.astimezone(dt.UTC)
    assert "Asta" not in invitation.file.decode()


def test_the_same_messages_give_the_same_bytes(cast: Cast) -> None:
    row = message(cast)
    assert letter_of(row) == letter_of(row)
