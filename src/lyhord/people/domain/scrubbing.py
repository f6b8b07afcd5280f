"""Where a person's name may stand besides the person's own row: files that wait, contact persons, reasons to hold."""

from __future__ import annotations

from lyhord.accounts.models import RetentionMark
from lyhord.imports.domain.forgetting import forget_files_that_name
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace


def scrub(person: Employee | Trainer) -> None:
    """Take the name out of what the person's board keeps elsewhere. The row itself is left to the caller.

    A contact person is taken away only if nobody else of the board has the name. The caller has a transaction.
    """
    namesakes = sum(
        model._default_manager.filter(owner=person.owner, name=person.name).exclude(pk=person.pk).count()
        for model in (Employee, Trainer)
    )
    forget_files_that_name({person.name, person.key}, owner=person.owner)
    RetentionMark.objects.filter(owner=person.owner, hold_reason__icontains=person.name).update(hold_reason="–")
    if not namesakes:
        MeetingPlace.objects.filter(owner=person.owner, contact_name=person.name).update(
            contact_name="", phone="", email=""
        )
