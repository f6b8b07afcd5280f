"""A PostgreSQL server of one's own for as long as a benchmark runs, started as script/test starts one."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""Not safe after a power cut, and meant so: these databases live for some minutes."""


@contextmanager
def postgres(*, is_durable: bool = False) -> Iterator[str]:
    """Give the address of an empty database, gone afterwards. is_durable: each commit is on the disk before it ends."""
    folder = Path(tempfile.mkdtemp())
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    as_postgres: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        as_postgres = ["runuser", "-u", "postgres", "--"]

    def run(program: str, *arguments: str, check: bool = True) -> None:
        command = [*as_postgres, str(programs / program), "-D", str(folder / "cluster"), *arguments]
        # Into a file: a server that has been started would keep a pipe open.
        with (folder / "output").open("a") as output:
            subprocess.run(command, check=check, cwd=folder, stdout=output, stderr=output)

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = f"-k {folder} -c listen_addresses='' {'' if is_durable else HASTY}"
        run("pg_ctl", "-l", str(folder / "log"), "-w", "-o", settings, "start")
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "stop", "-m", "immediate", check=False)
        shutil.rmtree(folder, ignore_errors=True)
