"""Files that are sent up: such as are meant, broken ones, and ones that unpack to far more than they are."""

from __future__ import annotations

import io
import zipfile

from tests.imports.files import repacked, staff_file, xlsx

GROWING = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)
READING = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def uploads() -> list[tuple[str, bytes]]:
    """Return file names with contents."""
    good = staff_file()
    return [
        ("exempel.xlsx", good),
        ("platser.xlsx", xlsx({"Träffpunkter": [["Namn", "Enhet"], ["=1+1", "@x"]]})),
        ("a.csv", "Anställningsnummer;Namn;Arbetsplats\n1;Exempel;egen\n".encode()),
        ("bom.csv", b"\xff\xfe" + "Namn;Plats\nA;B\n".encode("utf-16-le")),
        ("noll.csv", b"Namn;Plats\na\0b;c\n"),
        ("bred.csv", b";".join([b"Namn"] * 3_000) + b"\n"),
        ("trasig.xlsx", good[:-300]),
        ("halv.xlsx", good[: len(good) // 2]),
        ("bomb.xlsx", _archive({"xl/workbook.xml": b"0" * 20_000_000})),
        ("delar.xlsx", _archive({"xl/workbook.xml": b"<a/>"} | {f"xl/{n}": b"" for n in range(2_100)})),
        ("djup.xlsx", repacked(good, sheet1=b"<a>" * 20_000)),
        ("vaxer.xlsx", repacked(good, strings=GROWING + b"<sst><si><t>&c;</t></si></sst>")),
        ("laser.xlsx", repacked(good, sheet1=READING + b"<worksheet>&a;</worksheet>")),
        ("zip.xlsx", _archive({"a.xlsx": good})),
        ("../../etc/passwd", b"x"),
        ("x" * 400 + ".xlsx", b"PK\x03\x04" + b"\0" * 200),
        ("a\0b.csv", b"Namn\n\x00\n"),
        ("tom.csv", b""),
    ]


def _archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
