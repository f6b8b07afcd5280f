from __future__ import annotations

import pytest

from lyhord.common.readability import lix, word_count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Hon kom. Hon gick.", 2),  # 4 words, 2 sentences, none long
        ("Träffpunkten öppnar klockan nio.", 4 + 100 * 2 / 4),  # öppnar has six letters
        ("# En rubrik\n\nHon kom.", 2 + 0),  # the heading is a sentence of its own
        ("- ett\n- två\n", 1),
        ("Hon sa: ”Kom!” Han gick. [@nck-2016-1]", 5 / 3),
    ],
)
def test_lix_is_counted_by_hand(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


def test_words_are_counted_without_marks() -> None:
    assert word_count("## Så här\n\n- *ett* e-brev [@falun]\n1. två\n") == 5
