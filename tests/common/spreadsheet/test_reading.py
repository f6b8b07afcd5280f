"""Files are read by what they are, and refused in a sentence that says what to do."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from lyhord.common.spreadsheet import Merged, Row, UnreadableFile, column_letters, csv_file, read_workbook, xlsx_parts
from lyhord.common.spreadsheet import xlsx as xlsx_module
from tests.imports.files import part, repacked, xlsx

TABLE = [["Namn", "Antal"], ["Åsa", 3]]
TEXT = "Namn;Antal\r\nÅsa;3\r\n"


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(content)
    return caught.value.code, str(caught.value)


def test_cells_keep_their_kinds() -> None:
    day, clock = dt.date(2025, 10, 6), 0.75
    content = xlsx({"Blad": [["text", 12, 12.5, True, day, clock, None, " blank  "]]})
    assert read_workbook(content)[0].rows == [
        Row(1, ("text", 12, 12.5, True, dt.datetime(2025, 10, 6), 0.75, None, "blank"))
    ]


def test_leading_zeros_of_texts_are_kept() -> None:
    content = xlsx({"Blad": [["Id"], ["0042"]]})
    assert read_workbook(content)[0].rows[1].cells == ("0042",)


def test_empty_lines_and_columns_are_left_out_but_counted() -> None:
    content = xlsx({"Blad": [["Namn", None, "Antal"], [], [None], ["Åsa", None, 3]], "Tomt": []})
    (sheet,) = read_workbook(content)
    assert sheet.rows == [Row(1, ("Namn", None, "Antal")), Row(4, ("Åsa", None, 3))]


def test_formulas_are_text_and_never_their_stored_result() -> None:
    content = xlsx({"Blad": TABLE}, formulas={"B2": "=SUM(1,2)"})
    assert read_workbook(content)[0].rows[1] == Row(2, ("Åsa", "=SUM(1,2)"))


def test_merged_cells_are_told() -> None:
    content = xlsx({"Blad": [*TABLE, ["Bo", 4]]}, merged=["A2:A3", "C1:D1"])
    assert read_workbook(content)[0].merged == [Merged(2, 3, 1, 1), Merged(1, 1, 3, 4)]


def test_inline_texts_and_rich_texts_are_read() -> None:
    content = xlsx({"Blad": [["x"]]})
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
        b'<c t="inlineStr"><is><r><t>En </t></r><r><t>bit</t></r></is></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c>'
        b"</row></sheetData></worksheet>"
    )
    assert read_workbook(repacked(content, sheet1=sheet))[0].rows == [Row(1, ("En bit", False, "#N/A"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_csv_is_read_in_any_usual_encoding(encoding: str) -> None:
    (sheet,) = read_workbook(TEXT.encode(encoding))
    assert sheet.rows == [Row(1, ("Namn", "Antal")), Row(2, ("Åsa", "3"))]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_with_any_usual_delimiter(delimiter: str) -> None:
    content = f'Namn{delimiter}Ort\n"Ås{delimiter}a"{delimiter}Bälinge\n'.encode()
    assert read_workbook(content)[0].rows[1].cells == (f"Ås{delimiter}a", "Bälinge")


def test_a_comma_in_a_text_does_not_win_over_semicolons() -> None:
    content = "Namn;Adress\nÅsa;Gatan 1, Bälinge\nBo;Vägen 2, Almunge\n".encode()
    assert read_workbook(content)[0].rows[1].cells == ("Åsa", "Gatan 1, Bälinge")


def test_rows_are_numbered_by_lines_also_after_a_text_of_several_lines() -> None:
    content = 'Namn;Not\n"Å";"två\nrader"\n;\nBo;x\n'.encode()
    assert [row.number for row in read_workbook(content)[0].rows] == [1, 2, 5]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b";;;\n;;\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content)[0] == "empty"


def test_a_workbook_without_anything_is_refused() -> None:
    assert refusal(xlsx({"Tomt": []}))[0] == "empty"


def test_a_file_that_is_too_big_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="större än 0 MB") as caught:
        read_workbook(TEXT.encode(), max_bytes=10)
    assert caught.value.code == "too-big"


@pytest.mark.parametrize(
    ("content", "code", "remedy"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-or-locked-excel", "Spara som"),
        (b"<html><table><tr><td>Namn</td></tr></table></html>", "web-page", ".xlsx"),
        (b"%PDF-1.7 ...", "not-a-spreadsheet", ".xlsx eller .csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not-a-spreadsheet", ".xlsx eller .csv"),
        (b"PK\x03\x04 but no more of it", "broken-workbook", "skadad"),
        (b'a;b\n"broken;1\n', "broken-csv-row", "Rad 2"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_remedy(content: bytes, code: str, remedy: str) -> None:
    found, sentence = refusal(content)
    assert found == code
    assert remedy in sentence


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def test_other_archives_are_refused() -> None:
    assert refusal(archive(**{"photo.txt": b"hello"}))[0] == "not-a-spreadsheet"
    assert refusal(archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"))[0] == "open-document"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(xlsx({"Blad": TABLE}), sheet1=b"<worksheet>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    assert refusal(bomb)[0] == "unpacks-too-big"


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "MAX_SHARED_STRINGS", 10)
    assert refusal(xlsx({"Blad": TABLE}))[0] == "unpacks-too-big"


@pytest.mark.parametrize("where", ["sheet1", "strings", "book"])
def test_a_document_type_is_refused_so_no_entity_can_grow(where: str) -> None:
    content = xlsx({"Blad": TABLE})
    name = {"sheet1": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}[where]
    body = part(content, name).partition(b"?>")[2]
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + body
    assert refusal(repacked(content, **{where: laughs}))[0] == "broken-workbook"


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"<worksheet><sheetData><row></sheetData>",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="x"><c t="s"><v>0</v></c></row></sheetData></worksheet>',
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c t="s"><v>99</v></c></row></sheetData></worksheet>',
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="11"><v>1</v></c></row></sheetData></worksheet>',
    ],
)
def test_a_damaged_workbook_is_refused(sheet: bytes) -> None:
    assert refusal(repacked(xlsx({"Blad": TABLE}), sheet1=sheet))[0] == "broken-workbook"


def test_too_many_rows_and_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (xlsx_module, csv_file):
        monkeypatch.setattr(module, "MAX_ROWS", 2)
    assert refusal(xlsx({"Blad": [["a"], ["b"], ["c"]]}))[0] == "too-many-rows"
    assert refusal(b"a\nb\nc\n")[0] == "too-many-rows"
    monkeypatch.undo()
    assert refusal(xlsx({"Blad": [["x"] * 301]}))[0] == "too-many-columns"
    assert refusal((";" * 300 + "x\n").encode())[0] == "too-many-columns"


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters
