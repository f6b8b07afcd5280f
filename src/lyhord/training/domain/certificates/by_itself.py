"""Certificates that come by themselves: soon after the last of what a decision requires has been noted."""

from __future__ import annotations

import datetime as dt

from lyhord.accounts.domain.sweeps import Stopping
from lyhord.people.domain.restriction import RowRestricted
from lyhord.programme.enums import DECIDED
from lyhord.programme.models import Clause
from lyhord.training.domain.certificates.evidence import everybody_ready
from lyhord.training.domain.certificates.issuing import NotReady, issue
from lyhord.training.models import Attendance, Certificate

DAYS_BACK = 14
"""How long ago the last of it may have been noted. Whoever was ready before is issued to by the coordinator; so what
a rule of retention takes, a month old at least, does not come back."""


def issue_due(now: dt.datetime, stopping: Stopping) -> None:
    """Issue to everybody who has just become ready and never had one of it. Whoever had one taken back gets none so."""
    since = now - dt.timedelta(days=DAYS_BACK)
    fresh = Attendance.objects.filter(recorded_at__gte=since).values("session__module")
    clauses = Clause.objects.filter(decision__state__in=DECIDED, module_requirements__module__in=fresh)
    for clause in clauses.select_related("decision").distinct().order_by("pk"):
        had = set(Certificate.objects.filter(clause=clause).values_list("employee", flat=True))
        for ready in everybody_ready(clause):
            if stopping():
                return
            if ready.noted_at < since or ready.employee.pk in had:
                continue
            try:
                issue(employee=ready.employee, what=clause, issued_by=None, now=now)
            except (NotReady, RowRestricted):
                continue  # somebody else was first, or it was restricted a moment ago: nothing is left to do
