"""`lyhord admins add` helps a board that cannot help itself, and no other."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain.duties import duties_of
from lyhord.accounts.domain.sign_in.codes import redeem_code
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.accounts.permissions import grants_of
from lyhord.common import clock
from tests.factories import TODAY, Cast, make_user, sign_in_as
from tests.factories.rows import at

PASSWORD = "en lugn stund vid kaffet"
ADMINISTRATOR = Role.ACCESS_ADMINISTRATOR


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(at(TODAY, 9), tick=False)


@pytest.fixture
def alone(cast: Cast) -> Cast:
    """The second administrator's role has ended: nobody can approve another."""
    RoleGrant.objects.filter(user=cast.second_administrator).update(ends_before=TODAY)
    return cast


def add(cast: Cast, username: str = "carin") -> str:
    out = io.StringIO()
    call_command("admins", "add", f"--board={cast.board}", f"--username={username}", stdout=out)
    return out.getvalue()


def test_somebody_new_gets_a_code_and_the_role(alone: Cast) -> None:
    lines = add(alone).splitlines()
    assert lines[0] == f"{alone.board} has one more access administrator. The others see it on their pages."
    user = redeem_code(code=lines[1].removeprefix("  carin: "), password=PASSWORD, now=clock.now())
    assert [(grant.role, grant.board) for grant in grants_of(user)] == [(ADMINISTRATOR, alone.board)]
    events = AuditEvent.objects.filter(actor=None).order_by("-id").values_list("action", "owner")[:3]
    assert list(events) == [
        ("accounts.operator_adds_administrator", alone.board.pk),
        ("accounts.issue_code", alone.board.pk),
        ("accounts.create_user", alone.board.pk),
    ]


def test_with_two_it_refuses_and_makes_nothing(cast: Cast) -> None:
    before = User.objects.count(), RoleGrant.objects.count(), AuditEvent.objects.count()
    with pytest.raises(CommandError, match="has two access administrators"):
        add(cast)
    assert (User.objects.count(), RoleGrant.objects.count(), AuditEvent.objects.count()) == before


def test_one_more_is_enough(alone: Cast) -> None:
    add(alone)
    with pytest.raises(CommandError, match="has two access administrators"):
        add(alone, "disa")


def test_somebody_who_can_sign_in_keeps_their_password_and_the_operator_gets_no_code(alone: Cast) -> None:
    assert "They sign in as before." in add(alone, alone.outsider.username)
    alone.outsider.refresh_from_db()
    assert alone.outsider.check_password("exempel-losenord-1")
    assert [grant.role for grant in grants_of(alone.outsider)] == [ADMINISTRATOR]


def test_who_cannot_have_the_role_is_refused(alone: Cast) -> None:
    closed = make_user(username="stangd")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    refusals = {
        "stangd": "cannot sign in",
        alone.access_administrator.username: "is the one there is",
        alone.coordinator.username: "does not go together",
    }
    before = RoleGrant.objects.count()
    for username, sentence in refusals.items():
        with pytest.raises(CommandError, match=sentence):
            add(alone, username)
    assert RoleGrant.objects.count() == before


def test_board_that_there_is_not(alone: Cast) -> None:
    with pytest.raises(CommandError, match="There are: Socialnämnden"):
        call_command("admins", "add", "--board=Kulturnämnden", "--username=carin")


@pytest.mark.parametrize("who", ["access_administrator", "auditor"])
def test_those_who_were_there_are_told_and_can_end_it(alone: Cast, client: Client, who: str) -> None:
    user = getattr(alone, who)
    page = sign_in_as(client, user).get(reverse("accounts:grant-list")).content.decode()
    assert "har fått en ny behörighetsadministratör" not in page
    add(alone)
    page = client.get(reverse("accounts:grant-list")).content.decode()
    assert f"{alone.board} har fått en ny behörighetsadministratör" in page
    assert reverse("accounts:grant-detail", args=[RoleGrant.objects.get(user__username="carin").pk]) in page


def test_start_page_tells_the_one_who_was_there_but_not_the_one_who_was_added(alone: Cast) -> None:
    text = f"Den som sköter driften har gett {alone.board} en ny behörighetsadministratör."
    add(alone)
    for user, is_told in ((alone.access_administrator, True), (User.objects.get(username="carin"), False)):
        duties = duties_of(user, today=TODAY, now=clock.now())
        assert (text in {duty.text for duty in duties if duty.is_urgent}) is is_told


def test_wrong_words_get_one_sentence(db: None) -> None:
    for board, username, sentence in (
        ("Finns inte", "carin", "There are no boards. Run:  lyhord init"),
        ("Finns inte", " ", "Give a username; nothing was made."),
    ):
        with pytest.raises(CommandError) as refused:
            call_command("admins", "add", f"--board={board}", f"--username={username}")
        assert str(refused.value) == sentence
