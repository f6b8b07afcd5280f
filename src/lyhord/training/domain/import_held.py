"""Read in sessions that have already been held, with who was there. What a file does not mention stays as it is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lyhord.common import clock
from lyhord.imports.domain import cells
from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.kinds import Change, Column, ImportKind, ParsedRow, Record, Register, Scope, Table
from lyhord.imports.domain.words import normal
from lyhord.people.models import Employee, Trainer
from lyhord.places.domain.lookup import place_names
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.attendance import mirror_attendance
from lyhord.training.domain.events import publish
from lyhord.training.domain.lookup import by_word, trainers_by_word
from lyhord.training.domain.states import Act
from lyhord.training.enums import Outcome, SessionState, StepWay
from lyhord.training.models import Attendance, Module, TrainingSession

USUAL_START = dt.time(9)

HELD_SESSIONS = Table(
    "held_sessions",
    gettext_lazy("Hållna tillfällen"),
    (
        Column("on", gettext_lazy("Datum"), cells.date, ("Dag", "Kursdatum"), True, "2025-09-12"),
        Column(
            "module",
            gettext_lazy("Modul"),
            cells.text(200),
            ("Utbildning", "Kurs", "Del"),
            True,
            "samtal",
            gettext_lazy("kod eller namn"),
        ),
        Column(
            "place",
            gettext_lazy("Träffpunkt"),
            cells.text(200),
            ("Plats", "Träffpunktens namn"),
            True,
            "gottsunda",
            gettext_lazy("nyckel eller namn på platsen där det hölls"),
        ),
        Column(
            "employee",
            gettext_lazy("Anställningsnummer"),
            cells.text(60),
            ("Anst.nr", "Nyckel", "Anställnings-id", "Medarbetare"),
            True,
            "1001",
        ),
        Column(
            "was_there",
            gettext_lazy("Var där"),
            cells.yes_or_no,
            ("Närvaro", "Närvarande", "Deltog"),
            example="ja",
            note=gettext_lazy("ja eller nej; tomt betyder ja"),
        ),
        Column("starts_at", gettext_lazy("Började"), cells.clock, ("Kl", "Starttid", "Från"), example="9.00"),
        Column("trainer", gettext_lazy("Utbildare"), cells.text(200), ("Ledare", "Kursledare")),
    ),
    needs=(("on",), ("module",), ("place",), ("employee",)),
    is_main=True,
)

type Occurrence = tuple[dt.date, Module, str]


@dataclass(frozen=True)
class WantedSession:
    """outcomes: employee → was there. trainers: those named in the file, perhaps none."""

    key: str
    module: Module
    place: MeetingPlace
    starts_at: dt.datetime
    trainers: tuple[Trainer, ...]
    outcomes: Mapping[Employee, Outcome]


@dataclass
class CurrentSession:
    session: TrainingSession
    outcomes: dict[Employee, str] = field(default_factory=dict)
    trainers: set[Trainer] = field(default_factory=set)


class HeldSessionRegister(Register[WantedSession, CurrentSession]):
    """The sessions of a board that have not been cancelled, up to the day of the file."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        places = list(MeetingPlace.objects.filter(owner=scope.owner))
        self._places = {place.key: place for place in places}
        self._place_names = place_names(places)
        self._modules = by_word(Module.objects.all(), "code", "name", "short_name")
        self._employees = by_word(Employee.objects.filter(owner=scope.owner), "key")
        self._trainers = trainers_by_word()
        self._starts: dict[Occurrence, set[dt.time]] = defaultdict(set)
        self._known: dict[Occurrence, dict[dt.time, CurrentSession]] = defaultdict(dict)
        self._load()

    def _load(self) -> None:
        sessions = TrainingSession.objects.filter(owner=self.scope.owner).exclude(state=SessionState.CANCELLED)
        rows = sessions.select_related("module", "place", "owner").prefetch_related("trainers", "attendances__employee")
        for session in rows:
            at = timezone.localtime(session.starts_at)
            outcomes = {row.employee: row.outcome for row in session.attendances.all()}
            known = CurrentSession(session, outcomes, set(session.trainers.all()))
            self._known[at.date(), session.module, session.place.key][at.time()] = known

    def prepare(self, rows: Sequence[ParsedRow]) -> None:
        """Learn which clock times the file names: a row without one belongs to the only one of its day."""
        for row in rows:
            if "starts_at" in row.cells and {"on", "module", "place"} <= row.cells.keys():
                try:
                    self._starts[self._occurrence(row)].add(row.cells["starts_at"])
                except CellProblem:
                    continue  # `key` meets the same problem and reports it with its row

    def key(self, row: ParsedRow) -> str:
        if not {"on", "module", "place", "employee"} <= row.cells.keys():
            raise CellProblem(_("Datum, modul, träffpunkt och anställningsnummer behövs på varje rad."))
        occurrence = self._occurrence(row)
        starts_at = row.cells.get("starts_at") or self._only_start(occurrence)
        return _key(occurrence, starts_at)

    def _occurrence(self, row: ParsedRow) -> Occurrence:
        module = self._modules.get(normal(row.cells["module"]))
        if module is None:
            raise CellProblem(
                _("modulen ”%(module)s” finns inte. Lägg in den under Utbildning, eller rätta namnet.")
                % {"module": row.cells["module"]}
            )
        return row.cells["on"], module, self._place_names.key_of(row.cells["place"])

    def _only_start(self, occurrence: Occurrence) -> dt.time:
        starts = self._starts[occurrence] or set(self._known[occurrence])
        if len(starts) > 1:
            raise CellProblem(_("det finns flera tillfällen den dagen. Fyll i när det började."))
        return next(iter(starts), USUAL_START)

    def assemble(self, record: Record) -> WantedSession | None:
        first = record.rows[0]
        on, module, place_key = self._occurrence(first)
        if on > self.scope.today:
            record.doubt(first, _("dagen har inte varit än. Planerade tillfällen läggs in under Utbildning."))
        outcomes: dict[Employee, Outcome] = {}
        trainers: dict[Trainer, None] = {}
        for row in record.rows:
            self._add_person(record, row, outcomes)
            self._add_trainer(record, row, trainers)
        if record.problems:
            return None
        starts_at = first.cells.get("starts_at") or self._only_start((on, module, place_key))
        return WantedSession(
            record.key,
            module,
            self._places[place_key],
            timezone.make_aware(dt.datetime.combine(on, starts_at)),
            tuple(trainers),
            outcomes,
        )

    def _add_person(self, record: Record, row: ParsedRow, outcomes: dict[Employee, Outcome]) -> None:
        employee = self._employees.get(normal(row.cells["employee"]))
        if employee is None:
            reason = _("anställningsnummer %(key)s finns inte i registret. Lägg in personen först, eller rätta numret.")
            record.doubt(row, reason % {"key": row.cells["employee"]})
            return
        outcome = Outcome.PRESENT if row.cells.get("was_there", True) else Outcome.ABSENT
        if outcomes.setdefault(employee, outcome) != outcome:
            record.doubt(row, _("samma person står både som närvarande och frånvarande. Ta bort den ena raden."))

    def _add_trainer(self, record: Record, row: ParsedRow, trainers: dict[Trainer, None]) -> None:
        if "trainer" not in row.cells:
            return
        trainer = self._trainers.get(normal(row.cells["trainer"]))
        if trainer is None:
            reason = _("utbildaren ”%(name)s” finns inte i registret. Rätta namnet, eller lämna cellen tom.")
            record.doubt(row, reason % {"name": row.cells["trainer"]})
        else:
            trainers[trainer] = None

    def current(self) -> Mapping[str, CurrentSession]:
        return {
            _key(occurrence, starts_at): known
            for occurrence, starts in self._known.items()
            for starts_at, known in starts.items()
        }

    def title(self, record: WantedSession | CurrentSession) -> str:
        row = record.session if isinstance(record, CurrentSession) else record
        return f"{timezone.localdate(row.starts_at)} {row.module.short_name} · {row.place}"

    def summary(self, wanted: WantedSession) -> str:
        count = list(wanted.outcomes.values()).count(Outcome.PRESENT)
        return ngettext("%(n)d var där", "%(n)d var där", count) % {"n": count}

    def changes(self, current: CurrentSession, wanted: WantedSession) -> list[Change]:
        changes = []
        if current.session.state != SessionState.HELD:
            old, new = str(SessionState(current.session.state).label), str(SessionState.HELD.label)
            changes.append(Change(_("Läge"), old, new))
        for employee, outcome in wanted.outcomes.items():
            known = current.outcomes.get(employee)
            if known != outcome:
                changes.append(Change(employee.name, str(Outcome(known).label) if known else "–", str(outcome.label)))
        if added := [trainer.name for trainer in wanted.trainers if trainer not in current.trainers]:
            names = sorted(trainer.name for trainer in current.trainers)
            changes.append(Change(_("Utbildare"), ", ".join(names) or "–", ", ".join([*names, *added])))
        return changes

    def gone(self, current: CurrentSession) -> str:
        return ""

    def write(
        self,
        *,
        new: Sequence[WantedSession],
        changed: Sequence[tuple[CurrentSession, WantedSession]],
        gone: Sequence[CurrentSession],
    ) -> None:
        now = clock.now()
        for wanted in new:
            session = TrainingSession.objects.create(
                owner=wanted.place.owner,
                module=wanted.module,
                place=wanted.place,
                starts_at=wanted.starts_at,
                ends_at=wanted.starts_at + dt.timedelta(minutes=wanted.module.minutes),
                state=SessionState.HELD,
                is_example=wanted.place.is_example,
            )
            _complete(session, wanted, now)
        for current, wanted in changed:
            session = TrainingSession.objects.select_for_update().get(pk=current.session.pk)
            session.state = SessionState.HELD
            session.save(update_fields=["state"])
            _complete(session, wanted, now)


def _complete(session: TrainingSession, wanted: WantedSession, now: dt.datetime) -> None:
    """Write attendance, trainers and calendar event. Somebody booked whom the file leaves out stays without outcome."""
    session.trainers.add(*wanted.trainers)
    known = {row.employee_id: row for row in session.attendances.all()}
    for employee, outcome in wanted.outcomes.items():
        row = known.get(employee.pk) or Attendance(session=session, employee=employee)
        if row.outcome != outcome:
            row.outcome, row.recorded_at, row.recorded_by = outcome, now, None
            row.save()
    mirror_attendance(session, Act(by=None, now=now, way=StepWay.ITSELF))
    publish(session, now=now)


def _key(occurrence: Occurrence, starts_at: dt.time) -> str:
    on, module, place = occurrence
    return f"{on} {starts_at:%H.%M} {module.code} {place}"


HELD_SESSIONS_KIND = ImportKind(
    code="held_sessions",
    slug="hallna-tillfallen",
    label=gettext_lazy("Hållna tillfällen"),
    lead=gettext_lazy("Utbildning som redan har hållits: en rad per person som var där. Den räknas."),
    action="training.change_session",
    tables=(HELD_SESSIONS,),
    register=HeldSessionRegister,
)
