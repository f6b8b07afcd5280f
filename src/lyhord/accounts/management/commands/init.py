"""Make an empty installation usable: boards, the first coordinator and two access administrators."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import CommandError
from django.urls import reverse

from lyhord.accounts.domain.installation import AlreadyInstalled, TooFewAccessAdministrators, install
from lyhord.accounts.domain.sign_in.users import UsernameTaken
from lyhord.accounts.management.operator import OperatorCommand
from lyhord.common import clock


class Command(OperatorCommand):
    help = (
        "Make the boards and the first users of an empty database. Asks for what is not given. Writes a one-time code "
        "for each user, with which they choose their own password within a day."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--keys", action="store_true", help="make the key file and nothing else")
        parser.add_argument("--board", help="the board that decides, for example Äldrenämnden")
        parser.add_argument("--administration", help="its administration")
        parser.add_argument("--partner-board", help="the board that Nexus belongs to, for example Socialnämnden")
        parser.add_argument("--partner-administration", help="its administration")
        parser.add_argument("--coordinator", help="username of the first coordinator")
        parser.add_argument(
            "--access-administrator", action="append", default=[], help="username; give it twice, for two people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        boards = {
            self._ask(options["board"], "Board that decides"): self._ask(
                options["administration"], "Its administration"
            ),
            self._ask(options["partner_board"], "Board that Nexus belongs to"): self._ask(
                options["partner_administration"], "Its administration"
            ),
        }
        coordinator = self._ask(options["coordinator"], "Username of the coordinator")
        administrators: list[str] = list(options["access_administrator"])
        while len(administrators) < 2:
            administrators.append(self._ask(None, f"Username of access administrator {len(administrators) + 1}"))
        usernames = list(dict.fromkeys([coordinator, *administrators]))
        if len(usernames) != 1 + len(administrators):
            raise CommandError("The coordinator and the access administrators must be different people.")
        try:
            codes = install(
                boards=boards,
                coordinator=coordinator,
                access_administrators=administrators,
                today=clock.today(),
                now=clock.now(),
            )
        except AlreadyInstalled:
            raise CommandError("There are boards or users already; nothing was changed.") from None
        except TooFewAccessAdministrators:
            raise CommandError("Two different access administrators are needed; nothing was made.") from None
        except UsernameTaken as taken:
            raise CommandError(f"The username {taken} is used twice; nothing was made.") from None
        self.stdout.write("Ready. Hand each person their own code. It is shown now only, and lasts a day.")
        for username, code in codes.items():
            self.stdout.write(f"  {username}: {code}")
        self.stdout.write(f"They choose a password at {reverse('accounts:code-redeem')}, then a second factor.")

    def _ask(self, given: str | None, question: str) -> str:
        answer = given
        if answer is None and sys.stdin.isatty():
            answer = input(f"{question}: ")
        if not answer or not answer.strip():
            raise CommandError(f"Missing: {question}. See lyhord init --help.")
        return answer.strip()
