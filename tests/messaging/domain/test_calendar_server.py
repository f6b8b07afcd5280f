"""What a calendar server holds when somebody puts in what the mails bring: one event, then the moved one, then none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import caldav
import icalendar
import pytest
import radicale
import radicale.config
import vobject

from lyhord.messaging.domain.calendar import cancel_event
from lyhord.messaging.domain.letters import compose
from lyhord.messaging.domain.sending import claim, settle_sent
from tests.factories import Cast
from tests.factories.rows import at
from tests.messaging.domain.worlds import DAY, NOW, QUIET, SUBJECT, publish, reachable
from tests.messaging.mailbox import sending_to


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def calendar(tmp_path: Path) -> Iterator[caldav.Calendar]:
    """An empty calendar on a server of this machine."""
    settings = radicale.config.load()
    told = {
        "auth": {"type": "none"},
        "storage": {"filesystem_folder": str(tmp_path)},
        "rights": {"type": "authenticated"},
        "logging": {"level": "critical"},
    }
    settings.update(told, "test")
    server = make_server("127.0.0.1", 0, radicale.Application(settings), handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with caldav.DAVClient(f"http://127.0.0.1:{server.server_port}/", username="asta", password="x") as client:
            yield client.principal().make_calendar(name="Min kalender")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def receive(calendar: caldav.Calendar, method: str, file: bytes) -> None:
    """Do what a calendar program does with a mail (RFC 5546, 3.2): take it in unless it knows a later one."""
    invitation = icalendar.Calendar.from_ical(file)
    told = invitation.events[0]
    assert invitation.pop("method") == method  # what is stored has none (RFC 4791, 4.1)
    known = [row for row in calendar.events() if str(row.icalendar_component["uid"]) == str(told["uid"])]
    assert all(row.icalendar_component["sequence"] <= told["sequence"] for row in known)
    if method == "CANCEL":
        for row in known:
            row.delete()
    elif known:
        known[0].data = invitation.to_ical().decode()
        known[0].save()
    else:
        calendar.save_event(invitation.to_ical().decode())


def test_create_move_and_cancel_leave_one_event_and_then_none(cast: Cast, calendar: caldav.Calendar) -> None:
    asta = reachable(cast)
    moments = [NOW, NOW + 2 * QUIET, NOW + 4 * QUIET]
    held = []
    with sending_to(25):
        for number, now in enumerate(moments):
            if number < 2:
                publish(
                    cast, now, employees=[asta], starts_at=at(DAY, 9 + 4 * number), ends_at=at(DAY, 11 + 4 * number)
                )
            else:
                cancel_event(subject=SUBJECT, now=now)
            digest = claim(now=now + QUIET)
            assert digest is not None
            letter = compose(digest.rows, recipient=asta.email, stamp=digest.stamp)
            settle_sent(digest, now=now + QUIET)
            (invitation,) = letter.invitations
            receive(calendar, invitation.method, invitation.file)
            held.append([row.data for row in calendar.events()])
    assert [len(rows) for rows in held] == [1, 1, 0]
    for (stored,), hour in zip(held[:2], (9, 13), strict=True):
        event = icalendar.Calendar.from_ical(stored).events[0]
        other = vobject.readOne(stored).vevent
        assert (event.start, other.dtstart.value) == (at(DAY, hour), at(DAY, hour))
        assert {str(event["uid"]), other.uid.value} == {f"{SUBJECT}@lyhord"}
