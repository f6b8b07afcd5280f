"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain.extracts.extracts import Entry, Part, Subject, plain_entry, register_finder, register_part
from lyhord.coverage.models import CoverageSnapshot
from lyhord.people.models import Employee


def _frozen(subject: Subject) -> Iterator[Entry]:
    """Yield what frozen figures hold of the person: an id, dates and seats, no name."""
    snapshots = CoverageSnapshot.objects.annotate(text=Cast("inputs", TextField())).select_related("clause")
    for id in map(str, subject.of(Employee)):
        for snapshot in snapshots.filter(text__contains=id).order_by("taken_at"):
            person = next((row for row in snapshot.inputs["people"] if row[0] == id), None)
            if person is None:
                continue
            seats = [row for row in snapshot.inputs["seats"] if row[1] == id]
            exempt = [row for row in snapshot.inputs["exceptions"] if row[0] == id]
            yield plain_entry(
                [
                    ("id", _("Fryst täckning"), str(snapshot.pk)),
                    ("clause", _("Att-sats"), str(snapshot.clause)),
                    ("as_of", _("Gäller dag"), snapshot.as_of),
                    ("person", _("Grupp"), person[1]),
                    ("employments", _("Anställningar (träffpunkt, procent, från, till)"), person[2]),
                    ("away", _("Frånvaro (från, till)"), person[3]),
                    ("seats", _("Utbildningstillfällen (tillfälle, person, närvaro)"), seats),
                    ("exceptions", _("Undantag (person, skäl, godkänt)"), exempt),
                ]
            )


def register() -> None:
    register_finder("coverage.60_frozen", gettext_lazy("Frysta siffror där du räknas"), _frozen)
    register_part(
        Part(
            "coverage.61_taken",
            gettext_lazy("Siffror som du har fryst"),
            CoverageSnapshot,
            ("taken_by",),
            fields=("clause", "as_of", "taken_at"),
            note=gettext_lazy("Underlaget handlar om andra."),
        )
    )
