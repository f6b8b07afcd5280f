"""Names for the ids of a plan. A row that is no more is called so, never by its id."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.models import Module


@dataclass(frozen=True)
class Names:
    """Rows by id, as text."""

    places: Mapping[str, MeetingPlace] = field(default_factory=dict)
    people: Mapping[str, Employee] = field(default_factory=dict)
    trainers: Mapping[str, Trainer] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)

    def place(self, id: str) -> str:
        return self.places[id].name if id in self.places else _("borttagen träffpunkt")

    def person(self, id: str) -> str:
        return str(self.people[id]) if id in self.people else _("raderad")

    def trainer(self, id: str) -> str:
        return str(self.trainers[id]) if id in self.trainers else _("raderad")

    def module(self, id: str) -> str:
        return self.modules[id].short_name if id in self.modules else _("borttagen modul")

    def of_anything(self, id: str) -> str:
        """Return the name of whatever has the id, empty when nothing has."""
        for rows in (self.places, self.people, self.trainers, self.modules):
            if id in rows:
                return str(rows[id])
        return ""


def find_names(
    *,
    places: Iterable[str] = (),
    people: Iterable[str] = (),
    trainers: Iterable[str] = (),
    modules: Iterable[str] = (),
) -> Names:
    """Return the names. Four queries."""
    return Names(
        places={str(row.pk): row for row in MeetingPlace.objects.filter(pk__in=_uuids(places))},
        people={str(row.pk): row for row in Employee.objects.filter(pk__in=_uuids(people))},
        trainers={str(row.pk): row for row in Trainer.objects.filter(pk__in=_uuids(trainers))},
        modules={str(row.pk): row for row in Module.objects.filter(pk__in=_uuids(modules))},
    )


def _uuids(ids: Iterable[str]) -> list[uuid.UUID]:
    return [uuid.UUID(id) for id in sorted(set(ids))]
