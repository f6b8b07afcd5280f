"""Two access administrators say who an account is; from the next click on the person sees what is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain.roles.access_checks import open_round
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.people.enums import LinkState
from lyhord.people.models import AccountLink, Employee, LinkRule
from tests.factories import TODAY, Cast, make_employee, make_trainer, make_user, sign_in_as
from tests.factories.rows import at

LIST, RULES = "/kopplingar/", "/kopplingar/regler/"
NOW = at(TODAY, 9)


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def row(cast: Cast) -> Employee:
    return make_employee("Exempel Åsa Ek", place=cast.own, key="4711")


@pytest.fixture
def account(cast: Cast) -> User:
    return make_user((Role.EMPLOYEE, cast.unit), name="Åsa Ek", username="asaek")


def page(user: User) -> str:
    return f"{LIST}konton/{user.pk}/"


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def propose(client: Client, cast: Cast, user: User, row: Employee) -> AccountLink:
    sign_in_as(client, cast.access_administrator).post(f"{page(user)}?q={row.name}", {"row": str(row.pk)})
    return AccountLink.objects.get(user=user, state=LinkState.PROPOSED)


def test_from_the_list_to_ones_own_page_and_back(client: Client, cast: Cast, row: Employee, account: User) -> None:
    sign_in_as(client, cast.access_administrator)
    assert page(account) in text(client, LIST)
    found = text(client, page(account))
    assert "Exempel Åsa Ek · 4711 · Exempel Egen" in found, "looked for by the account's name"
    assert "Exempel Medarbetare" not in found, "who has an account is no choice"
    link = propose(client, cast, account, row)
    approve = f"{LIST}{link.pk}/godkann/"
    assert approve not in text(client, LIST)
    client.post(approve)
    assert Employee.objects.get(pk=row.pk).user is None

    sign_in_as(client, cast.second_administrator)
    assert approve in text(client, LIST)
    client.post(approve)
    assert Employee.objects.get(pk=row.pk).user == account
    assert page(account) not in text(client, LIST)
    assert "Namn eller nummer" not in text(client, page(account)), "nothing more to be"
    assert page(account) in text(client, f"{LIST}?visa=kopplade")

    own = f"/personer/{row.pk}/"
    assert sign_in_as(client, account).get(own).status_code == 200
    sign_in_as(client, cast.second_administrator).post(f"{page(account)}ta-bort/", {"register": "employee"})
    assert Employee.objects.get(pk=row.pk).user is None
    assert sign_in_as(client, account).get(own).status_code == 404


def test_what_does_not_hold_is_told(client: Client, cast: Cast, row: Employee, account: User) -> None:
    link = propose(client, cast, account, row)
    again = client.post(f"{page(account)}?q=Ek", {"row": str(row.pk)}, follow=True).content.decode()
    assert "redan föreslagit" in again
    assert client.post(f"{LIST}{link.pk}/neka/")["Location"] == LIST
    nobody = client.post(f"{page(account)}?q=Ek", {"row": str(cast.employee_row.pk)}).content.decode()
    assert "field-error" in nobody
    assert "redan bestämt" in client.post(f"{LIST}{link.pk}/godkann/", follow=True).content.decode()
    told = client.post(f"{page(account)}ta-bort/", {"register": "trainer"}, follow=True).content.decode()
    assert "inte kopplat dit" in told


def test_only_a_few_are_shown_and_only_to_a_search(client: Client, cast: Cast, account: User) -> None:
    for number in range(25):
        make_employee(f"Exempel Nr {number:02}", place=cast.own, works=False)
    sign_in_as(client, cast.access_administrator)
    assert "Det finns fler" in text(client, f"{page(account)}?q=Exempel")
    for asked in ("", "x", "+++"):
        assert "Ingen i registret passar" in text(client, f"{page(account)}?q={asked}")
    assert text(client, f"{page(account)}?q=Exempel+13").count('type="radio"') == 1


def test_row_that_has_an_account_whose_role_is_gone_can_be_freed(client: Client, cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.employee).update(ends_before=TODAY)
    sign_in_as(client, cast.access_administrator).post(f"{page(cast.employee)}ta-bort/", {"register": "employee"})
    assert Employee.objects.get(pk=cast.employee_row.pk).user is None


def test_every_page_with_names_is_one_event(client: Client, cast: Cast, row: Employee, account: User) -> None:
    propose(client, cast, account, row)
    for url in (LIST, f"{LIST}?visa=kopplade", page(account), f"{page(account)}?q=Exempel"):
        before = AuditEvent.objects.filter(action="access.read").count()
        client.get(url)
        assert AuditEvent.objects.filter(action="access.read").count() == before + 1


def test_beside_a_role_stands_who_its_holder_is(client: Client, cast: Cast, account: User) -> None:
    grant = RoleGrant.objects.get(user=account)
    roles = "/konto/roller/"
    missing, there = "Inte kopplad till registret", f"Kopplad till Exempel Medarbetare, nummer {cast.employee_row.key}"
    sign_in_as(client, cast.access_administrator)
    assert f'<a href="{page(account)}">{missing}</a>' in text(client, f"{roles}{grant.pk}/")
    assert missing in text(client, f"/konto/anvandare/{account.pk}/stang/")
    both = text(client, roles)
    assert (there in both, missing in both) == (True, True)
    open_round(board=cast.board, opened_by=None, today=TODAY, now=NOW)
    for reader, url in ((cast.auditor, roles), (cast.manager, "/konto/behorighetskontroll/fragor/")):
        shown = text(sign_in_as(client, reader), url)
        assert (there in shown, page(account) in shown) == (True, False)
    assert there in text(sign_in_as(client, cast.employee), "/konto/mina-roller/")
    RoleGrant.objects.filter(pk=grant.pk).update(ends_before=TODAY)
    assert missing not in text(sign_in_as(client, cast.access_administrator), f"{roles}{grant.pk}/")


def test_the_start_page_says_what_is_missing(client: Client, cast: Cast, row: Employee, account: User) -> None:
    assert "Du är inte kopplad till registret än" in text(sign_in_as(client, account), "/")
    assert "Du är inte kopplad" not in text(sign_in_as(client, cast.employee), "/")
    propose(client, cast, account, row)
    proposer = text(client, "/")
    assert "konton är inte kopplade till registret" in proposer, "the volunteer of the cast, and this one"
    assert "väntar på ditt godkännande" not in proposer
    assert "1 koppling till registret väntar" in text(sign_in_as(client, cast.second_administrator), "/")


def test_another_board_of_the_same_people_is_not_told_of(client: Client, cast: Cast) -> None:
    """An administrator here who only reads there; an account that is somebody here, and proposed as somebody there."""
    both = make_user((Role.EMPLOYEE, cast.unit), (Role.TRAINER, cast.partner), name="Exempel Båda")
    make_employee(place=cast.own, user=both)
    there = make_trainer("Exempel Där", board=cast.partner)
    AccountLink.objects.create(
        owner=cast.partner, user=both, trainer=there, proposed_by=cast.coordinator, proposed_at=NOW
    )
    RoleGrant.objects.filter(user=cast.volunteer).update(ends_before=TODAY)
    reader = make_user((Role.ACCESS_ADMINISTRATOR, cast.board), (Role.BOARD_READER, cast.partner))
    sign_in_as(client, reader)
    assert not [duty for duty in client.get("/").context["duties"] if "registret" in duty.text]
    assert "Alla konton som behöver det" in text(client, LIST)
    shown = text(client, page(both))
    assert ("Exempel Där" in shown, "Namn eller nummer" in shown) == (False, False)
    fields = {"claim": "employeeNumber", "column": "key", "owner": str(cast.partner.pk)}
    assert client.post(f"{RULES}ny/", fields).status_code == 200
    partner = make_user((Role.ACCESS_ADMINISTRATOR, cast.partner))
    duties = sign_in_as(client, partner).get("/").context["duties"]
    assert [duty.text for duty in duties if "registret" in duty.text] == [
        "1 koppling till registret väntar på ditt godkännande.",
        "1 konto är inte kopplat till registret.",
    ]
    assert "Exempel Där" in text(client, page(both))


def test_nobody_settles_what_is_about_themselves(client: Client, cast: Cast, row: Employee) -> None:
    RoleGrant.objects.create(
        user=cast.second_administrator,
        role=Role.EMPLOYEE,
        board=cast.board,
        unit=cast.unit,
        starts_on=TODAY,
        state=GrantState.APPROVED,
    )
    link = propose(client, cast, cast.second_administrator, row)
    sign_in_as(client, cast.second_administrator)
    assert {client.post(f"{LIST}{link.pk}/{act}/").status_code for act in ("neka", "godkann")} == {404}
    listed = text(client, LIST)
    assert row.name not in listed
    assert (page(cast.second_administrator) in listed, page(cast.volunteer) in listed) == (False, True)
    told = [duty.text for duty in client.get("/").context["duties"]]
    assert "1 konto är inte kopplat till registret." in told, "the volunteer of the cast; one's own is for another"


def test_two_make_a_rule_and_one_ends_it(client: Client, cast: Cast) -> None:
    fields = {"claim": "employeeNumber", "column": "key", "owner": str(cast.board.pk)}
    sign_in_as(client, cast.access_administrator)
    assert client.post(f"{RULES}ny/", fields)["Location"] == RULES
    assert "finns redan" in client.post(f"{RULES}ny/", fields).content.decode()
    assert client.post(f"{RULES}ny/", fields | {"owner": str(cast.partner.pk)}).status_code == 200
    rule = LinkRule.objects.get()
    approve = f"{RULES}{rule.pk}/godkann/"
    assert approve not in text(client, RULES)
    assert "En annan" in client.post(approve, follow=True).content.decode()
    page_of_rules = text(sign_in_as(client, cast.second_administrator), RULES)
    assert approve in page_of_rules and f"Föreslaget av {cast.access_administrator}" in page_of_rules
    read = AuditEvent.objects.get(action="access.read", view="people:link-rule-list")
    assert (read.actor, read.counts) == (cast.second_administrator, {"rows": 1})
    client.post(approve)
    assert LinkRule.objects.get().approved_by == cast.second_administrator
    client.post(f"{RULES}{rule.pk}/avsluta/")
    assert "Inga kopplingsregler" in text(client, RULES)
    assert "redan bestämt" in client.post(f"{RULES}{rule.pk}/avsluta/", follow=True).content.decode()


@pytest.mark.parametrize("url", [LIST, f"{LIST}?visa=kopplade", "found"])
def test_lists_cost_the_same_however_long(client: Client, cast: Cast, account: User, url: str) -> None:
    url = f"{page(account)}?q=Exempel" if url == "found" else url

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    def one_more() -> None:
        user, second = make_user((Role.EMPLOYEE, cast.unit)), make_user((Role.EMPLOYEE, cast.unit))
        make_employee(place=cast.own, works=False, user=user)
        row = make_employee(place=cast.own, works=False)
        make_trainer(board=cast.board)
        AccountLink.objects.create(
            owner=cast.board, user=second, employee=row, proposed_by=cast.access_administrator, proposed_at=NOW
        )

    sign_in_as(client, cast.access_administrator)
    one_more()
    queries()
    few = queries()
    for _number in range(9):
        one_more()
    assert queries() == few
