"""A board's own wording of a text: versions that nobody changes, the newest holds, the program's is number 0."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from lyhord.accounts.models import AuditEvent
from lyhord.common.unchanging import is_refusing
from lyhord.training.domain.texts.versions import (
    CurrentText,
    EditedMeanwhile,
    NoSuchVersion,
    TextUnchanged,
    current_text,
    current_texts,
    history,
    return_to,
    save_version,
)
from lyhord.training.models import ContentVersion
from tests.factories import TODAY, Cast
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
KEY, PROGRAM, NOW = "curriculum/samtal/handout", "Programmets.\n", at(TODAY, 12)


def save(cast: Cast, text: str, *, seen: int, program: str = PROGRAM) -> ContentVersion:
    return save_version(
        owner=cast.board,
        key=KEY,
        program=program,
        text=text,
        note="Kortare",
        seen=seen,
        edited_by=cast.trainer,
        now=NOW,
    )


def back_to(cast: Cast, number: int, *, seen: int) -> ContentVersion:
    return return_to(
        owner=cast.board, key=KEY, program=PROGRAM, number=number, seen=seen, edited_by=cast.trainer, now=NOW
    )


def now(cast: Cast, program: str = PROGRAM) -> CurrentText:
    return current_text(cast.board, KEY, program)


def test_the_programs_text_holds_until_the_board_words_its_own(cast: Cast) -> None:
    assert (now(cast).text, now(cast).number, now(cast).is_edited) == (PROGRAM, 0, False)
    save(cast, "Vår.", seen=0)
    save(cast, "Vår andra.", seen=1)
    assert (now(cast).text, now(cast).number, now(cast).is_edited) == ("Vår andra.", 2, True)
    assert current_text(cast.partner, KEY, PROGRAM).text == PROGRAM
    assert [row.text for row in history(cast.board, KEY)] == ["Vår andra.", "Vår."]
    event = AuditEvent.objects.get(action="training.text_edited", object_id=now(cast).version.pk)
    assert (event.actor, event.owner) == (cast.trainer, cast.board)


def test_many_texts_take_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    save(cast, "Vår.", seen=0)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        found = current_texts(cast.board, {KEY: PROGRAM} | {f"annan/{n}": "x" for n in range(30)})
    assert (found[KEY].text, found["annan/3"].text) == ("Vår.", "x")


def test_to_go_back_writes_a_new_version(cast: Cast) -> None:
    save(cast, "Vår.", seen=0)
    save(cast, "Vår andra.", seen=1)
    assert (back_to(cast, 1, seen=2).number, now(cast).text) == (3, "Vår.")
    assert history(cast.board, KEY)[0].note == "Tillbaka till version 1"


def test_who_goes_back_to_the_program_follows_it(cast: Cast) -> None:
    save(cast, "Vår.", seen=0)
    back_to(cast, 0, seen=1)
    newer = now(cast, "Programmets, bättre.\n")
    assert (newer.text, newer.is_edited, newer.program_moved_on) == ("Programmets, bättre.\n", False, False)


def test_a_newer_program_with_another_text_is_told_and_changes_nothing(cast: Cast) -> None:
    save(cast, "Vår.", seen=0)
    assert not now(cast).program_moved_on
    newer = now(cast, "Programmets, bättre.\n")
    assert (newer.text, newer.program_moved_on) == ("Vår.", True)
    save(cast, "Vår, bättre.", seen=1, program="Programmets, bättre.\n")
    assert not now(cast, "Programmets, bättre.\n").program_moved_on


def test_nobody_overwrites_what_they_have_not_seen(cast: Cast) -> None:
    save(cast, "Vår.", seen=0)
    with pytest.raises(EditedMeanwhile):
        save(cast, "Min.", seen=0)
    with pytest.raises(EditedMeanwhile):
        back_to(cast, 0, seen=0)
    assert now(cast).text == "Vår."


def test_the_same_again_is_no_version(cast: Cast) -> None:
    with pytest.raises(TextUnchanged):
        save(cast, PROGRAM, seen=0)
    with pytest.raises(NoSuchVersion):
        back_to(cast, 7, seen=0)
    assert not ContentVersion.objects.exists()


def test_the_database_refuses_to_change_a_version(cast: Cast) -> None:
    row = save(cast, "Vår.", seen=0)
    assert is_refusing(connection, ContentVersion._meta.db_table)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ContentVersion.objects.filter(pk=row.pk).update(text="Annan.")
    assert now(cast).text == "Vår."
