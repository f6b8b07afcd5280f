"""What somebody has kept of practising is read by nobody else: no role, no page, no statistics."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lyhord.accounts.domain.retention.account_erasure import forget_account
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, User
from lyhord.accounts.permissions import can, registered_actions, rule_for, visible
from lyhord.people.domain.privacy_requests import row_as_subject
from lyhord.training.domain.scenarios.results import keep_result
from lyhord.training.enums import Ending, StaffRole
from lyhord.training.models import ScenarioResult
from tests.architecture.repository import python_files, read
from tests.factories import TODAY, Cast, make_result

READERS = {
    "training/domain/extract.py",
    "training/domain/retention.py",
    "training/domain/scenarios/results.py",
    "training/permissions.py",
    "training/views/scenarios/player.py",
}
"""Files beside the models that may name the rows: a page of statistics that does is found."""


def everybody(cast: Cast) -> list[User]:
    return [person for person in vars(cast).values() if isinstance(person, User)]


def test_nobody_reaches_what_another_has_kept(cast: Cast) -> None:
    results = {person: make_result(person) for person in everybody(cast)}
    assert len(results) > 12
    for person, own in results.items():
        reached = set(visible(person, "training.keep_result", ScenarioResult.objects.all()))
        assert reached == (set() if person == cast.outsider else {own})
        assert not any(can(person, "training.keep_result", other) for other in results.values() if other != own)


def test_only_one_action_is_about_the_rows_and_every_role_has_it() -> None:
    about = [action for action in registered_actions() if rule_for(action).model is ScenarioResult]
    assert about == ["training.keep_result"]
    assert rule_for(about[0]).roles == set(Role)


def test_no_other_file_reads_the_rows() -> None:
    found = {
        path.relative_to("src/lyhord").as_posix()
        for path in map(Path, map(str, python_files("src")))
        if path.is_relative_to("src/lyhord") and "migrations" not in path.parts and "models" not in path.as_posix()
        if any(_names(node) for node in ast.walk(ast.parse(read(path) or "")))
    }
    assert found == READERS


def _names(node: ast.AST) -> bool:
    """Tell whether the code names the model: in words, or by a name as text."""
    if isinstance(node, ast.Name | ast.alias):
        return "ScenarioResult" in (node.id if isinstance(node, ast.Name) else node.name)
    return isinstance(node, ast.Constant) and "scenarioresult" in str(node.value).lower()


def test_no_relation_leads_from_a_person_to_the_rows() -> None:
    assert ScenarioResult._meta.get_field("user").remote_field.hidden


def test_the_log_says_nothing_of_it(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    keep_result(user=cast.employee, slug="kaffebordet", role=StaffRole.HOST, ending=Ending.MISSED, kept_on=TODAY)
    assert AuditEvent.objects.count() == before


def test_a_boards_extract_of_an_employee_has_none_of_it(cast: Cast) -> None:
    assert User not in row_as_subject(cast.employee_row).ids


@pytest.mark.parametrize("again", [Ending.MISSED, Ending.GOOD])
def test_the_same_ending_is_kept_once_and_another_beside_it(cast: Cast, again: Ending) -> None:
    first = make_result(cast.employee, ending=Ending.GOOD)
    result = keep_result(user=cast.employee, slug=first.slug, role=StaffRole.HOST, ending=again, kept_on=TODAY)
    assert ScenarioResult.objects.count() == (1 if again == Ending.GOOD else 2)
    assert result.on == TODAY


def test_it_goes_with_the_account_that_is_destroyed_and_others_stay(cast: Cast) -> None:
    make_result(cast.employee)
    others = make_result(cast.manager)
    forget_account(cast.employee.pk)
    assert list(ScenarioResult.objects.all()) == [others]
