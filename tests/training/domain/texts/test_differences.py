"""What differs between two wordings, in words."""

from __future__ import annotations

from lyhord.training.domain.texts.differences import Change, Kind, Mark, Words, differences, in_words

BEFORE = """## Landa

Hälsa vid dörren när de kommer.

- Kaffe på bordet
- Stolar i ring

## Sedan

Säg att man får gå ut.
"""


def test_the_same_text_has_no_differences_whatever_its_line_breaks() -> None:
    assert differences(BEFORE, BEFORE.replace("dörren när", "dörren\nnär")) == []


def test_a_changed_paragraph_tells_which_words_went_and_came_and_under_which_heading() -> None:
    after = BEFORE.replace("vid dörren när de kommer", "i hallen när de kommer")
    assert differences(BEFORE, after) == [
        Change(
            Kind.CHANGED,
            "Landa",
            (
                Words(Mark.SAME, "Hälsa"),
                Words(Mark.GONE, "vid dörren"),
                Words(Mark.NEW, "i hallen"),
                Words(Mark.SAME, "när de kommer."),
            ),
        )
    ]


def test_new_and_removed_paragraphs_are_told_apart_from_changed_ones() -> None:
    after = BEFORE.replace("- Stolar i ring\n", "").replace("gå ut.\n", "gå ut.\n\nVisa var vattnet finns.\n")
    changes = differences(BEFORE, after)
    assert [(change.kind, change.words[0].text) for change in changes] == [
        (Kind.REMOVED, "- Stolar i ring"),
        (Kind.ADDED, "Visa var vattnet finns."),
    ]
    assert in_words(changes) == "1 stycke nytt, 1 stycke borttaget"
    assert in_words(changes * 2) == "2 stycken nya, 2 stycken borttagna"
    assert in_words([]) == ""
