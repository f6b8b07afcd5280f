"""A world in which every kind of row is there and every address with an id has rows behind it, the same on every run.

It is the world of the access matrix, two boards with everything in them twice, and what only the fuzzing asks for.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain.sign_in.sessions import change_stamp
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import (
    AccessCheckRule,
    Erasure,
    GrantApproval,
    KnownDevice,
    RateLimit,
    RetentionPass,
    RoleLength,
    SignInCode,
    SpentToken,
    SweepRun,
    User,
)
from lyhord.imports.domain.kinds import kind_at
from lyhord.imports.domain.runs import take_in
from lyhord.imports.models import ColumnMapping
from lyhord.people.models import AvailabilityWindow
from lyhord.planning.domain.feeds import create_feed
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.models import DraftReply, Pin, PlanProgress
from lyhord.training.domain.certificates.issuing import revoke
from lyhord.training.domain.sessions import create_session
from lyhord.training.enums import RevocationReason
from tests.access import world as access
from tests.access.world import NOW, ROLES, Side, World
from tests.factories import TODAY, sign_in_as
from tests.factories.rows import at
from tests.imports.files import staff_file

ANONYMOUS = "nobody"
FEW = dt.timedelta(days=3)
MOST_IDS = 24


@dataclass(frozen=True)
class FuzzWorld:
    """cookies: role → its session cookie, "" for nobody. users: those roles that a policy can be asked about.

    ids: model name → ids of its rows. secrets: of feeds.
    """

    cookies: dict[str, str]
    users: dict[str, User]
    ids: dict[str, list[str]]
    secrets: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(self.cookies)

    def ids_for(self, parameter: str) -> list[str]:
        """Return ids that the parameter of an address may mean: `place_id` → those of the meeting places."""
        name = parameter.removesuffix("_id").replace("_", "")
        names = OTHER_NAMES.get(name) or [model for model in self.ids if model.endswith(name)]
        return [id for model in names for id in self.ids[model]]


OTHER_NAMES = {
    "row": [
        "openingrule",
        "openingexception",
        "stop",
        "popularactivity",
        "traveloverride",
        "awayperiod",
        "traineraway",
    ],
    "other": ["plandraft"],
    "feed": ["feedtoken"],
    "snapshot": ["coveragesnapshot"],
}


@contextmanager
def _same_ids(seed: int) -> Iterator[None]:
    """Let the random ids be the same on every run, so that a request can be repeated by its number."""
    numbers = random.Random(f"ids {seed}")
    with (
        patch("uuid.os.urandom", numbers.randbytes),
        patch("secrets.token_urlsafe", lambda n: numbers.randbytes(n).hex()),
    ):
        yield


def make_fuzz_world(seed: int) -> FuzzWorld:
    """Build the world in an empty database; the clock must stand at NOW."""
    with _same_ids(seed):
        world = access.make_world()
        _add_rest(world.own)
    users = _users(world)
    cookies = {ANONYMOUS: ""} | {name: _cookie(user) for name, user in users.items()}
    coordinator = world.own.users["C"]
    cookies |= {"locked": _cookie(coordinator, locked=True), "one factor": _cookie(coordinator, strong=False)}
    ids = {
        str(model._meta.model_name): [
            str(pk) for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:MOST_IDS]
        ]
        for model in apps.get_models()
        if model.__module__.startswith("lyhord.")
    }
    return FuzzWorld(cookies, users, ids, (world.own.rows["secret"], world.own.rows["lost_secret"]))


def _users(world: World) -> dict[str, User]:
    second = User.objects.get(name="KontoA2AccessAdministrator")
    return {str(role.value): world.own.users[code] for code, role in ROLES.items()} | {
        "second administrator": second,
        "without a role": world.nobody,
        "role has ended": world.ended["C"],
        "other board": world.far.users["C"],
    }


def _cookie(user: User, **facts: Any) -> str:
    """Return the cookie of a session of the user's: unlocked and with a second factor unless facts say otherwise."""
    client = sign_in_as(Client(), user)
    client.get(reverse("accounts:passkey-add-options"))  # so that the session waits for an answer of a passkey
    if facts:
        session = client.session
        change_stamp(session, back="/", **facts)
        session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _add_rest(side: Side) -> None:
    """Add a row of each kind that the access matrix has no use for."""
    draft, people = side.rows["sent"], [side.colleague, side.mine]
    create_session(
        module=side.rows["module"],
        place=side.own,
        starts_at=at(TODAY + FEW, 9),
        employees=people,
        trainers=[side.trainer],
        created_by=side.users["C"],
        now=NOW,
    )
    item = draft_of(draft).items[0]
    reply = DraftReply.objects.create(
        draft=draft, item=item.key, place_id=item.place, answer="cannot", reason="other", answered_at=NOW
    )
    subjects = [{"kind": "place", "subject": str(side.own.pk)}]
    block = {"date": (TODAY + 10 * FEW).isoformat(), "half": "am", "subjects": subjects}
    Pin.objects.create(decision=side.decision, kind="block", content=block, reply=reply, created_at=NOW)
    PlanProgress.objects.get_or_create(run=side.rows["run"], level="reached", at=NOW, seconds=0.1)
    AvailabilityWindow.objects.create(employee=side.volunteer, weekday=1, starts_at=dt.time(9), ends_at=dt.time(12))
    ColumnMapping.objects.create(owner=side.board, kind="personal", heading="Vem", field="name")
    content = staff_file()
    taken = {"owner": side.board, "filename": "exempel.xlsx", "uploaded_by": side.users["C"], "now": NOW}
    take_in(kind=kind_at("personal"), content=content, **taken)
    create_feed(subject=side.trainer, created_by=side.users["C"], now=NOW)
    asked, administrator = side.rows["asked"], side.users["G"]
    GrantApproval.objects.create(grant=asked, board=side.nexus, approved_by=administrator, approved_at=NOW)
    AccessCheckRule.objects.create(board=side.board, every_days=365, within_days=30)
    RoleLength.objects.create(board=side.board, role=Role.TRAINER, days=365, state=GrantState.APPROVED)
    revoke(
        certificate=side.rows["certificate_V"],
        reason=RevocationReason.WRONG_FACTS,
        revoked_by=side.users["C"],
        now=NOW,
    )
    Erasure.objects.create(owner=side.board, kind="medarbetare-som-slutat", object_id=side.board.pk, erased_on=TODAY)
    RetentionPass.objects.create(at=NOW)
    SweepRun.objects.create(name="exempel", finished_at=NOW)
    SignInCode.objects.create(
        user=side.users["R"], issued_by=administrator, issued_at=NOW, expires_at=NOW + FEW, digest="0" * 64
    )
    SpentToken.objects.create(digest="0" * 64, expires_at=NOW + FEW)
    RateLimit.objects.create(key="0" * 64, empty_at=int(NOW.timestamp() * 1e6))
    KnownDevice.objects.create(key="0" * 64, seen_on=TODAY)
