"""The extract as a PDF: it is compiled by the rules of PDF/UA-1, and says what the extract says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from lyhord.accounts.domain.extracts.extracts import Section, make_extract, plain_entry, user_as_subject
from lyhord.accounts.domain.extracts.pdf import extract_pdf
from tests.factories import TODAY, Cast, sign_in_as
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)
READER = shutil.which("pdftotext")


def text_of(pdf: bytes, folder: Path) -> str:
    """Return what a reader of the PDF gets, line breaks taken away."""
    assert READER is not None
    path = folder / "extract.pdf"
    path.write_bytes(pdf)
    found = subprocess.run([READER, path, "-"], check=True, capture_output=True)  # our file
    return " ".join(found.stdout.decode().split())


def test_it_is_tagged_and_says_so(cast: Cast) -> None:
    pdf = extract_pdf(make_extract(user_as_subject(cast.trainer)), about=cast.trainer.name, made_at=NOW)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf


def test_it_is_the_same_whatever_the_rows_hold(cast: Cast) -> None:
    """Nothing of a person is read as the program that sets the pages."""
    hostile = '#panic("x") $ \\ " ] #] *a* <b> @c // d\n/* e'
    section = Section("x", hostile, (plain_entry([("a", hostile, hostile)]),), hostile)
    assert extract_pdf([section], about=hostile, made_at=NOW, scope=hostile).startswith(b"%PDF")


@pytest.mark.skipif(READER is None, reason="pdftotext (poppler-utils) is not on this machine")
@pytest.mark.parametrize(("language", "heading"), [("sv", "Registerutdrag"), ("en", "Register extract")])
def test_every_row_and_empty_part_is_on_paper(cast: Cast, tmp_path: Path, language: str, heading: str) -> None:
    with translation.override(language):
        sections = make_extract(user_as_subject(cast.trainer))
        told = text_of(extract_pdf(sections, about=cast.trainer.name, made_at=NOW), tmp_path)
    assert heading in told
    assert cast.trainer.username in told
    for section in sections:
        assert section.title in told
        for entry in section.entries:
            assert all(fact.label in told for fact in entry.facts if fact.text != "–")


def test_oneself_saves_it(client: Client, cast: Cast) -> None:
    answer = sign_in_as(client, cast.employee).post("/konto/mina-uppgifter/fil/", {"som": "pdf"})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="mina-uppgifter.pdf"'
