"""Warnings before a visit is saved: they name the rule of docs/planning-model.md and never stop anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit, VisitRequirement
from lyhord.people.domain.queries import primary_places, staff_of
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace, PopularActivity
from lyhord.training.domain.warnings import Occasion, RuleWarning
from lyhord.training.domain.warnings.double_booking import (
    nobody_is_in_two_places,
    trainers_are_available,
    trainers_keep_their_limits,
)
from lyhord.training.domain.warnings.occasion import clock_in_words, day_in_words
from lyhord.training.domain.warnings.places import opening_on, place_is_free, place_is_in_use
from lyhord.training.domain.warnings.trainers import trainers_suffice
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Booking, Module


def requirement_for(place: MeetingPlace) -> VisitRequirement | None:
    """Return what the newest decision of the place's board requires of visits, None when nothing does."""
    rows = VisitRequirement.objects.filter(clause__decision__owner=place.owner_id)
    return rows.select_related("clause").order_by("-clause__decision__proposed_on", "pk").first()


def visit_warnings(occasion: Occasion, *, joins: PopularActivity | None = None) -> list[RuleWarning]:
    """Return what would be broken if the visit were saved like this, rule by rule.

    Without a visit requirement nothing is known of trainers needed, training first (C10) and spacing (C14), so
    those are not judged.
    """
    requirement = requirement_for(occasion.place)
    warnings = [
        *place_is_free(occasion),
        *nobody_is_in_two_places(occasion),
        *trainers_are_available(occasion),
        *trainers_keep_their_limits(occasion),
        *visitors_are_there(occasion),
        *activity_is_then(occasion, joins),
        *place_is_in_use(occasion),
    ]
    if requirement is None:
        return warnings
    return [
        *trainers_suffice(occasion, needed=requirement.trainers_needed, competence=requirement.competence),
        *warnings,
        *staff_are_trained_first(occasion, requirement),
        *visits_are_spaced(occasion, requirement),
    ]


def visitors_are_there(occasion: Occasion) -> Iterator[RuleWarning]:
    """C9. A visit happens when the place is open and visitors are there; a mobile place only where it stands."""
    starts, ends = occasion.clock
    visiting = opening_on(occasion).visitors.get(occasion.day, [])
    if not any(first <= starts and ends <= last for first, last in visiting):
        text = _("Det brukar inte vara besökare på %(place)s %(day)s %(clock)s.")
        clock = clock_in_words(occasion.starts_at, occasion.ends_at)
        yield RuleWarning("C9", text % {"place": occasion.place, "day": day_in_words(occasion.day), "clock": clock})


def activity_is_then(occasion: Occasion, joins: PopularActivity | None) -> Iterator[RuleWarning]:
    """C9. A visit joins a popular activity when it is there then and starts when the activity starts."""
    if joins is None:
        return
    if joins.place_id != occasion.place.pk:
        yield RuleWarning("C9", _("”%(activity)s” hålls på en annan träffpunkt.") % {"activity": joins.name})
    elif joins.weekday != occasion.day.weekday() or joins.starts_at != occasion.clock[0]:
        text = _("”%(activity)s” börjar %(weekday)s %(at)s, inte när besöket börjar.")
        facts = {"activity": joins.name, "weekday": joins.get_weekday_display(), "at": f"{joins.starts_at:%H.%M}"}
        yield RuleWarning("C9", text % facts)


def staff_are_trained_first(occasion: Occasion, requirement: VisitRequirement) -> Iterator[RuleWarning]:
    """C10. Before a place's first visit, a share of its staff has had each required module on an earlier day.

    Staff: those who mainly work there and are of a class that the decision counts. A planned seat counts as had.
    """
    if _other_visits(occasion).filter(starts_at__lt=occasion.starts_at).exists():
        return
    modules = Module.objects.filter(requirements__clause__decision=requirement.clause.decision_id).distinct()
    staff = _counted_staff(occasion, requirement)
    needed = -(-requirement.train_first_percent * len(staff) // 100)
    for module in modules:
        trained = len(_trained(staff, module, occasion.day))
        if trained < needed:
            text = _(
                "Av personalen på %(place)s har %(trained)d gått eller bokats till ”%(module)s” före besöket. "
                "Det ska vara minst %(needed)d av %(staff)d."
            )
            facts = {"place": occasion.place, "trained": trained, "needed": needed, "staff": len(staff)}
            yield RuleWarning("C10", text % (facts | {"module": module.short_name}))


def visits_are_spaced(occasion: Occasion, requirement: VisitRequirement) -> Iterator[RuleWarning]:
    """C14. Visits of one place lie `min_days_between` to `max_days_between` days apart, those held included."""
    days = sorted(timezone.localdate(at) for at in _other_visits(occasion).values_list("starts_at", flat=True))
    neighbours = [*[day for day in days if day <= occasion.day][-1:], *[day for day in days if day > occasion.day][:1]]
    for day in neighbours:
        gap = abs((occasion.day - day).days)
        if gap < requirement.min_days_between:
            text = _("Det är %(gap)d dagar till besöket %(day)s. Det ska vara minst %(least)d.")
            facts = {"gap": gap, "day": day_in_words(day), "least": requirement.min_days_between}
            yield RuleWarning("C14", text % facts)
        elif requirement.max_days_between is not None and gap > requirement.max_days_between:
            text = _("Det är %(gap)d dagar till besöket %(day)s. Det ska vara högst %(most)d.")
            facts = {"gap": gap, "day": day_in_words(day), "most": requirement.max_days_between}
            yield RuleWarning("C14", text % facts)


def _other_visits(occasion: Occasion) -> QuerySet[Visit]:
    rows = Visit.objects.filter(place=occasion.place).exclude(state=VisitState.CANCELLED)
    return rows.exclude(pk=occasion.subject) if occasion.subject else rows


def _counted_staff(occasion: Occasion, requirement: VisitRequirement) -> list[Employee]:
    classes = {
        name
        for clause in requirement.clause.decision.clauses.filter(module_requirements__isnull=False).distinct()
        if (definition := clause.definitions.order_by("-version").first())
        for name in definition.classes
    }
    staff = [e for e in staff_of(occasion.place, occasion.day) if not classes or e.employee_class in classes]
    home = primary_places(staff, occasion.day)
    return [employee for employee in staff if home[employee.pk] == occasion.place]


def _trained(staff: list[Employee], module: Module, before: dt.date) -> set[object]:
    midnight = timezone.make_aware(dt.datetime.combine(before, dt.time()))
    sessions = {"employee__in": staff, "session__module": module, "session__starts_at__lt": midnight}
    had = Attendance.objects.filter(outcome=Outcome.PRESENT, session__state=SessionState.HELD, **sessions)
    booked = Booking.objects.seated().filter(session__state=SessionState.PLANNED, **sessions)
    return {*had.values_list("employee", flat=True), *booked.values_list("employee", flat=True)}
