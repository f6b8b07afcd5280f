"""What in the outbox waits for a coordinator, for the start page."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from lyhord.accounts.domain.duties import Duty
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, visible
from lyhord.messaging.domain.outbox_page import FAILED, HELD, SPOKEN, condition_of, invitations_held
from lyhord.messaging.models import Message
from lyhord.messaging.permissions import OUTBOX


def outbox_duties(user: User, today: dt.date, now: dt.datetime) -> list[Duty]:
    """Two queries for a coordinator, none for anybody else."""
    if not can(user, OUTBOX):
        return []
    rows = visible(user, OUTBOX, Message.objects.all())
    invitations, others = invitations_held(rows, now)
    counts = rows.aggregate(
        failed=Count("pk", filter=condition_of(FAILED, now)), spoken=Count("pk", filter=condition_of(SPOKEN, now))
    )
    url = f"{reverse('messaging:outbox')}?lage="
    found = [
        (
            invitations,
            ngettext("%(n)d inbjudan väntar på dig.", "%(n)d inbjudningar väntar på dig.", invitations),
            HELD,
            False,
        ),
        (others, ngettext("%(n)d ändring väntar på dig.", "%(n)d ändringar väntar på dig.", others), HELD, False),
        (
            counts["spoken"],
            ngettext(
                "%(n)d besked behöver sägas muntligt: personen har ingen e-post.",
                "%(n)d besked behöver sägas muntligt: personerna har ingen e-post.",
                counts["spoken"],
            ),
            SPOKEN,
            False,
        ),
        (
            counts["failed"],
            ngettext("%(n)d besked kom inte fram.", "%(n)d besked kom inte fram.", counts["failed"]),
            FAILED,
            True,
        ),
    ]
    return [Duty(text % {"n": count}, f"{url}{slug}", is_urgent) for count, text, slug, is_urgent in found if count]
