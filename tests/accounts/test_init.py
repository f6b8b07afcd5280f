"""`lyhord init` makes an empty installation usable, once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from lyhord.accounts.domain.sign_in.codes import redeem_code
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.common import clock
from lyhord.organisation.models import Administration, Board

PASSWORD = "en lugn stund vid kaffet"
ARGUMENTS = [
    "--board=Äldrenämnden",
    "--administration=Äldreförvaltningen",
    "--partner-board=Socialnämnden",
    "--partner-administration=Socialförvaltningen",
    "--coordinator=sam",
    "--access-administrator=anna",
    "--access-administrator=bo",
]


def init(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    call_command("init", *arguments, stdout=out)
    return out.getvalue()


def test_init_makes_boards_and_first_users(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = init(monkeypatch, *ARGUMENTS).splitlines()
    assert lines[0] == "Ready. Hand each person their own code. It is shown now only, and lasts a day."
    codes = dict(line.split(": ") for line in lines[1:4])
    assert set(codes) == {"  sam", "  anna", "  bo"}
    assert lines[4:] == ["They choose a password at /konto/engangskod/, then a second factor."]
    assert list(Administration.objects.values_list("board__name", "name")) == [
        ("Socialnämnden", "Socialförvaltningen"),
        ("Äldrenämnden", "Äldreförvaltningen"),
    ]
    assert sorted(
        RoleGrant.objects.exclude(user__username="sam").values_list("user__username", "role", "board__name")
    ) == [
        (user, role, board)
        for user, role in (
            ("anna", Role.ACCESS_ADMINISTRATOR),
            ("bo", Role.ACCESS_ADMINISTRATOR),
        )
        for board in ("Socialnämnden", "Äldrenämnden")
    ]
    grant = RoleGrant.objects.get(user__username="sam")
    assert grant.role == Role.COORDINATOR
    assert [board.name for board in grant.boards] == ["Socialnämnden", "Äldrenämnden"]
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert redeem_code(code=codes["  bo"], password=PASSWORD, now=clock.now()).username == "bo"
    assert AuditEvent.objects.filter(action="accounts.issue_code").count() == 3


def test_second_init_changes_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    init(monkeypatch, *ARGUMENTS)
    with pytest.raises(CommandError, match="already"):
        init(monkeypatch, *ARGUMENTS)
    assert (Board.objects.count(), User.objects.count()) == (2, 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (ARGUMENTS[1:], "Missing: Board that decides"),
        (ARGUMENTS[:-1], "Missing: Username of access administrator 2"),
        ([*ARGUMENTS[:-1], "--access-administrator=anna"], "different people"),
        ([*ARGUMENTS[:-1], "--access-administrator=sam"], "different people"),
    ],
)
def test_missing_or_doubled_answers_make_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        init(monkeypatch, *arguments)
    assert not Board.objects.exists()
    assert not User.objects.exists()
