"""Freeze a clause's ledger with all it was computed from, and compute it again to the same bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.coverage.domain.canonical import SCHEMA, digest, inputs_from_json, inputs_to_json
from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.gather import gather
from lyhord.coverage.domain.ledger import Ledger, Row, compute
from lyhord.coverage.models import CoverageSnapshot
from lyhord.programme.domain.queries import definition_in_force
from lyhord.programme.models import Clause


class FreezeError(ValueError):
    """Something the user can put right. The text is shown."""


class DefinitionMissing(FreezeError):
    """Without a definition of done there is no figure to freeze."""


class DayNotYet(FreezeError):
    """The day lies in the future."""


class UnknownSchema(LookupError):
    """The snapshot was taken by a version of the program that computed in another way."""


@dataclass(frozen=True)
class Difference:
    """What was frozen of a subject, and what is known of the same day now. None: not in that ledger."""

    subject: str
    frozen: Row | None
    today: Row | None


@transaction.atomic
def freeze(*, clause: Clause, as_of: dt.date, taken_by: User | None, now: dt.datetime) -> CoverageSnapshot:
    """Freeze the clause's ledger of the day. Raises DefinitionMissing, DayNotYet."""
    if as_of > timezone.localtime(now).date():
        raise DayNotYet(_("Dagen ligger framåt i tiden. Du kan frysa läget till och med i dag."))
    definition = definition_in_force(clause, as_of)
    if definition is None:
        raise DefinitionMissing(_("Det fanns ingen definition av genomfört den dagen, så det finns inget att frysa."))
    inputs = gather(clause, as_of=as_of, definition=definition)
    ledger = compute(inputs, as_of)
    snapshot = CoverageSnapshot.objects.create(
        owner=clause.decision.owner,
        clause=clause,
        definition=definition,
        as_of=as_of,
        taken_at=now,
        taken_by=taken_by,
        schema=SCHEMA,
        inputs=inputs_to_json(inputs),
        digest=digest(ledger),
    )
    record("coverage.freeze", actor=taken_by, obj=snapshot, counts={"rows": len(ledger.rows)}, at=now)
    return snapshot


def frozen_inputs(snapshot: CoverageSnapshot) -> Inputs:
    """Return what the snapshot was computed from. Raises UnknownSchema."""
    if snapshot.schema != SCHEMA:
        raise UnknownSchema(snapshot.schema)
    return inputs_from_json(snapshot.inputs)


def recompute(snapshot: CoverageSnapshot) -> Ledger:
    """Return the frozen ledger, computed again from the frozen inputs alone. Raises UnknownSchema."""
    return compute(frozen_inputs(snapshot), snapshot.as_of)


def is_intact(snapshot: CoverageSnapshot, ledger: Ledger) -> bool:
    """Tell whether the ledger has the bytes that were frozen."""
    return digest(ledger) == snapshot.digest


def known_today(snapshot: CoverageSnapshot) -> tuple[Inputs, Ledger]:
    """Return what the register now says of the snapshot's day, by the definition that was frozen."""
    inputs = gather(snapshot.clause, as_of=snapshot.as_of, definition=snapshot.definition)
    return inputs, compute(inputs, snapshot.as_of)


def differences(frozen: Ledger, today: Ledger) -> tuple[Difference, ...]:
    """Return the subjects whose state, reason or parts are no longer what was frozen."""
    subjects = sorted(frozen.by_subject.keys() | today.by_subject.keys())
    pairs = (Difference(s, frozen.by_subject.get(s), today.by_subject.get(s)) for s in subjects)
    return tuple(pair for pair in pairs if _shown(pair.frozen) != _shown(pair.today))


def _shown(row: Row | None) -> object:
    return row and (row.state, row.reason, [part.state for part in row.parts])
