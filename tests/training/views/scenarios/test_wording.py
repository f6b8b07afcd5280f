"""A board words a scenario in its own way: checked with its lines, looked at first, played, printed and packed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from lyhord.training.domain.scenarios.library import program_texts, scenario_at
from lyhord.training.models import ContentVersion
from tests.factories import Cast, make_decision, sign_in_as

SLUG = "kaffebordet"
PROGRAM = program_texts()[SLUG]
WORDED = PROGRAM.replace("Det är tisdag och fullt vid långbordet.", "Det är onsdag och fullt vid det runda bordet.")
ROUND = "Det är onsdag och fullt vid det runda bordet."


@pytest.fixture
def trainer(client: Client, cast: Cast) -> Client:
    make_decision(cast.board, partner_board=cast.partner)
    return sign_in_as(client, cast.trainer)


def address(cast: Cast, *tail: str, slug: str = SLUG) -> str:
    return f"/utbildning/material/{cast.board.pk}/scenarier/{slug}/" + "".join(f"{part}/" for part in tail)


def send(client: Client, cast: Cast, text: str, **more: Any) -> Any:
    return client.post(address(cast, "andra"), {"text": text, "note": "Vårt bord", "seen": 0} | more)


def test_what_is_saved_is_what_the_boards_staff_play_print_and_take_away(trainer: Client, cast: Cast) -> None:
    assert send(trainer, cast, WORDED)["Location"] == address(cast)
    assert ROUND in trainer.get(address(cast)).text
    staff = sign_in_as(Client(), cast.employee)
    for path in ("som/vard/", "grupp/start/"):
        assert ROUND in staff.get(f"/ova/{SLUG}/{path}").text
    with zipfile.ZipFile(io.BytesIO(staff.get(f"/ova/{SLUG}/scorm/").content)) as package:
        assert ROUND in package.read("story.js").decode()
    assert staff.get(f"/ova/{SLUG}/kort/")["Content-Type"] == "application/pdf"
    adviser = sign_in_as(Client(), cast.adviser)  # of the other board, which words nothing itself
    assert ROUND not in adviser.get(f"/ova/{SLUG}/som/vard/").text
    assert f"/scenarier/{SLUG}/" in trainer.get(f"/ova/{SLUG}/").text
    assert "/scenarier/" not in staff.get(f"/ova/{SLUG}/").text


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("-> kakfatet", "-> bakfatet", "”bakfatet”, som inte finns"),
        ("slut: bra", "slut: toppen", "”toppen” går inte här"),
        ("[kök] Du står i luckan", "[kock] Du står i luckan", "Rollen ”kock” finns inte"),
        ("källor: ", "källor: no-such, ", "Källan ”no-such” finns inte"),
        ("Alla tittar på dig", "Ring 020-50 50 50. Alla tittar på dig", "ser ut som ett telefonnummer"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_saved(
    trainer: Client, cast: Cast, old: str, new: str, sentence: str
) -> None:
    text = PROGRAM.replace(old, new, 1)
    assert text != PROGRAM
    assert sentence in send(trainer, cast, text).text
    assert not ContentVersion.objects.exists()


def test_the_line_stands_beside_what_is_wrong_with_it(trainer: Client, cast: Cast) -> None:
    text = PROGRAM.replace("slut: bra", "slut: toppen", 1)
    line = text.splitlines().index("slut: toppen") + 1
    page = send(trainer, cast, text).text
    assert f"Rad {line}:" in page
    assert '<q class="muted small">slut: toppen</q>' in page


def test_two_stories_with_the_same_tree_are_refused(trainer: Client, cast: Cast) -> None:
    page = send(trainer, cast, program_texts()["sonen-som-svarar"]).text
    assert "Grenarna är desamma som i ”sonen-som-svarar”." in page


def test_one_looks_at_it_before_it_is_saved(trainer: Client, cast: Cast) -> None:
    page = send(trainer, cast, WORDED, look="1").text
    assert "Den är inte sparad" in page and f"<p>{ROUND}" in page
    assert not ContentVersion.objects.exists()
    broken = send(trainer, cast, "titel: Bara en rad", look="1")
    assert broken.status_code == 200 and "Den är inte sparad" not in broken.text


def test_the_programs_text_is_taken_back(trainer: Client, cast: Cast) -> None:
    send(trainer, cast, WORDED)
    assert "Vårt bord" in trainer.get(address(cast, "versioner")).text
    trainer.post(address(cast, "versioner", "0"), {"seen": "1"})
    scenario = scenario_at(cast.board, SLUG)
    assert scenario == scenario_at(None, SLUG)


def test_who_does_not_teach_does_not_word(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.employee)
    assert client.get(address(cast, "andra")).status_code == 403
    assert sign_in_as(client, cast.coordinator).get(address(cast, slug="no-such")).status_code == 404
