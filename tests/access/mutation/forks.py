"""Runs each piece of work in a fork of this process, with all that it has in memory: imports, database and world."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

FORK = multiprocessing.get_context("fork")


class ForkFailed(Exception):
    """A fork ended with an error, or with no answer at all. The arguments say which work it had, and what happened."""


def in_forks[T, R](
    work: Callable[[T], R], pieces: Iterable[T], *, processes: int, seconds: int, when_late: R | None = None
) -> Iterator[tuple[T, R]]:
    """Yield each piece with what became of it, as they get done, each in a fork of its own.

    when_late: what a piece is said to become when it uses more than so many seconds. Raises ForkFailed.
    """
    waiting = iter(pieces)
    running: dict[Connection, tuple[T, BaseProcess]] = {}
    while True:
        while len(running) < processes and (piece := next(waiting, None)) is not None:
            ours, theirs = FORK.Pipe(duplex=False)
            process = FORK.Process(target=_answer, args=(work, piece, theirs, seconds))
            process.start()
            theirs.close()
            running[ours] = piece, process
        if not running:
            return
        for connection in wait(list(running)):
            assert isinstance(connection, Connection)
            piece, process = running.pop(connection)
            yield piece, _answer_of(connection, process, piece, when_late)


def _answer(work: Callable[[Any], Any], piece: Any, pipe: Connection, seconds: int) -> None:
    """Do the work in the fork, which ends when it has used so many seconds of the processor, however busy that is."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a device, not a path)
        sys.stdout = nowhere
        try:
            answer = (work(piece), "")
        except Exception:  # raised again in the parent, where it is seen
            answer = (None, traceback.format_exc())
        pipe.send(answer)


def _answer_of(connection: Connection, process: BaseProcess, piece: Any, when_late: Any) -> Any:
    try:
        answer, error = connection.recv()
    except EOFError:
        process.join()
        if when_late is not None and process.exitcode == -signal.SIGPROF:
            return when_late
        raise ForkFailed(piece, process.exitcode) from None
    finally:
        connection.close()
    process.join()
    if error:
        raise ForkFailed(piece, error)
    return answer
