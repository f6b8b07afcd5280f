"""Restriction of processing (GDPR, article 18): the row stays, and is used for nothing.

Whoever is restricted is left out of lists, the search, plans, calendars and figures, where "begränsad" is counted
apart. Only the coordinator and the person reach the row, to end the restriction, to erase it or to take out an extract.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer

RESTRICTED_ROW = gettext_lazy("uppgifterna är begränsade och får inte ändras. Hoppa över raden.")
"""Why a row of a file is not read in."""


class RowRestricted(ValueError):
    """The row may not be changed while it is restricted. The text is shown."""

    def __init__(self) -> None:
        super().__init__(_("Uppgifterna är begränsade och får inte ändras. Häv begränsningen först."))


class NotRestricted(ValueError):
    """There is no restriction to end."""


def check_unrestricted(person: Employee | Trainer) -> None:
    """Raise RowRestricted when the row, as it stands in the database now, is restricted. Waits for whoever changes it.

    Called first in every act that changes the row, within its transaction.
    """
    rows = type(person)._default_manager.select_for_update().filter(pk=person.pk)
    if any(rows.values_list("restricted_at", flat=True)):
        raise RowRestricted


def restrict(*, person: Employee | Trainer, restricted_by: User, now: dt.datetime) -> None:
    """Let the row only be stored from now on. The caller has a transaction."""
    person.restricted_at = now
    person.save(update_fields=["restricted_at"])
    audit.record("privacy.restrict", actor=restricted_by, obj=person, at=now)


@transaction.atomic
def end_restriction(*, person: Employee | Trainer, ended_by: User, now: dt.datetime) -> None:
    """Let the row be used again. Raises NotRestricted."""
    changed = type(person)._default_manager.filter(pk=person.pk, restricted_at__isnull=False)
    if not changed.update(restricted_at=None):
        raise NotRestricted(person.pk)
    person.restricted_at = None
    audit.record("privacy.end_restriction", actor=ended_by, obj=person, at=now)
