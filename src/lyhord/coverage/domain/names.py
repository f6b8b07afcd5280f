"""Names for ids, found when a page is drawn. Nothing frozen holds a name, so a deleted person is "raderad"."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.training.models import Module

_MANY = 200


@dataclass(frozen=True)
class Names:
    """places, modules, people: rows by id as text. people is empty where the reader may not see names."""

    places: dict[str, MeetingPlace]
    modules: dict[str, Module]
    people: dict[str, str] = field(default_factory=dict)

    def place(self, id: str) -> str:
        return self.places[id].name if id in self.places else (_("raderad träffpunkt") if id else "")

    def module(self, id: str) -> str:
        return self.modules[id].short_name if id in self.modules else _("raderad modul")

    def person(self, id: str) -> str:
        return self.people.get(id) or _("raderad")


def resolve(*, places: Iterable[str], modules: Iterable[str], people: Iterable[str] | None, owner: uuid.UUID) -> Names:
    """Read the names of the ids that belong to the board. Three queries, two when people is None."""
    wanted_places, wanted_modules = set(places), set(modules)
    return Names(
        places={str(p.pk): p for p in MeetingPlace.objects.filter(owner=owner) if str(p.pk) in wanted_places},
        modules={str(m.pk): m for m in Module.objects.filter(pk__in=wanted_modules)},
        people={} if people is None else _people(set(people), owner),
    )


def _people(wanted: set[str], owner: uuid.UUID) -> dict[str, str]:
    """Read the wanted names; when they are many, all of the board's: a query takes only so many parameters."""
    rows = Employee.objects.filter(owner=owner).order_by().only("name", "restricted_at")
    if len(wanted) <= _MANY:
        rows = rows.filter(pk__in=wanted)
    return {str(row.pk): str(row) for row in rows if str(row.pk) in wanted}
