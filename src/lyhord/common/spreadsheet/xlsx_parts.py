"""The parts of an .xlsx archive: sizes checked before unpacking, sheets and their paths, shared texts, date styles."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from lyhord.common.spreadsheet.errors import NotASpreadsheet, OpenDocument, UnpacksTooBig

MAX_UNPACKED = 300 * 1024 * 1024
MAX_SHARED_STRINGS = 60 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 2000
_BOOK = "xl/workbook.xml"
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
    "{http://schemas.openxmlformats.org/package/2006/relationships}",
)


class ForbiddenDtd(ValueError):
    """A part of the archive declares a document type. No spreadsheet program writes one."""


@dataclass(frozen=True)
class Book:
    """sheets: (name, path of the part), in the order of the tabs. date_styles: cell style → is it a duration."""

    sheets: list[tuple[str, str]]
    strings: list[str]
    date_styles: dict[str, bool]
    starts_1904: bool


def check_archive(archive: zipfile.ZipFile, *, max_unpacked: int = MAX_UNPACKED) -> None:
    """Refuse by the sizes in the archive's directory. Python never unpacks more of a part than is declared there."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise OpenDocument
    if _BOOK not in names:
        raise NotASpreadsheet
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    is_bomb = unpacked > 1024 * 1024 and unpacked > packed * MAX_RATIO
    if unpacked > max_unpacked or strings > MAX_SHARED_STRINGS or is_bomb or len(parts) > MAX_PARTS:
        raise UnpacksTooBig


def open_book(archive: zipfile.ZipFile) -> Book:
    """Return what the worksheets need to be understood. Raises KeyError when a part is missing."""
    targets = {}
    for element in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        targets[element.get("Id")] = posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))[1:]
    sheets = []
    starts_1904 = False
    for element in elements(archive, _BOOK, "sheet", "workbookPr"):
        if local_name(element) == "workbookPr":
            starts_1904 = element.get("date1904") in {"1", "true"}
            continue
        target = targets[next(text for name, text in element.attrib.items() if name.endswith("}id"))]
        if "worksheets/" in target:  # the rest are charts
            sheets.append((element.get("name", ""), target))
    names = set(archive.namelist())
    strings = (
        [inline_text(e) for e in elements(archive, "xl/sharedStrings.xml", "si")]
        if "xl/sharedStrings.xml" in names
        else []
    )
    styles = _date_styles(archive) if "xl/styles.xml" in names else {}
    return Book(sheets, strings, styles, starts_1904)


def elements(archive: zipfile.ZipFile, part: str, *wanted: str) -> Iterator[Element]:
    """Yield the elements of those names as they end, and forget them afterwards. Raises ForbiddenDtd."""
    refuse_dtd(archive, part)
    tags = frozenset(f"{namespace}{name}" for namespace in _NAMESPACES for name in wanted)
    with archive.open(part) as source:
        for _event, element in iterparse(source):  # noqa: S314  # entities need a DTD, and there is none
            if element.tag in tags:
                yield element
                element.clear()


def refuse_dtd(archive: zipfile.ZipFile, part: str) -> None:
    """Raise ForbiddenDtd when the part has a document type, without which no entity can be declared.

    The package defusedxml does the same in Python for every element, which makes reading half as long again.
    """
    parser = expat.ParserCreate()
    is_inside = False

    def refuse(*_args: object) -> None:
        raise ForbiddenDtd(part)

    def stop(*_args: object) -> None:
        nonlocal is_inside
        is_inside = True

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    with archive.open(part) as source:
        while not is_inside and (chunk := source.read(4096)):
            parser.Parse(chunk)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def inline_text(element: Element) -> str:
    """Return the text of a shared or inline string: its runs, without phonetic hints."""
    texts = []
    for child in element:
        name = local_name(child)
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts.extend(run.text or "" for run in child if local_name(run) == "t")
    return "".join(texts)


def _date_styles(archive: zipfile.ZipFile) -> dict[str, bool]:
    formats = dict(BUILTIN_FORMATS)
    styles: dict[str, bool] = {}
    for element in elements(archive, "xl/styles.xml", "numFmt", "cellXfs"):
        if local_name(element) == "numFmt":
            formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            continue
        for number, style in enumerate(element):
            code = formats.get(int(style.get("numFmtId", "0")), "General")
            if is_date_format(code):
                styles[str(number)] = is_timedelta_format(code)
    return styles
