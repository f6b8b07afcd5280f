"""Pages of what is taught: staff sees aims and hand-out, those who teach see everything."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.training.domain.curriculum.content import modules
from lyhord.training.domain.curriculum.sources import sources, sources_by_kind
from lyhord.training.views.curriculum import READ, TEACH
from tests.factories import (
    Cast,
    make_board,
    make_decision,
    make_module,
    make_place,
    make_session,
    make_unit,
    make_user,
    sign_in_as,
)

CODE = "samtal-om-svara-fragor"


@pytest.fixture
def partners(cast: Cast) -> Cast:
    """The trainer's board is the partner of the board's decision."""
    make_decision(cast.board, partner_board=cast.partner)
    return cast


def page(client: Client, user: User, cast: Cast, *tail: str, **asked: Any) -> Any:
    address = f"/utbildning/material/{cast.board.pk}/" + "".join(f"{part}/" for part in tail)
    return sign_in_as(client, user).get(address, asked)


@pytest.mark.parametrize("name", ["employee", "manager", "volunteer"])
def test_staff_reads_aims_and_hand_out_and_nothing_of_how_it_is_held(client: Client, partners: Cast, name: str) -> None:
    user = getattr(partners, name)
    answer = page(client, user, partners, CODE)
    module = modules()[CODE]
    assert answer.status_code == 200
    assert module.aims[0] in answer.content.decode()
    assert "<h3>Samtalet</h3>" in answer.content.decode()
    assert module.plan[3].title not in answer.content.decode()
    for tail in ((CODE, "utbildarens-text"), (CODE, "bilder"), (CODE, "pdf", "bilder")):
        assert page(client, user, partners, *tail).status_code == 403
    pdf = page(client, user, partners, CODE, "att-dela-ut", "pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_trainer_of_the_partner_board_reads_everything(client: Client, partners: Cast) -> None:
    answer = page(client, partners.trainer, partners, CODE)
    assert all(step.title in answer.content.decode() for step in modules()[CODE].plan)
    for slug in ("pass", "utbildarens-text", "ovningar", "forumspel", "att-dela-ut", "bilder"):
        assert page(client, partners.trainer, partners, CODE, slug).status_code == 200
    for which in ("bilder", "anteckningar", "utbildarens-hafte"):
        assert page(client, partners.trainer, partners, CODE, "pdf", which).content.startswith(b"%PDF")


def test_a_trainer_of_a_board_that_has_nothing_to_do_with_it_reads_nothing(client: Client, cast: Cast) -> None:
    assert page(client, cast.trainer, cast).status_code == 404
    make_session(make_module("Samtal", board=cast.board), cast.own, clock.today(), trainers=[cast.trainer_row])
    assert page(client, cast.trainer, cast).status_code == 200


def test_a_trainer_teaches_at_the_boards_that_ask_for_it_and_at_their_own(client: Client, partners: Cast) -> None:
    other = make_board("Annan nämnd (exempel)")
    make_decision(other, partner_board=partners.board)
    make_decision(other)
    reached = [partners.board, partners.partner]
    for action in (READ, TEACH):
        assert set(visible(partners.trainer, action, Board.objects.all())) == set(reached)
        assert set(visible(partners.coordinator, action, Board.objects.all())) == set(reached)
    assert set(visible(partners.employee, READ, Board.objects.all())) == {partners.board}
    at_the_partner = make_user((Role.COORDINATOR, partners.partner))
    for action in (READ, TEACH):
        assert set(visible(at_the_partner, action, Board.objects.all())) == {partners.partner}
    assert not visible(partners.employee, TEACH, Board.objects.all()).exists()
    place = make_place("Exempel Borta", unit=make_unit(other, "Enhet Borta (exempel)"))
    make_session(make_module("Samtal", board=other), place, clock.today(), trainers=[partners.trainer_row])
    assert set(visible(partners.trainer, TEACH, Board.objects.all())) == {*reached, other}
    long_ago = clock.today() - dt.timedelta(days=40)
    third = make_board("Tredje nämnden (exempel)")
    far = make_place("Exempel Längre Borta", unit=make_unit(third, "Enhet Längre Borta (exempel)"))
    make_session(make_module("Samtal", board=third), far, long_ago, trainers=[partners.trainer_row])
    assert not visible(partners.trainer, READ, Board.objects.filter(pk=third.pk)).exists()


def test_what_is_not_there_is_not_found(client: Client, partners: Cast) -> None:
    for tail in (("ingen",), ("ingen", "att-dela-ut", "pdf"), (CODE, "ingen"), (CODE, "volontartext")):
        assert page(client, partners.coordinator, partners, *tail).status_code == 404
    for tail in ((CODE, "pdf", "ingen"), ("volontarer", "bilder"), (CODE, "ovningar", "versioner", "3")):
        assert page(client, partners.coordinator, partners, *tail).status_code == 404


def test_opened_from_a_session_the_plan_goes_by_its_clock(client: Client, partners: Cast) -> None:
    module = make_module("Samtal", board=partners.board, code=CODE)
    session = make_session(module, partners.own, clock.today(), hour=9, trainers=[partners.trainer_row])
    shown = sign_in_as(client, partners.trainer).get(reverse("training:session-detail", args=[session.pk]))
    address = f"/utbildning/material/{partners.board.pk}/{CODE}/?tillfalle={session.pk}"
    assert address in shown.content.decode()
    assert "Det här ska du hålla" in shown.content.decode()
    answer = page(client, partners.trainer, partners, CODE, tillfalle=session.pk)
    steps = answer.context["steps"]
    assert (steps[0].starts_at, steps[-1].ends_at - steps[0].starts_at) == (
        session.starts_at,
        steps[0].ends_at - steps[0].starts_at + (steps[-1].ends_at - steps[0].ends_at),
    )
    assert [step.starts_at for step in steps[1:]] == [step.ends_at for step in steps[:-1]]
    assert f"Planen tar {modules()[CODE].minutes} minuter" in answer.content.decode()
    other = make_session(make_module("Annan", board=partners.board), partners.own, clock.today())
    for wrong in (other.pk, "x"):
        assert page(client, partners.trainer, partners, CODE, tillfalle=wrong).status_code == 404


def test_a_module_without_content_has_no_link(client: Client, partners: Cast) -> None:
    for code, expected in ((CODE, True), ("egen-modul", False)):
        module = make_module("Samtal", board=partners.board, code=code)
        shown = sign_in_as(client, partners.coordinator).get(reverse("training:module-detail", args=[module.pk]))
        assert (f"/utbildning/material/{partners.board.pk}/{code}/" in shown.content.decode()) == expected


def test_the_material_of_the_one_board_opens_at_once(client: Client, cast: Cast) -> None:
    here = f"/utbildning/material/{cast.board.pk}/"
    assert sign_in_as(client, cast.employee).get("/utbildning/material/")["Location"] == here
    several = sign_in_as(client, cast.coordinator).get("/utbildning/material/")
    assert set(several.context["boards"]) == {cast.board, cast.partner}
    make_module("Samtal", board=cast.board)
    assert sign_in_as(client, cast.coordinator).get("/utbildning/material/")["Location"] == here


def test_the_sources_are_grouped_and_say_how_they_are_known(client: Client, cast: Cast) -> None:
    answer = sign_in_as(client, cast.employee).get("/utbildning/material/kallor/")
    text = answer.content.decode()
    assert sorted(source.id for _title, rows in sources_by_kind() for source in rows) == sorted(sources())
    assert all(f'id="kalla-{id}"' in text for id in sources())
    assert f"Utbildningen bygger på {len(sources())} källor" in text
    assert "öppnad 25 november 2026" in text
    assert "ur underlaget" in text


def test_volunteers_have_a_text_and_a_sheet_of_their_own(client: Client, cast: Cast) -> None:
    answer = page(client, cast.volunteer, cast, "volontarer")
    assert (answer.status_code, "Ändra texten" in answer.content.decode()) == (200, False)
    assert page(client, cast.volunteer, cast, "volontarer", "att-dela-ut", "pdf").content.startswith(b"%PDF")


def test_every_number_of_a_source_leads_to_its_line(client: Client, partners: Cast) -> None:
    text = page(client, partners.trainer, partners, CODE, "utbildarens-text").content.decode()
    for id in modules()[CODE].referred:
        assert (f'href="#kalla-{id}"' in text) == (f'id="kalla-{id}"' in text)
    assert 'href="#kalla-cooper-2012"' in text


@pytest.mark.parametrize("tail", [(), (CODE,), (CODE, "bilder")])
def test_a_page_asks_the_same_however_many_texts_are_worded(
    client: Client, partners: Cast, tail: tuple[str, ...], django_assert_max_num_queries: Any
) -> None:
    sign_in_as(client, partners.coordinator)
    with django_assert_max_num_queries(16):
        client.get(f"/utbildning/material/{partners.board.pk}/" + "".join(f"{part}/" for part in tail))
