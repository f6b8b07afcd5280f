"""No file that the site hands out, whatever its format, lets a name become a formula, a line or a header."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlsplit

import icalendar
import openpyxl
import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat, Left
from django.urls import resolve

from lyhord.accounts.domain.access_matrix import addresses
from lyhord.common.unchanging import changing, is_refusing
from lyhord.planning.domain.feeds import feed_file
from lyhord.web import downloads
from tests.access.cells import all_cells
from tests.access.relations import filled
from tests.access.walk import Visitor, quiet_requests
from tests.access.world import NOW, World, make_world
from tests.architecture.test_limits import reached
from tests.fuzz.forms import read_page

EVIL = '=HYPERLINK("https://example.org")\r\nATTACH:https://example.org/x;@+-\t'
NAMES = {"name", "title", "location", "venue", "purpose", "source", "filename", "text", "note", "heading", "label"}
MAKES_FILE = {downloads.json_file, downloads.pdf_file, downloads.xlsx_file, feed_file}
GET = ("GET", "+")
PACKED_NAME = re.compile(r"[a-z0-9][a-z0-9./-]*")
FILE_NAME = re.compile(r'(attachment|inline); filename="[a-z0-9-]+\.(xlsx|csv|ics|json|pdf|zip)"')


def poison() -> None:
    """Put a formula and a line of its own before every name and free text there is."""
    for model in apps.get_models():
        if model.__module__.startswith("lyhord."):
            fields = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)]
            texts = {field.name: _evil(field) for field in fields if field.name in NAMES and not field.choices}
            table = model._meta.db_table
            if texts:
                with changing(connection, table) if is_refusing(connection, table) else nullcontext():
                    model._default_manager.update(**texts)


def _evil(field: CharField[Any, Any] | TextField[Any, Any]) -> Left:
    return Left(Concat(Value(EVIL), F(field.name)), field.max_length or 2_000)


def files(world: World) -> dict[tuple[str, str], Any]:
    """Return every file that an address hands out, by address and kind, asked as somebody whom it is open to."""
    found: dict[tuple[str, str], Any] = {}
    makers = {address for address, view in addresses() if MAKES_FILE & reached(view)}
    for entry in all_cells().values():
        ways = {relation: actor for (method, actor, relation), cell in entry.expected.items() if (method, cell) == GET}
        for relation, actor in sorted(ways.items()):
            visitor = Visitor(world.nobody if actor == "N" else world.own.users.get(actor))
            url = filled(entry.address, world, actor, relation)
            response = visitor.ask("GET", url)
            assert response.status_code < 500, url
            if _is_file(response):
                found[entry.address, _kind_of(response)] = response
            elif response.status_code == 200:
                found |= _files_of_forms(visitor, url, response.content.decode(), makers)
            if response.status_code == 200:
                break
    got = {address for address, _kind in found}
    assert makers <= got, f"no file from {makers - got}"
    return found


def _files_of_forms(visitor: Visitor, url: str, page: str, makers: set[str]) -> dict[tuple[str, str], Any]:
    """Press each button of each form of the page that leads to a file."""
    found = {}
    for form in read_page(page)[0]:
        target = urlsplit(form.action).path or url
        address = "/" + resolve(target).route
        fields = {part.name: part.content or "Exempel" for part in form.fields.values()}
        for name, text in form.buttons if address in makers else ():
            response = getattr(visitor.client, form.method)(target, fields | {name: text})
            assert response.status_code < 500, (target, name, text)
            if _is_file(response):
                found[address, _kind_of(response)] = response
    return found


def _is_file(response: Any) -> bool:
    return response.status_code == 200 and "html" not in response["Content-Type"]


def _kind_of(response: Any) -> str:
    return str(response["Content-Type"].split(";")[0])


def check_xlsx(content: bytes) -> int:
    """Return how many cells hold what was put there: as text, never as a formula or a link."""
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return sum(EVIL[:10] in str(cell.value) for cell in cells)


def check_csv(content: bytes) -> int:
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    return sum(EVIL[:10] in cell for cell in cells)


def check_ics(content: bytes) -> int:
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if "\r" in line or "\n" in line]
    assert not [line for line in lines if line.upper().startswith("ATTACH")]
    parts = icalendar.Calendar.from_ical(content).walk()
    return sum(EVIL[:10] in str(text) for part in parts for text in part.values())


def check_json(content: bytes) -> int:
    json.loads(content)
    return content.decode().count(EVIL[:10])


def check_pdf(content: bytes) -> int:
    """Its texts are compressed; what a reader could press, or what would run, is not."""
    assert b"/MarkInfo" in content
    assert not [word for word in (b"/Annot", b"/URI", b"/JavaScript", b"/Launch") if word in content]
    return 1


def check_zip(content: bytes) -> int:
    """A package for a learning platform: a story, and nobody's name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [name for name in package.namelist() if not PACKED_NAME.fullmatch(name)]
        assert not [name for name in package.namelist() if EVIL[:10] in package.read(name).decode()]
    return 1


CHECKS = {
    "sheet": check_xlsx,
    "csv": check_csv,
    "calendar": check_ics,
    "json": check_json,
    "pdf": check_pdf,
    "zip": check_zip,
}
NO_FILE = {"application/samlmetadata+xml", "application/json"}
"""What a browser does not save: it has no name."""


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_no_file_lets_a_name_be_more_than_a_name() -> None:
    world = make_world()
    poison()
    with quiet_requests():
        found = files(world)
    taken = Counter[str]()
    for (address, content_type), response in found.items():
        shown_as = response.headers.get("Content-Disposition", "")
        assert FILE_NAME.fullmatch(shown_as) or (content_type in NO_FILE and not shown_as), (address, shown_as)
        assert response["X-Content-Type-Options"] == "nosniff"
        kinds = [kind for kind in CHECKS if kind in content_type]
        assert kinds or not shown_as, f"{address}: nobody has said how {content_type} is checked"
        for kind in kinds:
            taken[kind] += CHECKS[kind](response.content)
    assert set(taken) == {kind for kind in CHECKS if taken[kind]} >= {"sheet", "calendar", "json", "pdf", "zip"}, taken
