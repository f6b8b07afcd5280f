"""What the area holds about a person, for the register extract."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain.extracts.extracts import (
    Entry,
    Part,
    Subject,
    person_models,
    plain_entry,
    register_finder,
    register_part,
)
from lyhord.accounts.models import User
from lyhord.imports.models import ImportRun, ImportState


def _undecided(subject: Subject) -> Iterator[Entry]:
    """Yield the files that nobody has decided about yet and whose preview names the person."""
    wanted = _written_names(subject)
    for run in ImportRun.objects.filter(state=ImportState.PREVIEW).order_by("uploaded_at"):
        items = json.loads(zlib.decompress(bytes(run.preview)))["items"]
        named = [item for item in items if any(word in json.dumps(item, ensure_ascii=False) for word in wanted)]
        if named:
            yield plain_entry(
                [
                    ("id", _("Fil"), str(run.pk)),
                    ("uploaded_at", _("Uppladdad"), run.uploaded_at),
                    ("rows", _("Rader med ditt namn"), len(named)),
                ]
            )


def _written_names(subject: Subject) -> set[str]:
    """Return what a file would call the person."""
    found: set[str] = set()
    for model in person_models():
        if model is not User:
            found |= set(model._default_manager.filter(pk__in=subject.of(model)).values_list("name", flat=True))
    return {name for name in found if name}


def register() -> None:
    register_finder("imports.80_undecided", gettext_lazy("Filer som väntar på att läsas in"), _undecided)
    register_part(
        Part(
            "imports.81_uploaded",
            gettext_lazy("Filer som du har läst in"),
            ImportRun,
            ("uploaded_by",),
            fields=("kind", "filename", "uploaded_at", "state", "counts"),
            note=gettext_lazy("Innehållet handlar om andra."),
        )
    )
