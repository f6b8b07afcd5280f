"""Every address × method × role × relation, against the cells that are kept by hand; and every read is in the log."""

from __future__ import annotations

import unittest
from typing import ClassVar

import pytest
import time_machine
from django.db import connection
from django.test import TestCase

from lyhord.accounts.domain.access_matrix import addresses
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from tests.access.cells import CellsUnreadable, across, all_cells, held_by, outside_programme, read
from tests.access.mutation.walkers import elsewhere
from tests.access.pressing import UNCHANGED, press
from tests.access.reads import unlogged
from tests.access.shown import names, offers, read_names, wrongly_named, wrongly_offered
from tests.access.walk import OTHER_WAYS, Visitor, quiet_requests, walk
from tests.access.world import NOW, ROLES, World, make_world
from tests.factories import make_programme, make_user

IS_FIRST = connection.vendor == "sqlite"
WAYS = OTHER_WAYS if IS_FIRST else ()
"""What a method may do is decided before a row is read, alike on every database: asked on one of them."""
ACTORS = [*ROLES, "N", "X"]


class CellsTest(TestCase):
    """One world for all: what a request does is taken back."""

    world: ClassVar[World]

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(time_machine.travel(NOW, tick=False))
        cls.enterClassContext(quiet_requests())
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()

    def user_of(self, actor: str) -> User | None:
        return None if actor == "X" else self.world.nobody if actor == "N" else self.world.own.users[actor]

    def test_who_has_no_role_any_more_or_not_yet_is_nobody(self) -> None:
        """Asks what the role would open, had it held: what is nearest, to look at and to change."""
        for users in (self.world.ended, self.world.future):
            for actor, user in users.items():
                walked = walk(self.world, held_by(actor, all_cells()), actor, user, acts_as="N", other_ways=())
                assert not walked.wrong, "\n".join(walked.wrong)

    def test_nobody_of_the_other_board_reaches_across(self) -> None:
        """The same, the other way: whoever belongs to C gets of A what A gets of C."""
        for actor, user in self.world.far.users.items():
            turned = World(self.world.far, self.world.own, self.world.nobody, {}, {})
            walked = walk(turned, across(actor, all_cells()), actor, user, other_ways=())
            assert not walked.wrong, "\n".join(walked.wrong)

    def test_a_coordinator_of_another_programme_reaches_none_of_its_decision(self) -> None:
        """Of the same boards: nothing of the decision. Of Nexus and a third board: nothing of the board either."""
        own, far = self.world.own, self.world.far
        same = make_user((Role.COORDINATOR, make_programme(own.board, own.nexus, name="Annat")))
        walked = walk(self.world, outside_programme("C", all_cells()), "C", same, other_ways=())
        assert walked.asked > 100
        for page in ("/", "/beslut/", "/plan/", "/tackning/", "/sok/?q=Beslut"):
            if "BeslutA" in Visitor(same).ask("GET", page).text:
                walked.wrong.append(f"{page} names BeslutA")
        other = make_user((Role.COORDINATOR, make_programme(far.board, far.nexus)))
        turned = World(far, own, self.world.nobody, {}, {})
        walked.wrong += walk(turned, across("C", all_cells()), "C", other, other_ways=()).wrong
        assert not walked.wrong, "\n".join(walked.wrong)

    def test_a_role_elsewhere_opens_nothing_more(self) -> None:
        """Each role is used where it is held: the coordinator of A who is C's adviser gets nothing of C."""
        for walker in elsewhere(self.world):
            wrong = [sentence for asked in walker.requests if (sentence := walker.wrong(asked, is_learning=True))]
            assert not wrong, "\n".join(wrong)

    @unittest.skipUnless(IS_FIRST, "what a form offers and takes is decided alike on every database")
    def test_no_form_takes_another_boards_row_and_every_change_is_in_the_log(self) -> None:
        pressed = press(self.world, all_cells(), ROLES)
        assert not pressed.wrong, "\n".join(pressed.wrong)
        assert pressed.unchanged - pressed.changed == set(UNCHANGED)
        assert len(pressed.asked) >= 45

    def check(self, actor: str) -> None:
        walked = walk(self.world, all_cells(), actor, self.user_of(actor), other_ways=WAYS)
        assert not walked.wrong, "\n".join(walked.wrong)
        unread = unlogged(walked.pages, self.user_of(actor))
        assert not unread, "\n".join(unread)


def _test_for(actor: str) -> None:
    def test(self: CellsTest) -> None:
        self.check(actor)

    name = ROLES[actor].value if actor in ROLES else {"N": "no_role", "X": "not_signed_in"}[actor]
    setattr(CellsTest, f"test_{name}_reaches_what_the_cells_say", test)


for _actor in ACTORS:
    _test_for(_actor)


@pytest.mark.parametrize("line", ["c NamnAown", "C", "C [/plan/*]"])
def test_lines_of_names_with_faults_are_refused(line: str) -> None:
    with pytest.raises(CellsUnreadable):
        read_names(line)


def test_what_a_page_offers_and_names_is_read_from_it() -> None:
    page = """<a href="../b/?x=1#y">NamnAown</a><a href="mailto:a@b.se">e</a><form method="post">
        <button formaction="/d/">PlatsCfar</button></form><form action="/sok/"></form><p>Namnlös</p>"""
    assert offers("/a/c/", page) == {
        ("GET", "/a/b/"),
        ("POST", "/a/c/"),
        ("POST", "/d/"),
        ("GET", "/sok/"),
    }
    assert names(page) == {"NamnAown", "PlatsCfar"}
    assert list(wrongly_named("M", "", "/x/", page)) == ["M /x/ names PlatsCfar"]
    answers = {("GET", "/a/b/"): "+", ("POST", "/d/"): "denied"}
    wrong = list(wrongly_offered("M", "/a/c/", page, answers, lambda *_: "+"))
    assert wrong == ["M /a/c/ offers POST /d/: denied"]


def test_every_address_has_cells_and_every_cell_an_address() -> None:
    assert sorted(all_cells()) == sorted({address for address, _view in addresses()})


@pytest.mark.parametrize(
    "text",
    [
        "/a/ [own far]\n  GET C +",
        "/a/\n  GET C ?",
        "/a/\n  GET C + C +",
        "/a/\n  GET C +\n/a/\n  GET C +",
        "  GET C +",
        "/a/\n  PATCH C +",
    ],
)
def test_cells_with_faults_are_refused(text: str) -> None:
    with pytest.raises(CellsUnreadable):
        read(text)
