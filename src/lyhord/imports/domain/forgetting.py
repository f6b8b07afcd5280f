"""Files on their way in that name somebody who is erased."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from lyhord.imports.models import ImportRun, ImportState
from lyhord.organisation.models import Board

_WRITTEN_AS = ("utf-8", "cp1252", "utf-16-le")
FORGOTTEN, SHORTEST = "gallrad", 4


def forget_files_that_name(words: Iterable[str], *, owner: Board) -> int:
    """Empty the board's undecided files that hold any of the words, and rename those called so. Returns how many.

    A file is thrown away as a whole: whoever uploaded it can upload it anew, without the person. Words shorter than
    `SHORTEST`, such as a number of two figures, stand in any file and are left out.
    """
    wanted = [re.escape(word) for word in sorted(set(words)) if len(word) >= SHORTEST]
    if not wanted:
        return 0
    named = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)
    forgotten = 0
    for run in ImportRun.objects.select_for_update().filter(owner=owner, state=ImportState.PREVIEW):
        if any(named.search(text) for text in _texts(run)):
            run.state, run.content, run.preview, run.mapping = ImportState.REFUSED, b"", b"", []
            run.refused_because = ""
            run.save()
            forgotten += 1
    for id, filename in ImportRun.objects.filter(owner=owner).values_list("pk", "filename"):
        if named.search(filename):
            ImportRun.objects.filter(pk=id).update(filename=FORGOTTEN)
    return forgotten


def _texts(run: ImportRun) -> Iterator[str]:
    """Yield what the run stores, as it was written: the preview, the sheets of a workbook, a text file."""
    if run.preview:
        yield json.dumps(json.loads(zlib.decompress(bytes(run.preview))), ensure_ascii=False)
    yield json.dumps(run.mapping, ensure_ascii=False)
    content = bytes(run.content)
    for code in _WRITTEN_AS:
        yield content.decode(code, "ignore")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            for name in workbook.namelist():
                yield workbook.read(name).decode("utf-8", "ignore")
