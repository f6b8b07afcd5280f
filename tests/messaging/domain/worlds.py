"""Events as the tests of what is told about them make them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from lyhord.messaging.domain.calendar import upsert_event
from lyhord.messaging.models import CalendarEvent, Message
from lyhord.people.models import Employee, Trainer
from tests.factories import TODAY, Cast
from tests.factories.rows import at, make_employee

NOW = at(TODAY, 8).astimezone(dt.UTC)
DAY = TODAY + dt.timedelta(days=8)
MINUTE, QUIET = dt.timedelta(minutes=1), dt.timedelta(minutes=30)
SUBJECT = uuid.UUID("00000000-0000-4000-8000-000000000001")


def publish(cast: Cast, now: dt.datetime = NOW, **fields: Any) -> CalendarEvent:
    """Bring an event of the cast's own place up to date; with the same subject it is the same event."""
    defaults: dict[str, Any] = {
        "subject": SUBJECT,
        "owner": cast.board,
        "place": cast.own,
        "title": "Utbildning",
        "location": "Exempel Egen, Storgatan 1",
        "starts_at": at(DAY, 9),
        "ends_at": at(DAY, 11),
        "employees": [],
        "trainers": [],
    }
    return upsert_event(**(defaults | fields), now=now)


def reachable(cast: Cast, name: str = "Asta Exempel", email: str = "asta@example.org", **fields: Any) -> Employee:
    return make_employee(name, place=cast.own, email=email, **fields)


def message_to(person: Employee | Trainer) -> Message:
    """Return the one message to the person that has not been dropped."""
    own = {"employee": person} if isinstance(person, Employee) else {"trainer": person}
    return Message.objects.exclude(state="dropped").get(**own)
