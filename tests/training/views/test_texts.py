"""A board words a text in its own way: checked, compared, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lyhord.training.domain.curriculum.content import VOLUNTEERS, TextKind, key_of, modules, program_texts
from lyhord.training.domain.texts.versions import current_text, save_version
from lyhord.training.models import ContentVersion
from tests.factories import TODAY, Cast, make_decision, sign_in_as
from tests.factories.rows import at

CODE = "samtal-om-svara-fragor"
PROGRAM = program_texts()[CODE][TextKind.EXERCISES]


@pytest.fixture
def partners(cast: Cast, client: Client) -> Cast:
    make_decision(cast.board, partner_board=cast.partner)
    sign_in_as(client, cast.trainer)
    return cast


def address(cast: Cast, *tail: str, slug: str = "ovningar", code: str = CODE) -> str:
    return f"/utbildning/material/{cast.board.pk}/{code}/{slug}/" + "".join(f"{part}/" for part in tail)


def send(client: Client, cast: Cast, text: str, *, seen: int = 0, **where: str) -> Any:
    return client.post(address(cast, "andra", **where), {"text": text, "note": "Vår stad", "seen": seen})


def holds(cast: Cast, kind: str = TextKind.EXERCISES, code: str = CODE) -> str:
    return current_text(cast.board, key_of(code, kind), program_texts()[code][kind]).text


def test_a_trainer_words_a_text_and_everybody_who_teaches_there_reads_it(client: Client, partners: Cast) -> None:
    answer = send(client, partners, "## Vår övning\r\n\r\nGör *så*. [@cooper-2012]\r\n")
    assert answer["Location"] == address(partners)
    assert holds(partners) == "## Vår övning\n\nGör *så*. [@cooper-2012]\n"
    shown = sign_in_as(client, partners.coordinator).get(address(partners)).content.decode()
    assert "<h2>Vår övning</h2>" in shown
    assert "Version 1, er egen text" in shown
    other = f"/utbildning/material/{partners.partner.pk}/{CODE}/ovningar/"
    assert "Vår övning" not in client.get(other).content.decode()


def test_the_page_and_the_papers_are_of_the_boards_wording(client: Client, partners: Cast) -> None:
    told = program_texts()[CODE]["module"].replace("name: Samtal om svåra frågor", "name: Att fråga")
    send(client, partners, told, slug="pass")
    assert "<h1>Att fråga</h1>" in client.get(f"/utbildning/material/{partners.board.pk}/{CODE}/").content.decode()
    assert "Att fråga" in client.get(f"/utbildning/material/{partners.board.pk}/").content.decode()


@pytest.mark.parametrize(
    ("slug", "text", "line", "sentence"),
    [
        ("ovningar", "## Så\n\nRing 020-50 50 50.", 3, "”020-50 50 50” ser ut som ett telefonnummer."),
        ("ovningar", "Så säger [@ingen-sadan].", 1, "Källan ”ingen-sadan” finns inte i källistan."),
        ("bilder", "# Ett\n\nA.\n\nNote: Säg.\n\n---\n\nTvå\n\nNote: Säg.", 9, "Bild 2 ska börja med en rubrik"),
        ("bilder", "# Ett\n\nA.", 1, "Bild 1 saknar raden Note:"),
        ("bilder", "# Ett\n\n" + "ord " * 31 + "\n\nNote: Säg.", 1, "Bild 1 har 31 ord."),
        ("pass", "name: [", 2, "Raden går inte att läsa."),
        ("pass", "bara ord", 0, "Här ska stå rader som name: och plan:."),
        ("pass", "name: Ett\nplan:\n  - minutes: 0", 0, "Del 1 i planen behöver minutes"),
    ],
)
def test_what_must_be_mended_is_told_with_its_line_and_nothing_is_saved(
    client: Client, partners: Cast, slug: str, text: str, line: int, sentence: str
) -> None:
    answer = send(client, partners, text, slug=slug)
    problems = [(problem.line, problem.sentence) for problem in answer.context["form"].problems]
    assert any(found == line and told.startswith(sentence) for found, told in problems)
    assert text.splitlines()[0] in answer.content.decode().replace("&#x27;", "'")
    assert not ContentVersion.objects.exists()


def test_the_plan_keeps_to_what_a_group_needs_and_bears(client: Client, partners: Cast) -> None:
    program = program_texts()[CODE]["module"]
    short = program.replace("minutes: 25", "minutes: 2").replace("minutes: 20", "minutes: 2")
    told = [p.sentence for p in send(client, partners, short, slug="pass").context["form"].problems]
    assert told == ["Planen ska vara minst 90 minuter utan paus. Nu är den 76."]
    long = program.replace("minutes: 20", "minutes: 90")
    told = [p.sentence for p in send(client, partners, long, slug="pass").context["form"].problems]
    assert told == [f"Planen är {modules()[CODE].minutes + 70} minuter. Högst 180 orkar en grupp."]


def test_every_text_of_the_program_may_be_saved_as_it_is_but_for_a_word(client: Client, partners: Cast) -> None:
    slugs = {"pass": "module", "utbildarens-text": "trainer", "forumspel": "forum-play", "att-dela-ut": "handout"}
    for slug, kind in (slugs | {"bilder": "slides"}).items():
        text = program_texts()[CODE][kind].replace(" och ", " samt ", 1)
        assert send(client, partners, text, slug=slug).status_code == 302, slug
    volunteers = program_texts()[VOLUNTEERS]["text"] + "\nVälkommen.\n"
    assert send(client, partners, volunteers, code=VOLUNTEERS, slug="volontartext").status_code == 302


def test_a_hard_text_is_saved_with_a_word_of_warning(client: Client, partners: Cast) -> None:
    hard = "Verksamhetsutvecklingsprocesserna förutsätter kompetensförsörjning inom organisationens styrningsramverk.\n"
    answer = client.post(address(partners, "andra"), {"text": hard, "note": "x", "seen": 0}, follow=True)
    assert "Över 40 är svår att läsa" in answer.content.decode()
    assert holds(partners) == hard


def test_who_saves_over_a_colleague_sees_what_differs_and_loses_nothing(client: Client, partners: Cast) -> None:
    send(client, partners, "Kollegans text.")
    answer = send(client, partners, "Min text.")
    assert [change.words[-1].text for change in answer.context["meanwhile"]] == ["text."]
    assert "Min text." in answer.content.decode()
    assert holds(partners) == "Kollegans text.\n"


def test_the_same_text_again_is_told_to_be_so(client: Client, partners: Cast) -> None:
    assert send(client, partners, PROGRAM).context["form"].errors["text"] == [
        "Texten är likadan som den som redan gäller."
    ]


def test_history_tells_who_why_and_what_and_one_takes_a_version_back(client: Client, partners: Cast) -> None:
    send(client, partners, "Ett.\n\nTvå.")
    send(client, partners, "Ett.\n\nTre.", seen=1)
    shown = client.get(address(partners, "versioner")).content.decode()
    assert partners.trainer.name in shown
    assert "Vår stad" in shown
    assert client.get(address(partners, "versioner", "1")).context["words"] == "1 stycke nytt, 1 stycke borttaget"
    back = client.post(address(partners, "versioner", "1"), {"seen": 2})
    assert (back["Location"], holds(partners)) == (address(partners), "Ett.\n\nTvå.\n")
    client.post(address(partners, "versioner", "0"), {"seen": 3})
    assert holds(partners) == PROGRAM
    assert ContentVersion.objects.count() == 4
    for seen in ("1", "x", ""):
        client.post(address(partners, "versioner", "1"), {"seen": seen})
    client.post(address(partners, "versioner", "0"), {"seen": 4})
    assert ContentVersion.objects.count() == 4


def test_a_newer_program_is_told_beside_the_boards_own_text(client: Client, partners: Cast) -> None:
    save_version(
        owner=partners.board,
        key=key_of(CODE, TextKind.EXERCISES),
        program=PROGRAM + "\nEn rad som programmet har strukit.\n",
        text="Vår.",
        note="Kortare",
        seen=0,
        edited_by=partners.trainer,
        now=at(TODAY, 12),
    )
    shown = client.get(address(partners)).content.decode()
    assert "Sedan ni skrev er egen har programmets text ändrats: 1 stycke borttaget." in shown
