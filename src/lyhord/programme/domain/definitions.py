"""What done means for a clause: versions that are never changed, each adopted by the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.people.enums import EmployeeClass
from lyhord.programme.models import Clause, DefinitionOfDone


class DefinitionError(ValueError):
    """Something the user can put right. The text is shown."""


class NoClassChosen(DefinitionError):
    """A definition that counts nobody would be done at once."""


class AdoptedOnWrongDay(DefinitionError):
    """The day lies in the future, or before the version it replaces."""


class DefinitionUnchanged(DefinitionError):
    """The new version says the same as the last one."""


@transaction.atomic
def adopt_definition(
    *,
    clause: Clause,
    classes: Iterable[EmployeeClass],
    min_employed_days: int,
    deadline: dt.date | None,
    adopted_on: dt.date,
    adopted_by: User | None,
    now: dt.datetime,
) -> DefinitionOfDone:
    """Write a new version, in force from the day the board adopted it. Earlier versions stay as they are.

    Raises NoClassChosen, AdoptedOnWrongDay, DefinitionUnchanged.
    """
    chosen = sorted(EmployeeClass(c).value for c in classes)
    if not chosen:
        raise NoClassChosen(_("Välj minst en grupp som räknas."))
    if adopted_on > timezone.localtime(now).date():
        raise AdoptedOnWrongDay(_("Dagen ligger framåt i tiden. Skriv dagen då nämnden bestämde."))
    Clause.objects.select_for_update().get(pk=clause.pk)
    last = clause.definitions.order_by("-version").first()
    if last is not None:
        if adopted_on < last.adopted_on:
            raise AdoptedOnWrongDay(
                _("Den senaste versionen gäller från %(day)s. En ny version kan inte gälla tidigare.")
                % {"day": last.adopted_on}
            )
        if (sorted(last.classes), last.min_employed_days, last.deadline) == (chosen, min_employed_days, deadline):
            raise DefinitionUnchanged(_("Inget är ändrat, så det blir ingen ny version."))
    row = DefinitionOfDone.objects.create(
        clause=clause,
        version=last.version + 1 if last else 1,
        classes=chosen,
        min_employed_days=min_employed_days,
        deadline=deadline,
        adopted_by=adopted_by,
        adopted_on=adopted_on,
    )
    record(
        "programme.adopt_definition",
        actor=adopted_by,
        obj=row,
        owner=clause.owner,
        counts={"version": row.version},
        at=now,
    )
    return row
