"""Read in visits that have already been made. What a file does not mention stays as it is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.common import clock
from lyhord.imports.domain import cells
from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.kinds import Change, Column, ImportKind, ParsedRow, Record, Register, Scope, Table
from lyhord.imports.domain.words import normal
from lyhord.messaging.domain.titles import neutral_title
from lyhord.outreach.domain.visits import publish
from lyhord.outreach.domain.warnings import requirement_for
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Trainer
from lyhord.places.domain.lookup import place_names
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.lookup import trainers_by_word

USUAL_START, USUAL_MINUTES = dt.time(10), 60

HELD_VISITS = Table(
    "held_visits",
    gettext_lazy("Hållna besök"),
    (
        Column("on", gettext_lazy("Datum"), cells.date, ("Dag", "Besöksdatum"), True, "2025-09-12"),
        Column(
            "place",
            gettext_lazy("Träffpunkt"),
            cells.text(200),
            ("Plats", "Träffpunktens namn"),
            True,
            "gottsunda",
            gettext_lazy("nyckel eller namn"),
        ),
        Column("starts_at", gettext_lazy("Började"), cells.clock, ("Kl", "Starttid", "Från"), example="10.00"),
        Column("trainer", gettext_lazy("Från Nexus"), cells.text(200), ("Utbildare", "Besökare från Nexus")),
    ),
    needs=(("on",), ("place",)),
    is_main=True,
)

type Occurrence = tuple[dt.date, str]


@dataclass(frozen=True)
class WantedVisit:
    place: MeetingPlace
    starts_at: dt.datetime
    trainers: tuple[Trainer, ...]


@dataclass(frozen=True)
class CurrentVisit:
    visit: Visit
    trainers: frozenset[Trainer]


class HeldVisitRegister(Register[WantedVisit, CurrentVisit]):
    """The visits of a board that have not been cancelled."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        places = list(MeetingPlace.objects.filter(owner=scope.owner))
        self._places = {place.key: place for place in places}
        self._names = place_names(places)
        self._trainers = trainers_by_word()
        self._starts: dict[Occurrence, set[dt.time]] = defaultdict(set)
        self._known: dict[Occurrence, dict[dt.time, CurrentVisit]] = defaultdict(dict)
        visits = Visit.objects.filter(owner=scope.owner).exclude(state=VisitState.CANCELLED)
        for visit in visits.select_related("place", "owner").prefetch_related("trainers"):
            at = timezone.localtime(visit.starts_at)
            known = CurrentVisit(visit, frozenset(visit.trainers.all()))
            self._known[at.date(), visit.place.key][at.time()] = known

    def prepare(self, rows: Sequence[ParsedRow]) -> None:
        """Learn which clock times the file names: a row without one belongs to the only one of its day."""
        for row in rows:
            if {"on", "place", "starts_at"} <= row.cells.keys():
                try:
                    self._starts[self._occurrence(row)].add(row.cells["starts_at"])
                except CellProblem:
                    continue  # `key` meets the same problem and reports it with its row

    def key(self, row: ParsedRow) -> str:
        if not {"on", "place"} <= row.cells.keys():
            raise CellProblem(_("Datum och träffpunkt behövs på varje rad."))
        return _key(self._occurrence(row), self._start(row))

    def _occurrence(self, row: ParsedRow) -> Occurrence:
        return row.cells["on"], self._names.key_of(row.cells["place"])

    def _start(self, row: ParsedRow) -> dt.time:
        occurrence = self._occurrence(row)
        if "starts_at" in row.cells:
            at: dt.time = row.cells["starts_at"]
            return at
        starts = self._starts[occurrence] or set(self._known[occurrence])
        if len(starts) > 1:
            raise CellProblem(_("det finns flera besök den dagen. Fyll i när det började."))
        return next(iter(starts), USUAL_START)

    def assemble(self, record: Record) -> WantedVisit | None:
        first = record.rows[0]
        on, place_key = self._occurrence(first)
        if on > self.scope.today:
            record.doubt(first, _("dagen har inte varit än. Planerade besök läggs in under Besök."))
        trainers: dict[Trainer, None] = {}
        for row in record.rows:
            if "trainer" not in row.cells:
                continue
            trainer = self._trainers.get(normal(row.cells["trainer"]))
            if trainer is None:
                reason = _("”%(name)s” finns inte bland utbildarna. Rätta namnet, eller lämna cellen tom.")
                record.doubt(row, reason % {"name": row.cells["trainer"]})
            else:
                trainers[trainer] = None
        if record.problems:
            return None
        starts_at = timezone.make_aware(dt.datetime.combine(on, self._start(first)))
        return WantedVisit(self._places[place_key], starts_at, tuple(trainers))

    def current(self) -> Mapping[str, CurrentVisit]:
        return {
            _key(occurrence, starts_at): known
            for occurrence, starts in self._known.items()
            for starts_at, known in starts.items()
        }

    def title(self, record: WantedVisit | CurrentVisit) -> str:
        row = record.visit if isinstance(record, CurrentVisit) else record
        return f"{timezone.localdate(row.starts_at)} · {row.place}"

    def summary(self, wanted: WantedVisit) -> str:
        return ", ".join(trainer.name for trainer in wanted.trainers)

    def changes(self, current: CurrentVisit, wanted: WantedVisit) -> list[Change]:
        changes = []
        if current.visit.state != VisitState.HELD:
            old, new = str(VisitState(current.visit.state).label), str(VisitState.HELD.label)
            changes.append(Change(_("Läge"), old, new))
        if added := [trainer.name for trainer in wanted.trainers if trainer not in current.trainers]:
            names = sorted(trainer.name for trainer in current.trainers)
            changes.append(Change(_("Från Nexus"), ", ".join(names) or "–", ", ".join([*names, *added])))
        return changes

    def gone(self, current: CurrentVisit) -> str:
        return ""

    def write(
        self,
        *,
        new: Sequence[WantedVisit],
        changed: Sequence[tuple[CurrentVisit, WantedVisit]],
        gone: Sequence[CurrentVisit],
    ) -> None:
        now = clock.now()
        for wanted in new:
            requirement = requirement_for(wanted.place)
            minutes = requirement.minutes if requirement else USUAL_MINUTES
            visit = Visit.objects.create(
                owner=wanted.place.owner,
                place=wanted.place,
                starts_at=wanted.starts_at,
                ends_at=wanted.starts_at + dt.timedelta(minutes=minutes),
                public_title=neutral_title("visit"),
                state=VisitState.HELD,
                is_example=wanted.place.is_example,
            )
            visit.trainers.set(wanted.trainers)
            publish(visit, now=now)
        for current, wanted in changed:
            visit = Visit.objects.select_for_update().get(pk=current.visit.pk)
            visit.state = VisitState.HELD
            visit.save(update_fields=["state"])
            visit.trainers.add(*wanted.trainers)
            publish(visit, now=now)


def _key(occurrence: Occurrence, starts_at: dt.time) -> str:
    on, place = occurrence
    return f"{on} {starts_at:%H.%M} {place}"


HELD_VISITS_KIND = ImportKind(
    code="held_visits",
    slug="hallna-besok",
    label=gettext_lazy("Hållna besök"),
    lead=gettext_lazy("Besök som redan har gjorts: en rad per besök. De räknas."),
    action="outreach.change_visit",
    tables=(HELD_VISITS,),
    register=HeldVisitRegister,
)
