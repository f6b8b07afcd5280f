"""First try to kill a mutant: the requests of the access walk that come by what was changed, until one is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import time_machine
from django.db import connection, transaction
from django.test.utils import setup_test_environment

from tests.access.mutation.forks import in_forks
from tests.access.mutation.mutant import Index, Mutant, Survived, by_touch
from tests.access.mutation.trace import noting, tracing
from tests.access.mutation.walkers import Walker, walkers
from tests.access.walk import quiet_requests
from tests.access.world import NOW, make_world

SECONDS = 300
"""A fork that takes longer than this hangs."""

type Request = tuple[int, int]
"""Number of the walker, and of the request among the walker's."""


class WalkIsWrong(Exception):
    """The walk does not hold without any mutant."""


def killed_by_walk(mutants: Sequence[Mutant], *, processes: int) -> Iterator[tuple[Mutant, str]]:
    """Yield each mutant with the sentence that killed it, or `Survived`. Needs a process that has no database open."""
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0)
    index = by_touch(mutants)
    with time_machine.travel(NOW, tick=False), quiet_requests(), transaction.atomic():
        everybody = walkers(make_world())
        requests = _requests_by_mutant(everybody, index, processes)

        def work(number: int) -> str:
            with mutants[number].mutated():
                return _first_wrong(everybody, requests[number])

        for number, wrong in in_forks(
            work, range(len(mutants)), processes=processes, seconds=SECONDS, when_late="endless"
        ):
            yield mutants[number], wrong or Survived
        transaction.set_rollback(True)


def _requests_by_mutant(everybody: list[Walker], index: Index, processes: int) -> dict[int, list[Request]]:
    """Walk without a mutant; return which requests come by what each one changes."""
    found: dict[int, list[Request]] = defaultdict(list)

    def work(number: int) -> tuple[list[set[int]], dict[tuple[str, str], str]]:
        walker = everybody[number]
        with tracing(index.paths):
            touched = [_touched(walker, i, index) for i in range(len(walker.requests))]
        return touched, walker.answers

    longest_first = sorted(range(len(everybody)), key=lambda n: -len(everybody[n].requests))
    for number, (touched, answers) in in_forks(work, longest_first, processes=processes, seconds=SECONDS):
        everybody[number].answers |= answers
        for i, mutants in enumerate(touched):
            for mutant in mutants:
                found[mutant].append((number, i))
    return defaultdict(list, {mutant: _spread(everybody, requests) for mutant, requests in found.items()})


def _touched(walker: Walker, number: int, index: Index) -> set[int]:
    with noting() as touched:
        wrong = walker.wrong(walker.requests[number], is_learning=True)
    if wrong:
        raise WalkIsWrong(wrong)
    return index.mutants_of(touched)


def _spread(everybody: list[Walker], requests: list[Request]) -> list[Request]:
    """Return the requests in an order in which unlike ones come early: by answer wanted, address and walker in turn."""
    order: dict[Request, tuple[int, int]] = {}
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    for request in requests:
        walker, i = request
        asked = everybody[walker].requests[i]
        kind = (asked.wanted, asked.method, asked.address, everybody[walker].acts_as)
        seen[kind] += 1
        seen[kind[0], asked.address] += 1
        order[request] = seen[kind], seen[kind[0], asked.address]
    return sorted(requests, key=order.__getitem__)


def _first_wrong(everybody: list[Walker], requests: list[Request]) -> str:
    for walker, i in requests:
        if wrong := everybody[walker].wrong(everybody[walker].requests[i]):
            return wrong
    return ""
