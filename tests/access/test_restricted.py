"""Whoever is restricted is named on no page but their own, whatever the role: every address is looked at."""

from __future__ import annotations

from typing import ClassVar

import time_machine
from django.test import Client, TestCase

from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer
from tests.access.cells import all_cells
from tests.access.relations import filled
from tests.access.walk import quiet_requests
from tests.access.world import NOW, World, make_world
from tests.factories import sign_in_as

ACTORS = "CGMT"
"""Who sees names of others: a coordinator, an access administrator, a manager, a trainer."""


class RestrictedTest(TestCase):
    world: ClassVar[World]

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(time_machine.travel(NOW, tick=False))
        cls.enterClassContext(quiet_requests())
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()

    def pages_that_name(self, user: User, actor: str, names: set[str]) -> set[str]:
        """Return the addresses of the pages, files and searches that hold any of the names."""
        client, found = sign_in_as(Client(), user), set()
        urls = {
            filled(entry.address, self.world, actor, relation): entry.address
            for entry in all_cells().values()
            if not entry.is_open
            for relation in entry.relations
            if entry.expected.get(("GET", actor, relation)) == "+"
        }
        urls |= {f"/sok/?q={name[:-1]}": "/sok/" for name in names}
        for url, address in urls.items():
            response = client.get(url)
            if response.status_code == 200:
                body = b"".join(response) if response.streaming else response.content
                if any(name.encode() in body for name in names):
                    found.add(address)
        return found

    def test_no_page_names_the_restricted_but_their_own(self) -> None:
        own = self.world.own
        people: list[Employee | Trainer] = [own.colleague, own.left, own.mine, own.rows["own_trainer"]]
        names = {row.name for row in people}
        before = self.pages_that_name(own.users["M"], "M", names)
        assert {"/personer/", "/sok/", "/kalender/person/<uuid:employee_id>/"} < before, "the search finds names"
        for row in people:
            type(row)._default_manager.filter(pk=row.pk).update(restricted_at=NOW)
        after = {actor: self.pages_that_name(own.users[actor], actor, names) for actor in ACTORS}
        assert after == {
            "C": {
                "/personer/<uuid:employee_id>/",
                "/personer/<uuid:employee_id>/utdrag/",
                "/personer/begaran/",
                "/personer/begaran/<uuid:request_id>/",
                "/utbildare/<uuid:trainer_id>/",
                "/utbildare/<uuid:trainer_id>/utdrag/",
            },
            "G": set(),
            "M": set(),
            "T": set(),
        }
