"""The garbage collector is paused and comes back."""

from __future__ import annotations

import gc

import pytest

from lyhord.common.memory import paused_collection


def test_collection_is_paused_and_resumed_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(RuntimeError), paused_collection():
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()


def test_a_pause_within_a_pause_does_not_end_the_outer_one() -> None:
    with paused_collection():
        with paused_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
