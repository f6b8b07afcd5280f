"""The pages of an import: who may open them, and a file's way through them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent
from lyhord.common.spreadsheet import read_workbook
from lyhord.imports.domain import kinds
from lyhord.imports.domain.access import boards_for, kinds_for
from lyhord.imports.domain.form_file import empty_file
from lyhord.imports.domain.kinds import all_kinds, kind_of
from lyhord.imports.domain.runs import preview_of, take_in
from lyhord.imports.models import ImportRun, ImportState
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from tests.factories import TODAY, Cast, make_board, make_user, sign_in_as
from tests.factories.rows import at
from tests.imports.files import staff_file, staff_row, xlsx
from tests.imports.tables import dump

START, STAFF = "/import/", "/import/personal/"


@pytest.fixture(autouse=True)
def world(cast: Cast) -> Cast:
    MeetingPlace.objects.filter(pk=cast.own.pk).update(key="egen")
    Employee.objects.all().delete()
    return cast


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def send(client: Client, content: bytes, board: Any, name: str = "personal.xlsx", url: str = STAFF) -> Any:
    return client.post(url, {"owner": str(board.pk), "file": SimpleUploadedFile(name, content)})


def run_url(name: str, run: ImportRun) -> str:
    return reverse(f"imports:{name}", args=[run.pk])


@pytest.mark.parametrize(
    "who",
    [
        "manager",
        "deputy",
        "employee",
        "volunteer",
        "trainer",
        "adviser",
        "board_reader",
        "secretary",
        "access_administrator",
        "auditor",
        "operator",
        "outsider",
    ],
)
def test_only_the_coordinator_reads_in_files(client: Client, world: Cast, who: str) -> None:
    run = take_in(
        kind=kind_of("employees"),
        owner=world.board,
        filename="p.xlsx",
        content=staff_file(),
        uploaded_by=world.coordinator,
        now=at(TODAY, 9),
    )
    sign_in_as(client, getattr(world, who))
    for url in (START, STAFF, "/import/personal/mall.xlsx", run_url("preview", run), run_url("columns", run)):
        assert client.get(url).status_code == 403
    for url in (run_url("read-in", run), run_url("refuse", run)):
        assert client.post(url).status_code == 403
    assert not Employee.objects.exists()


def test_another_boards_file_is_not_found(client: Client, world: Cast) -> None:
    run = take_in(
        kind=kind_of("employees"),
        owner=make_board("Annan nämnd (exempel)"),
        filename="p.xlsx",
        content=staff_file(),
        uploaded_by=None,
        now=at(TODAY, 9),
    )
    sign_in_as(client, world.coordinator)
    assert client.get(run_url("preview", run)).status_code == 404
    assert client.post(run_url("read-in", run)).status_code == 404
    assert "p.xlsx" not in page(client, START)


def test_a_file_is_read_in_for_the_boards_that_one_coordinates(client: Client, world: Cast) -> None:
    both = make_user((Role.COORDINATOR, world.board), (Role.UNIT_MANAGER, world.partner))
    form = sign_in_as(client, both).get(STAFF).context["form"]
    assert boards_for(both, kind_of("employees")).get() == world.board
    assert str(world.partner) not in str(form)
    send(client, staff_file(), world.partner)
    assert ImportRun.objects.get().owner == world.board


def test_a_kind_is_read_in_by_whoever_may_do_what_it_does(
    client: Client, world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the coordinator's own files too, and not for whoever may do it but is no coordinator there."""
    run = take_in(
        kind=kind_of("employees"),
        owner=world.board,
        filename="p.xlsx",
        content=staff_file(),
        uploaded_by=None,
        now=at(TODAY, 9),
    )
    monkeypatch.setitem(kinds._kinds, "employees", replace(kind_of("employees"), action="places.view_place"))
    reader = make_user((Role.COORDINATOR, make_board("Annan nämnd (exempel)")), (Role.BOARD_READER, world.board))
    assert boards_for(reader, kind_of("employees")).filter(pk=world.board.pk).exists()
    page(sign_in_as(client, reader), run_url("preview", run), 404)
    page(sign_in_as(client, world.coordinator), run_url("preview", run))
    page(client, STAFF)
    monkeypatch.setitem(kinds._kinds, "employees", replace(kind_of("employees"), action="accounts.view_log"))
    assert "employees" not in {kind.code for kind in kinds_for(world.coordinator)}
    page(client, run_url("preview", run), 404)
    page(client, STAFF, 404)


def test_an_unknown_kind_is_not_found(client: Client, world: Cast) -> None:
    page(sign_in_as(client, world.coordinator), "/import/strunt/", 404)


