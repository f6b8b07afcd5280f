"""The requests of the access walk, one by one: each tells whether it is answered as the cells and the names say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from tests.access.cells import Cells, across, all_cells, held_by, nearest_and_far, outside_programme
from tests.access.reads import unlogged
from tests.access.shown import offers, wrongly_named, wrongly_offered
from tests.access.walk import Asked, Page, Visitor, outcome, requests_of, text_of
from tests.access.world import World
from tests.factories import make_programme, make_user

WITHOUT = {"N", "O", "X"}
"""Whoever holds next to nothing: without a role, with one, and not signed in."""


@dataclass
class Walker:
    """Somebody who makes requests. answers: of what pages offer when nothing is changed; see `shown`."""

    name: str
    acts_as: str
    user: User | None
    requests: tuple[Asked, ...]
    visitor: Visitor
    answers: dict[tuple[str, str], str] = field(default_factory=dict)

    def wrong(self, asked: Asked, *, is_learning: bool = False) -> str:
        """Make the request; return what is wrong with the answer, or nothing.

        is_learning: nothing is changed, so what a page offers is open, as the walk itself sees to. Later only what is
        offered besides is asked for.
        """
        response = self.visitor.ask(asked.method, asked.url, asked.headers)
        got = outcome(response)
        if got != asked.wanted:
            return f"{self.name} {asked}: {got}, not {asked.wanted}"
        if asked.method != "GET" or response.status_code != 200:
            return ""
        page = Page(asked.url, text_of(response), response.read)
        if is_learning:
            self.answers |= dict.fromkeys(offers(page.url, page.text), "+")
        return next(self._wrong_on(page), "")

    def _wrong_on(self, page: Page) -> Iterator[str]:
        yield from wrongly_named(self.acts_as, self.visitor.name, page.url, page.text)
        yield from unlogged([page], self.user)
        yield from wrongly_offered(self.acts_as, page.url, page.text, self.answers, self.visitor.answer_to)


def walkers(world: World, only: str = "") -> list[Walker]:
    """Return one of each role, some whose role has ended or not begun, and those of the other board.

    only: letters of the roles; then of them nobody but those who hold theirs now.
    """
    cells = all_cells()
    now = {**world.own.users, "N": world.nobody, "X": None}
    if only:
        return [_walker(world, cells, actor, now[actor]) for actor in only]
    found = [_walker(world, cells, actor, user) for actor, user in now.items()]
    for name, users in {"ended": world.ended, "future": world.future}.items():
        found += [_walker(world, held_by(a, cells), a, users[a], acts_as="N", name=f"{name} ") for a in "CMT"]
    turned = World(world.far, world.own, world.nobody, {}, {})
    found += [_walker(turned, across(a, cells), a, user, name="far ") for a, user in world.far.users.items()]
    other = make_user((Role.COORDINATOR, make_programme(world.own.board, world.own.nexus, name="Annat")))
    found.append(_walker(world, outside_programme("C", cells), "C", other, name="outside "))
    return found + elsewhere(world)


def elsewhere(world: World) -> list[Walker]:
    """Return those who also have a role in the other board, which opens nothing: they look at what is nearest and at C.

    Each role is used where it is held, and a page or a list does not mix them.
    """
    cells = all_cells()
    found = []
    for actor, user in world.elsewhere.items():
        walker = _walker(world, nearest_and_far(actor, cells), actor, user, name="more ")
        walker.visitor.name = world.own.users[actor].name  # the colleague's name is no secret to them
        looked_at = (asked for asked in walker.requests if asked.method == "GET" and asked.wanted in {"+", "-"})
        found.append(replace(walker, requests=tuple(looked_at)))
    return found


def _walker(
    world: World, cells: dict[str, Cells], actor: str, user: User | None, *, acts_as: str = "", name: str = ""
) -> Walker:
    acts_as = acts_as or actor
    requests = requests_of(world, cells, actor, acts_as=acts_as)
    return Walker(f"{name}{actor}", acts_as, user, tuple(_telling(requests, cells, acts_as)), Visitor(user))


def _telling(requests: Iterable[Asked], cells: dict[str, Cells], acts_as: str) -> Iterator[Asked]:
    """Yield what differs: that which is decided before a row is read, about one row, and of two of those without."""
    asked_before: set[tuple[str, str]] = set()
    for asked in requests:
        if asked.wanted not in {"+", "-"}:
            holds = any(actor == acts_as for _, actor, _ in cells[asked.address].expected)
            if (asked.address, asked.method) in asked_before or not (holds or acts_as in WITHOUT):
                continue
            asked_before.add((asked.address, asked.method))
        yield asked
