"""Writers that add to the audit log at once, each with a connection of its own; some take back what they do."""

from __future__ import annotations

import os
import sys
import threading

from django.db import connection, connections, transaction


class TakenBack(Exception):
    """Ends a transaction without keeping it."""


def write(writers: int, rows: int) -> list[BaseException]:
    """Let each writer commit so many rows, besides those that it takes back. Returns what went wrong."""
    faults: list[BaseException] = []
    begin = threading.Barrier(writers)

    def work(number: int) -> None:
        try:
            begin.wait()
            _write_rows(number, rows)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def _write_rows(number: int, rows: int) -> None:
    from lyhord.accounts.domain import audit

    for row in range(rows):
        with transaction.atomic():
            if row % 7 == 3:
                try:
                    with transaction.atomic():
                        audit.record("bench.taken_back", actor=None)
                        raise TakenBack
                except TakenBack:
                    pass
            audit.record("bench.write", actor=None, counts={"writer": number, "row": row})
        if row % 11 == 5:
            try:
                with transaction.atomic():
                    audit.record("bench.taken_back", actor=None)
                    raise TakenBack
            except TakenBack:
                pass


def main() -> int:
    """One of several processes: WRITERS ROWS [DATABASE], with the rest of the database in the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
    import django

    django.setup()
    if len(sys.argv) > 3:
        connections.settings["default"]["NAME"] = sys.argv[3]
    faults = write(int(sys.argv[1]), int(sys.argv[2]))
    for fault in faults:
        sys.stderr.write(f"{fault!r}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
