"""A file from upload to register: nothing happens before it is applied, everything or nothing when it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from lyhord.accounts.domain.sweeps import registered_sweeps
from lyhord.accounts.models import AuditEvent
from lyhord.imports.domain.kinds import kind_of
from lyhord.imports.domain.runs import (
    ColumnsNotChosen,
    ImportAlreadyDecided,
    RegisterHasChanged,
    apply_import,
    choose_columns,
    forget_undecided,
    preview_of,
    refuse_import,
    take_in,
)
from lyhord.imports.models import ColumnMapping, ImportRun, ImportState
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from tests.factories import TODAY, Cast
from tests.factories.rows import at
from tests.imports.files import STAFF_HEADINGS, repacked, staff_file, staff_row, xlsx
from tests.imports.tables import dump

NOW = at(TODAY, 9)


@pytest.fixture(autouse=True)
def world(cast: Cast) -> Cast:
    MeetingPlace.objects.filter(pk=cast.own.pk).update(key="egen")
    Employee.objects.all().delete()
    return cast


def upload(content: bytes, cast: Cast, *, kind: str = "employees", filename: str = "personal.xlsx") -> ImportRun:
    return take_in(
        kind=kind_of(kind),
        owner=cast.board,
        filename=filename,
        content=content,
        uploaded_by=cast.coordinator,
        now=NOW,
    )


def read_in(content: bytes, cast: Cast) -> dict[str, int]:
    return apply_import(run=upload(content, cast), applied_by=cast.coordinator, now=NOW)


def doubts(content: bytes, cast: Cast, *, kind: str = "employees") -> list[str]:
    """Return "row: reason" of what is doubtful in the preview."""
    items = preview_of(upload(content, cast, kind=kind)).items
    return [f"{row}: {reason}" for item in items if item.status == "doubtful" for row, reason in item.reasons]


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an .xls renamed to .xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Spara som"),
    "an empty file": (lambda: b"", "Filen är tom"),
    "an empty workbook": (lambda: xlsx({"Personal": []}), "Filen är tom"),
    "headings only": (lambda: xlsx({"Personal": [STAFF_HEADINGS]}), "inga rader"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00", "inget kalkylark"),
    "a zip that is none": (lambda: b"PK\x03\x04nothing", "skadad"),
    "a zip bomb": (
        lambda: repacked(staff_file(), sheet1=b"<worksheet>" + b" " * 20_000_000),
        "orimligt stor",
    ),
    "a file that is too big": (lambda: b"a;b\n" * (6 * 1024 * 1024), "större än 20 MB"),
    "a web page": (lambda: b"<table><tr><td>Namn</td></tr></table>", "webbsida"),
    "another kind of file": (lambda: xlsx({"Blad": [["Datum", "Belopp"], [1, 2]]}), "inga rubriker"),
    "no column for where somebody works": (
        lambda: xlsx({"Personal": [["Anst.nr", "Namn", "Anställd fr.o.m."], ["1", "Åsa", dt.date(2020, 1, 1)]]}),
        "Kolumnen ”Träffpunkt” saknas i bladet ”Personal”",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_changes_no_table_and_is_logged_once(world: Cast, name: str) -> None:
    make, sentence = REFUSED[name]
    before = dump()
    run = upload(make(), world)
    assert run.state == ImportState.REFUSED
    assert sentence in run.refused_because
    assert dump() == before
    (event,) = AuditEvent.objects.all()
    assert (event.action, event.object_id, event.actor) == ("imports.refused", run.pk, world.coordinator)
    stored = ImportRun.objects.get()
    assert (bytes(stored.content), bytes(stored.preview)) == (b"", b"")


def test_a_file_refused_after_its_preview_changes_no_table(world: Cast) -> None:
    before = dump()
    run = upload(staff_file(), world)
    assert dump() == before
    refuse_import(run=run, refused_by=world.coordinator, now=NOW)
    assert dump() == before
    assert [event.action for event in AuditEvent.objects.all()] == ["imports.take_in", "imports.refused"]
    assert bytes(ImportRun.objects.get().content) == b""
    with pytest.raises(ImportAlreadyDecided):
        apply_import(run=run, applied_by=world.coordinator, now=NOW)


def test_the_same_file_twice_changes_nothing(world: Cast) -> None:
    content = staff_file(staff_row(1), staff_row(2, monday="8-12, 13-17"))
    assert read_in(content, world) == {
        "doubtful": 0,
        "gone": 0,
        "changed": 0,
        "new": 2,
        "unchanged": 0,
        "rows": 2,
    }
    before = dump()
    again = read_in(content, world)
    assert (again["new"], again["changed"], again["gone"], again["unchanged"]) == (0, 0, 0, 2)
    assert dump() == before


def test_a_changed_row_says_old_and_new(world: Cast) -> None:
    read_in(staff_file(staff_row(name="Exempel Person")), world)
    run = upload(staff_file(staff_row(name="Exempel Nytt", monday="9-17")), world)
    (item,) = preview_of(run).items
    assert (item.status, item.title, item.rows) == ("changed", "Exempel Person (1001)", "Personal rad 2")
    assert item.changes == (("Namn", "Exempel Person", "Exempel Nytt"), ("Schema", "måndag 8–17", "måndag 9–17"))


def test_someone_gone_is_flagged_never_deleted_and_unflagged_when_back(world: Cast) -> None:
    both, one = staff_file(staff_row(1), staff_row(2)), staff_file(staff_row(1))
    read_in(both, world)
    (item,) = preview_of(upload(one, world)).items
    assert (item.status, item.title) == ("gone", "Exempel Person 2 (1002)")
    assert read_in(one, world)["gone"] == 1
    missing = Employee.objects.get(key="1002")
    assert missing.missing_since == TODAY
    assert missing.employments.get().ends_before is None
    assert read_in(one, world)["gone"] == 0
    assert read_in(both, world)["changed"] == 1
    missing.refresh_from_db()
    assert missing.missing_since is None


def test_nobody_is_flagged_when_the_user_says_so(world: Cast) -> None:
    read_in(staff_file(staff_row(1), staff_row(2)), world)
    run = upload(staff_file(staff_row(1)), world)
    counts = apply_import(run=run, applied_by=world.coordinator, now=NOW, flag_gone=False)
    assert counts["gone"] == 0
    assert not Employee.objects.exclude(missing_since=None).exists()


def test_with_a_row_that_may_be_anybody_nobody_is_taken_for_gone(world: Cast) -> None:
    read_in(staff_file(staff_row(1), staff_row(2)), world)
    run = upload(staff_file(staff_row(1), staff_row(2, key=None)), world)
    preview = preview_of(run)
    assert preview.may_miss_some
    assert [item.status for item in preview.items] == ["doubtful"]


def test_doubtful_rows_are_left_out_and_the_rest_is_read_in(world: Cast) -> None:
    counts = read_in(staff_file(staff_row(1), staff_row(2, starts_on="31/2 2021")), world)
    assert (counts["new"], counts["doubtful"]) == (1, 1)
    assert [employee.key for employee in Employee.objects.all()] == ["1001"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"starts_on": "31/2 2021"},
            "2: Anställd från och med (cell D2): ”31/2 2021” är inget datum. Skriv det som 2025-01-31.",
        ),
        ({"starts_on": 44000}, "2: Anställd från och med (cell D2): ”44000” är inget datum. Skriv det som 2025-01-31."),
        ({"starts_on": None}, "2: Anställd från och med saknas. Fyll i cellen."),
        ({"place": "Egn"}, "2: träffpunkten ”Egn” finns inte i registret. Lägg in träffpunkten först."),
        ({"place": "Exempel Egn"}, "2: träffpunkten ”Exempel Egn” finns inte i registret. Menade du ”Exempel Egen”?"),
        ({"key": None}, "2: Anställningsnummer saknas. Fyll i cellen."),
        ({"name": None}, "2: Namn saknas. Fyll i cellen."),
        ({"monday": "8"}, "2: måndag (cell E2): ”8” är ingen tid från–till. Skriv till exempel 8-17."),
        (
            {"monday": dt.date(2025, 8, 17)},
            "2: måndag (cell E2): kalkylprogrammet har gjort om tiden till ett datum. "
            "Gör cellen till text och skriv till exempel 8-12.",
        ),
        ({"name": "x" * 201}, "2: Namn (cell B2): texten är längre än 200 tecken. Korta den."),
        ({"place": "#N/A"}, "2: Träffpunkt (cell C2): cellen visar felet #N/A. Rätta den i arket."),
    ],
)
def test_a_doubtful_row_names_cell_and_remedy(world: Cast, changes: dict[str, object], expected: str) -> None:
    assert doubts(staff_file(staff_row(**changes)), world) == [expected]


def test_a_formula_is_not_trusted(world: Cast) -> None:
    content = xlsx({"Personal": [STAFF_HEADINGS, staff_row()]}, formulas={"A2": "=A1"})
    (doubt,) = doubts(content, world)
    assert doubt.startswith("2: Anställningsnummer (cell A2): cellen är en formel. Kopiera och klistra in som värde")


def test_a_formula_in_a_csv_file_is_not_trusted(world: Cast) -> None:
    content = "Anst.nr;Namn;Arbetsplats;Anställd fr.o.m.\n1001;=HYPERLINK(1);egen;2021-03-01\n".encode()
    assert "Namn (cell B2): cellen är en formel" in doubts(content, world)[0]


def test_merged_cells_are_doubtful_on_every_row_they_cover(world: Cast) -> None:
    rows = [STAFF_HEADINGS, staff_row(1), staff_row(2), staff_row(3)]
    found = doubts(xlsx({"Personal": rows}, merged=["C2:C3"]), world)
    assert [doubt.partition(":")[0] for doubt in found] == ["2", "3"]
    assert "cellerna C2–C3 är sammanfogade. Dela dem" in found[0]


def test_a_merged_title_above_the_headings_does_not_matter(world: Cast) -> None:
    rows = [["Personallista 2025"], [], STAFF_HEADINGS, staff_row(1)]
    assert read_in(xlsx({"Personal": rows}, merged=["A1:E1"]), world)["new"] == 1


def test_empty_lines_do_not_matter_and_rows_keep_their_numbers(world: Cast) -> None:
    rows = [[], STAFF_HEADINGS, [], staff_row(1), [None, None], staff_row(2, starts_on="x")]
    assert doubts(xlsx({"Personal": rows}), world)[0].startswith("6: ")


def test_a_latin_1_csv_with_semicolons_is_read(world: Cast) -> None:
    headings = "Anst.nr;Efternamn;Förnamn;Arbetsplats;Anställd fr.o.m.;Sysselsättningsgrad"
    text = f"{headings}\r\n7;Åberg;Örjan;egen;2021-03-01;75,0 %\r\n"
    assert read_in(text.encode("latin-1"), world)["new"] == 1
    employee = Employee.objects.get()
    assert (employee.name, employee.employments.get().share_percent) == ("Örjan Åberg", 75)


def test_a_key_twice_with_different_names_is_doubtful(world: Cast) -> None:
    found = doubts(staff_file(staff_row(1), staff_row(1, name="Någon Annan")), world)
    assert found == [
        "3: anställningsnummer 1001 står också på rad 2 med annat innehåll i ”Namn”. "
        "Är det två personer behöver de var sitt nummer.",
        "3: samma person, träffpunkt och startdatum står redan på rad 2. Ta bort den ena raden.",
    ]


def test_columns_that_are_not_recognised_are_chosen_and_remembered(world: Cast) -> None:
    headings = ["Anst.nr", "Namn", "Hemvist", "Anställd fr.o.m."]
    content = xlsx({"Personal": [headings, ["1", "Åsa Exempel", "egen", dt.date(2021, 3, 1)]]})
    run = upload(content, world)
    preview = preview_of(run)
    assert preview.items == []
    assert preview.missing == [
        "Kolumnen ”Träffpunkt” saknas i bladet ”Personal”. Rad 1 lästes som rubriker. Lägg till kolumnen."
    ]
    with pytest.raises(ColumnsNotChosen):
        apply_import(run=run, applied_by=world.coordinator, now=NOW)
    choose_columns(run=run, columns=[["key", "name", "place", "starts_on"]], chosen_by=world.coordinator, now=NOW)
    run.refresh_from_db()
    assert [item.status for item in preview_of(run).items] == ["new"]
    assert not ColumnMapping.objects.exists()
    apply_import(run=run, applied_by=world.coordinator, now=NOW)
    again = upload(content, world)
    assert again.counts["unchanged"] == 1
    assert {row.heading: row.field for row in ColumnMapping.objects.all()}["hemvist"] == "place"


def test_the_register_changing_after_the_preview_stops_the_reading(world: Cast) -> None:
    read_in(staff_file(staff_row(name="Först")), world)
    run = upload(staff_file(staff_row(name="Från filen")), world)
    seen = preview_of(run).digest
    Employee.objects.update(name="Ändrad för hand")
    before = dump()
    with pytest.raises(RegisterHasChanged):
        apply_import(run=run, applied_by=world.coordinator, now=NOW, digest=seen)
    assert dump() == before
    run.refresh_from_db()
    assert preview_of(run).items[0].changes == (("Namn", "Ändrad för hand", "Från filen"),)
    apply_import(run=run, applied_by=world.coordinator, now=NOW, digest=preview_of(run).digest)
    assert Employee.objects.get().name == "Från filen"


def test_an_error_while_writing_leaves_nothing_half_done(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = upload(staff_file(staff_row(1), staff_row(2)), world)
    before, events = dump(), AuditEvent.objects.count()

    def broken(pairs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("lyhord.people.domain.import_writing.store_schedules", broken)
    with pytest.raises(RuntimeError, match="full"):
        apply_import(run=run, applied_by=world.coordinator, now=NOW)
    run.refresh_from_db()
    assert (dump(), AuditEvent.objects.count(), run.state) == (before, events, ImportState.PREVIEW)


def test_an_applied_file_is_forgotten_and_its_counts_are_logged(world: Cast) -> None:
    run = upload(staff_file(), world)
    assert bytes(run.content) != b""
    apply_import(run=run, applied_by=world.coordinator, now=NOW)
    run.refresh_from_db()
    assert (run.state, bytes(run.content), bytes(run.preview)) == (ImportState.APPLIED, b"", b"")
    event = AuditEvent.objects.last()
    assert event is not None
    assert (event.action, event.object_id, event.counts["new"]) == ("imports.apply", run.pk, 1)


def test_files_that_nobody_decided_about_are_forgotten_after_a_week(world: Cast) -> None:
    run = upload(staff_file(), world)
    assert forget_undecided(NOW + dt.timedelta(days=7)) == 0
    assert forget_undecided(NOW + dt.timedelta(days=7, seconds=1)) == 1
    run.refresh_from_db()
    assert (run.state, bytes(run.content)) == (ImportState.REFUSED, b"")
    assert "7 dagar" in run.refused_because


def test_the_worker_forgets_old_files(world: Cast) -> None:
    run = upload(staff_file(), world)
    (sweep,) = [sweep for sweep in registered_sweeps(is_urgent=False) if sweep.name == "imports.forget_undecided"]
    sweep.function(NOW + dt.timedelta(days=8), lambda: False)
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED


def test_sheets_that_are_not_recognised_are_named(world: Cast) -> None:
    run = upload(xlsx({"Personal": [STAFF_HEADINGS, staff_row()], "Anteckningar": [["hej"]]}), world)
    assert preview_of(run).skipped_sheets == ["Anteckningar"]


def test_two_sheets_of_people_are_read_as_one_file(world: Cast) -> None:
    sheets = {"Norr": [STAFF_HEADINGS, staff_row(1)], "Söder": [STAFF_HEADINGS, staff_row(2)]}
    assert read_in(xlsx(sheets), world)["new"] == 2


def test_english_readers_files_have_swedish_headings_all_the_same(world: Cast) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert read_in(staff_file(), world)["new"] == 1
