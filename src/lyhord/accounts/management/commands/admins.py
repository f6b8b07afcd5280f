"""Give a board one more access administrator, when it has too few to do so itself."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.urls import reverse

from lyhord.accounts.domain.operator import EnoughAdministrators, add_administrator
from lyhord.accounts.domain.roles.grants import AccountClosed, AlreadyGiven
from lyhord.accounts.domain.roles.rules import RolesDoNotGoTogether
from lyhord.accounts.management.operator import OperatorCommand
from lyhord.common import clock
from lyhord.organisation.models import Board


class Command(OperatorCommand):
    help = (
        "add: make one more access administrator of a board that has fewer than two. Writes a one-time code for "
        "somebody new. It stands in the audit log, and the board's administrators and auditors see it on their pages."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["add"])
        parser.add_argument("--board", required=True, help="its name")
        parser.add_argument("--username", required=True, help="of somebody new, or of somebody who can sign in already")

    def handle(self, *args: Any, act: str, board: str, username: str, **options: Any) -> None:
        if not username.strip():
            raise CommandError("Give a username; nothing was made.")
        found = Board.objects.filter(name=board).first()
        if found is None:
            there = ", ".join(Board.objects.values_list("name", flat=True))
            raise CommandError(
                f"There is no board {board}. There are: {there}." if there else "There are no boards. Run:  lyhord init"
            )
        try:
            code = add_administrator(board=found, username=username.strip(), today=clock.today(), now=clock.now())
        except EnoughAdministrators:
            raise CommandError(
                f"{board} has two access administrators: they give the role. Nothing was made."
            ) from None
        except AccountClosed:
            raise CommandError("That person cannot sign in. Choose somebody else; nothing was made.") from None
        except AlreadyGiven:
            raise CommandError("That person is the one there is. Choose somebody else; nothing was made.") from None
        except RolesDoNotGoTogether:
            raise CommandError("That person has a role that does not go together with this one.") from None
        self.stdout.write(f"{board} has one more access administrator. The others see it on their pages.")
        if code is None:
            self.stdout.write("They sign in as before.")
        else:
            self.stdout.write(f"  {username.strip()}: {code}")
            self.stdout.write("Hand the code over. It is shown now only, and lasts a day.")
            self.stdout.write(f"They choose a password at {reverse('accounts:code-redeem')}, then a second factor.")
