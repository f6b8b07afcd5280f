"""What comes next, on the pages of a place, a person and a trainer, with the way to the whole calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, visible
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Employee, Trainer
from lyhord.places.domain.sections import Line, Section
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.calendar import Entry, entries, midnight, week_of
from lyhord.training.domain.warnings.occasion import clock_in_words
from lyhord.training.enums import SessionState
from lyhord.training.models import Booking, TrainingSession

SHOWN = 4


def place_section(user: User, place: MeetingPlace, on: dt.date) -> Section | None:
    """Return what comes next at a place: what the user may see of it."""
    if not can(user, "planning.view_calendar"):
        return None
    coming = _coming(_sessions(user, on).filter(place=place), _visits(user, on).filter(place=place))
    more = [(_("Hela kalendern"), reverse("planning:calendar-place", args=[place.pk]))]
    if can(user, "coverage.view_place", place):
        more.append((_("Vad är kvar att göra?"), reverse("coverage:place-detail", args=[place.pk])))
    return Section(_("Kalender"), [_line(e) for e in coming], _("Inget är planerat framåt."), more=more)


def employee_section(user: User, employee: Employee, on: dt.date) -> Section:
    """Return what a person is booked to next."""
    seats = visible(user, "training.view_booking", Booking.objects.kept().filter(employee=employee))
    sessions = _ahead(TrainingSession.objects.filter(pk__in=seats.values("session")), on)
    coming = _coming(sessions, Visit.objects.none())
    more = [(_("Alla utbildningar"), reverse("planning:calendar-person", args=[employee.pk]))]
    more.append((_("Vad är kvar att gå?"), reverse("coverage:person-detail", args=[employee.pk])))
    lines = [_line(entry, at=str(entry.place)) for entry in coming]
    return Section(_("Utbildning"), lines, _("Inte bokad till något framåt."), more=more)


def trainer_section(user: User, trainer: Trainer, on: dt.date) -> Section:
    """Return where a trainer goes next, with the day sheet of the first day."""
    coming = _coming(_sessions(user, on).filter(trainers=trainer), _visits(user, on).filter(trainers=trainer))
    more = [(_("Veckan i kalendern"), reverse("planning:calendar-week", args=week_of(coming[0].day if coming else on)))]
    if coming:
        more.insert(0, (_("Dagblad"), reverse("planning:day-sheet", args=[trainer.pk, coming[0].day.isoformat()])))
    lines = [_line(entry, at=str(entry.place)) for entry in coming]
    return Section(_("Nästa uppdrag"), lines, _("Inga uppdrag framåt."), more=more)


def _sessions(user: User, on: dt.date) -> QuerySet[TrainingSession]:
    return _ahead(visible(user, "training.view_session", TrainingSession.objects.all()), on)


def _ahead(rows: QuerySet[TrainingSession], on: dt.date) -> QuerySet[TrainingSession]:
    return rows.filter(starts_at__gte=midnight(on), state=SessionState.PLANNED)


def _visits(user: User, on: dt.date) -> QuerySet[Visit]:
    rows = visible(user, "outreach.view_visit", Visit.objects.all())
    return rows.filter(starts_at__gte=midnight(on), state=VisitState.PLANNED)


def _coming(sessions: QuerySet[TrainingSession], visits: QuerySet[Visit]) -> Sequence[Entry]:
    return entries(sessions, visits)[:SHOWN]


def _line(entry: Entry, *, at: str = "") -> Line:
    day, clock = date_format(entry.day, "WEEKDAY_FORMAT"), clock_in_words(entry.starts_at, entry.ends_at)
    if entry.kind == "session":
        what = _("Utbildning: %(title)s") % {"title": entry.title}
        url = reverse("training:session-detail", args=[entry.id])
    else:
        what, url = _("Informationsbesök"), reverse("outreach:visit-detail", args=[entry.id])
    return Line(f"{day} {clock}", url, " · ".join(filter(None, [what, at])), entry.is_example)
