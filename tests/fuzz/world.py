"""A small world in which every address with an id has rows behind it, the same on every run."""

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

from lyhord.accounts.models import User
from lyhord.coverage.domain.snapshots import freeze
from lyhord.imports.domain.kinds import kind_at
from lyhord.imports.domain.runs import take_in
from lyhord.people.models import AwayPeriod, TrainerAway
from lyhord.places.models import OpeningException, PopularActivity, Stop, TravelOverride
from lyhord.planning.domain.drafts import send_draft
from lyhord.planning.domain.feeds import create_feed
from lyhord.programme.models import ClauseException, Cost, Funding
from lyhord.training.domain.sessions import create_session
from lyhord.training.models import Attendance
from tests.factories import TODAY, make_cast, make_session, make_visit, sign_in_as
from tests.factories.rows import at
from tests.imports.files import staff_file
from tests.planning.world import make_draft, make_world

NOW = dt.datetime.combine(TODAY, dt.time(9), tzinfo=dt.UTC)
ANONYMOUS = "nobody"
FEW = dt.timedelta(days=3)


@dataclass(frozen=True)
class FuzzWorld:
    """cookies: role → its session cookie, "" for nobody. ids: model name → ids of its rows. secrets: of feeds."""

    cookies: dict[str, str]
    ids: dict[str, list[str]]
    secrets: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(self.cookies)

    def ids_for(self, parameter: str) -> list[str]:
        """Return ids that the parameter of an address may mean: `place_id` → those of the meeting places."""
        name = parameter.removesuffix("_id")
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
        secrets = _make_rows()
    users = [name for name in dir(secrets.cast) if isinstance(getattr(secrets.cast, name), User)]
    cookies = {ANONYMOUS: ""}
    for name in users:
        client = sign_in_as(Client(), getattr(secrets.cast, name))
        cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    ids: dict[str, list[str]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("lyhord."):
            name = str(model._meta.model_name)
            ids[name] = [str(pk) for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:12]]
    return FuzzWorld(cookies, ids, secrets.feeds)


@dataclass(frozen=True)
class _Made:
    cast: Any
    feeds: tuple[str, ...]


def _make_rows() -> _Made:
    cast = make_cast()
    world = make_world(cast)
    make_draft(world)
    draft = make_draft(world)
    send_draft(draft=draft, replies_until=TODAY + 2 * FEW, sent_by=cast.coordinator, now=NOW, today=TODAY)
    people = list(world.employees)
    create_session(
        module=world.module,
        place=cast.own,
        starts_at=at(TODAY + FEW, 9),
        employees=people[:2],
        trainers=[cast.trainer_row],
        created_by=cast.coordinator,
        now=NOW,
    )
    held = make_session(
        world.module, cast.own, TODAY - FEW, trainers=[cast.trainer_row], employees=people[:2], state="held"
    )
    Attendance.objects.create(session=held, employee=people[0], outcome="present", recorded_at=NOW)
    for day, state in ((TODAY - FEW, "held"), (TODAY - FEW, "planned"), (TODAY + FEW, "planned")):
        make_visit(cast.own, day, trainers=[cast.trainer_row], state=state)
    for clause in (world.visit_clause, world.train_clause):
        freeze(clause=clause, as_of=TODAY, taken_by=cast.coordinator, now=NOW)
    funding = Funding.objects.create(decision=world.decision, purpose="training", source="Exempel", amount_sek=100_000)
    Cost.objects.create(funding=funding, kind="committed", amount_sek=5_000, on=TODAY, text="Exempel")
    ClauseException.objects.create(
        clause=world.visit_clause,
        place=cast.neighbour,
        reason="place_closing",
        approved_by=cast.coordinator,
        approved_on=TODAY,
    )
    hours = {"starts_at": dt.time(10), "ends_at": dt.time(11)}
    Stop.objects.create(place=cast.own, venue="Exempel", weekday=1, starts_on=TODAY, **hours)
    OpeningException.objects.create(place=cast.own, on=TODAY + FEW)
    PopularActivity.objects.create(place=cast.own, name="Exempel", weekday=2, starts_on=TODAY, **hours)
    TravelOverride.objects.create(a=cast.own, b=cast.neighbour, minutes=20)
    AwayPeriod.objects.create(employee=people[0], starts_on=TODAY, ends_before=TODAY + FEW)
    TrainerAway.objects.create(trainer=cast.trainer_row, starts_on=TODAY, ends_before=TODAY + FEW)
    take_in(
        kind=kind_at("personal"),
        owner=cast.board,
        filename="exempel.xlsx",
        content=staff_file(),
        uploaded_by=cast.coordinator,
        now=NOW,
    )
    subjects = (cast.own, people[0], cast.trainer_row)
    feeds = tuple(create_feed(subject=subject, created_by=cast.coordinator, now=NOW)[1] for subject in subjects)
    return _Made(cast, feeds)
