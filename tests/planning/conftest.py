"""The planning world."""

from __future__ import annotations

import pytest

from tests.factories import Cast
from tests.planning.world import World, make_world


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)
