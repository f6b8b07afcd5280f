"""Every text for staff and volunteers is easy enough to read: what `script/bench readability` prints."""

from __future__ import annotations

import pytest

from lyhord.common.readability import lix
from lyhord.training.domain.curriculum.check import LIX_MAX
from tests.bench.bench_readability import texts

TEXTS = texts()


def test_all_texts_are_measured() -> None:
    assert len(TEXTS) >= 4 * 6 + 2 + 12


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_easy_to_read(name: str) -> None:
    assert lix(TEXTS[name]) <= LIX_MAX
