"""A short campaign over every address as every role; `script/bench fuzz` runs the long one."""

from __future__ import annotations

import pytest
import time_machine
from django.apps import apps

from lyhord.accounts.domain.access_matrix import addresses
from tests.access.world import NOW
from tests.fuzz.campaign import standing
from tests.fuzz.making import PARAMETER
from tests.fuzz.outcome import from_json, together
from tests.fuzz.world import make_fuzz_world

REQUESTS, SEED = 2_000, 20251006


@pytest.mark.django_db
def test_nothing_that_is_sent_makes_the_site_fail() -> None:
    with standing(SEED) as campaign:
        blocks = [campaign.send(range(first, first + 500)) for first in range(0, REQUESTS, 500)]
    outcome = together(from_json(block.to_json()) for block in blocks)  # as the long campaign keeps them
    assert {sentence: numbers[:3] for sentence, numbers in outcome.faults.items()} == {}
    assert outcome.requests == REQUESTS
    assert {status // 100 for _role, status in outcome.statuses} == {2, 3, 4}
    # It is of use only as long as the forms are filled in well enough for acts to be done.
    assert outcome.valid > 50
    assert outcome.acts > 15


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_every_kind_of_row_and_every_id_of_an_address_is_in_the_world() -> None:
    world = make_fuzz_world(SEED)
    models = {str(m._meta.model_name) for m in apps.get_models() if m.__module__.startswith("lyhord.")}
    assert [name for name in sorted(models) if not world.ids.get(name)] == []
    asked = {name for address, _view in addresses() for kind, name in PARAMETER.findall(address) if kind == "uuid"}
    assert [name for name in sorted(asked) if not world.ids_for(name)] == []
