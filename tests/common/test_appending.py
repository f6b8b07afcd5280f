"""A file that only grows."""

from __future__ import annotations

import stat
from pathlib import Path

from lyhord.common.appending import appended


def test_what_is_written_comes_last_and_is_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    for line in ("one\n", "two\n"):
        with appended(path) as file:
            file.write(line)
    assert path.read_text() == "one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
