"""A short campaign over every address as every role; `script/bench fuzz` runs the long one."""

from __future__ import annotations

import logging

import pytest

from tests.fuzz.campaign import run_campaign

REQUESTS, SEED = 2_000, 20251006


@pytest.mark.django_db
def test_nothing_that_is_sent_makes_the_site_fail(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL):
        outcome = run_campaign(requests=REQUESTS, seed=SEED)
    assert {sentence: numbers[:3] for sentence, numbers in outcome.faults.items()} == {}
    assert outcome.requests == REQUESTS
    assert {status // 100 for counts in outcome.statuses.values() for status in counts} == {2, 3, 4}
    # It is of use only as long as the forms are filled in well enough for many acts to be done.
    assert outcome.acts > 100