def test_a_file_goes_from_upload_to_register(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    response = send(client, staff_file(staff_row(1), staff_row(2, place="ingenstans")), world.board)
    run = ImportRun.objects.get()
    assert response["Location"] == run_url("preview", run)
    html = page(client, run_url("preview", run))
    assert "Så här skulle filen ändra registret" in html
    assert "Exempel Person 1 (1001)" in html
    assert "träffpunkten ”ingenstans” finns inte i registret" in html
    assert not Employee.objects.exists()
    response = client.post(run_url("read-in", run), {"digest": preview_of(run).digest, "flag_gone": "on"}, follow=True)
    assert "1 rad är inläst" in response.content.decode()
    assert "Filen är inläst" in response.content.decode()
    assert [employee.key for employee in Employee.objects.all()] == ["1001"]
    again = client.post(run_url("read-in", run), follow=True)
    assert "Filen är redan färdig" in again.content.decode()


def test_a_file_that_cannot_be_read_is_explained_beside_the_field(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    before = dump()
    response = send(client, b"\xd0\xcf\x11\xe0" + bytes(600), world.board)
    assert response.status_code == 200
    assert "gamla formatet .xls" in response.content.decode()
    assert dump() == before
    assert ImportRun.objects.get().state == ImportState.REFUSED
    assert [event.action for event in AuditEvent.objects.all()] == ["imports.refused"]
    assert "gamla formatet .xls" in page(client, START)


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_file_is_explained(client: Client, world: Cast, content: bytes) -> None:
    sign_in_as(client, world.coordinator)
    assert "Filen är tom" in send(client, content, world.board).content.decode()


def test_no_file_is_explained(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    assert "Detta fält" in client.post(STAFF, {"owner": str(world.board.pk)}).content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_for_a_board_that_is_not_yours_is_not_taken(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    assert send(client, staff_file(), make_board("Annan nämnd (exempel)")).status_code == 200
    assert not ImportRun.objects.exists()


def test_somebody_with_one_board_is_not_asked_which(client: Client, world: Cast) -> None:
    sign_in_as(client, make_user((Role.COORDINATOR, world.board)))
    assert 'name="owner"' not in page(client, STAFF)
    client.post(STAFF, {"file": SimpleUploadedFile("p.xlsx", staff_file())})
    assert ImportRun.objects.get().owner == world.board


def test_a_file_is_left_unread(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    send(client, staff_file(), world.board)
    run = ImportRun.objects.get()
    before = dump()
    response = client.post(run_url("refuse", run), follow=True)
    assert "Ingenting har ändrats" in response.content.decode()
    assert dump() == before
    assert "Filen lästes inte in" in page(client, run_url("preview", run))
    assert "redan färdig" in client.post(run_url("refuse", run), follow=True).content.decode()


def test_columns_are_chosen_on_their_page(client: Client, world: Cast) -> None:
    headings = ["Anst.nr", "Namn", "Hemvist", "Anställd fr.o.m."]
    content = xlsx({"Personal": [headings, ["1", "Åsa Exempel", "egen", "2021-03-01"]]})
    sign_in_as(client, world.coordinator)
    send(client, content, world.board)
    run = ImportRun.objects.get()
    assert "Kolumnen ”Träffpunkt” saknas" in page(client, run_url("preview", run))
    assert "Välj först" in client.post(run_url("read-in", run), {"digest": "x"}, follow=True).content.decode()
    page(client, run_url("columns", run))
    twice = {"s0c0": "key", "s0c1": "name", "s0c2": "name", "s0c3": "starts_on"}
    assert "är redan vald för rubriken ”Namn”" in client.post(run_url("columns", run), twice).content.decode()
    client.post(run_url("columns", run), twice | {"s0c2": "place"})
    assert "Åsa Exempel (1)" in page(client, run_url("preview", run))


def test_the_preview_is_shown_again_when_the_register_has_changed(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    send(client, staff_file(), world.board)
    run = ImportRun.objects.get()
    response = client.post(run_url("read-in", run), {"digest": "old"}, follow=True)
    assert "Registret har ändrats" in response.content.decode()
    assert not Employee.objects.exists()


def test_the_preview_is_in_pages_and_by_status(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    rows = [staff_row(number) for number in range(1, 61)] + [staff_row(99, starts_on="aldrig")]
    send(client, staff_file(*rows), world.board)
    url = run_url("preview", ImportRun.objects.get())
    assert "Sida 1 av 2" in page(client, url)
    assert "Exempel Person 60 (" in page(client, f"{url}?visa=new&sida=2")
    only_doubtful = page(client, f"{url}?visa=doubtful")
    assert "aldrig" in only_doubtful
    assert "Exempel Person 1 (" not in only_doubtful
    assert "Exempel Person 1 (" in page(client, f"{url}?visa=strunt&sida=strunt")


def test_the_list_costs_the_same_for_many_files(client: Client, world: Cast) -> None:
    sign_in_as(client, world.coordinator)
    send(client, staff_file(), world.board)
    with CaptureQueriesContext(connection) as few:
        page(client, START)
    for _ in range(20):
        send(client, staff_file(), world.board)
    with CaptureQueriesContext(connection) as many:
        page(client, START)
    assert len(few) == len(many)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_the_empty_form_has_headings_that_are_recognised(client: Client, world: Cast, kind: Any) -> None:
    sign_in_as(client, world.coordinator)
    response = client.get(reverse("imports:form-file", args=[kind.slug]))
    sheets = read_workbook(response.content)
    assert [sheet.name for sheet in sheets][:-1] == [str(table.label) for table in kind.tables]
    run = take_in(
        kind=kind,
        owner=world.board,
        filename="mall.xlsx",
        content=empty_file(kind),
        uploaded_by=None,
        now=at(TODAY, 9),
    )
    assert "inga rader" in run.refused_because
