"""Tell what a file is by its first bytes, and read it."""

from __future__ import annotations

from lyhord.common.spreadsheet.csv_file import read_csv
from lyhord.common.spreadsheet.errors import (
    EmptyFile,
    FileTooBig,
    NotASpreadsheet,
    OldOrLockedExcel,
    WebPage,
)
from lyhord.common.spreadsheet.sheets import MAX_BYTES, Sheet
from lyhord.common.spreadsheet.xlsx import read_xlsx

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_workbook(content: bytes, *, max_bytes: int = MAX_BYTES) -> list[Sheet]:
    """Return the sheets that have anything in them. Raises UnreadableFile with a sentence for the user."""
    if len(content) > max_bytes:
        raise FileTooBig(max_bytes // (1024 * 1024))
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise EmptyFile
    if content.startswith(_OLE):
        raise OldOrLockedExcel
    if content.startswith(_ZIP):
        sheets = read_xlsx(content)
    elif b"\x00" in content and not content.startswith(_UTF16):
        raise NotASpreadsheet
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF", b"{\\rtf")):
        raise WebPage if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else NotASpreadsheet
    else:
        sheets = read_csv(content)
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise EmptyFile
    return sheets
