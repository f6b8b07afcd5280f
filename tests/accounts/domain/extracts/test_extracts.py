"""Register extracts: whole, and with nobody else's name."""

from __future__ import annotations

import json
from typing import ClassVar

import time_machine
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CASCADE, Model
from django.test import TestCase

from lyhord.accounts.domain.extracts.extracts import (
    Subject,
    as_plain,
    make_extract,
    person_models,
    registered_parts,
    relations_to_persons,
    row_as_subject,
    take_out,
    user_as_subject,
)
from lyhord.accounts.domain.extracts.labels import LABELS
from lyhord.accounts.models import AuditEvent, User
from lyhord.people.models import Employee, Trainer
from tests.access.world import NOW, World, make_world

ELSEWHERE = {
    ("accounts.AuditEvent", "actor"): "told by the finder accounts.20_log",
}
"""Relation → why no part has it."""
OWNED_ELSEWHERE = {
    "planning.Pin": "told by the finder planning.71_pins",
    "account.EmailConfirmation": "never written: addresses are not confirmed by e-mail",
    "socialaccount.SocialToken": "never written: the identity provider's tokens are not stored",
}
"""Model → why no part has it, though its rows are deleted with a person."""


def ours_and_sign_in() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(("lyhord.", "allauth."))]


def covered() -> set[tuple[str, str]]:
    """Return each relation to a person that is the last step of a path in a part."""
    return {(part.model._meta.label, path) for part in registered_parts() for path in part.paths}


def test_every_relation_to_a_person_is_in_the_extract() -> None:
    relations = {(m._meta.label, name) for m in ours_and_sign_in() for name in relations_to_persons(m)}
    assert len(relations) > 40
    assert set(person_models()) == {User, Employee, Trainer}
    assert relations - covered() - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) <= relations


def test_what_goes_with_a_person_is_in_the_extract() -> None:
    """Rows at any depth that are deleted with the person are the person's, such as the shifts of a schedule."""
    owned: set[type[Model]] = set()
    waiting = list(person_models())
    while waiting:
        for relation in waiting.pop()._meta.get_fields(include_hidden=True):
            child = relation.related_model
            goes_along = relation.auto_created and getattr(relation, "on_delete", None) is CASCADE
            if goes_along and child not in owned and not child._meta.auto_created:
                owned.add(child)
                waiting.append(child)
    without = {model._meta.label for model in owned} - {part.model._meta.label for part in registered_parts()}
    assert without == set(OWNED_ELSEWHERE)


def test_every_column_that_is_told_has_a_word_of_its_own() -> None:
    without = set()
    for part in registered_parts():
        names = {*part.fields, *part.paths, "id"} if part.fields is not None else None
        for column in part.model._meta.concrete_fields:
            is_told = names is None or column.name in names
            if is_told and str(column.verbose_name).lower() == column.name.replace("_", " "):
                without.add(column.name)
    assert len(without) > 50
    assert without - set(LABELS) == set()


class ExtractTest(TestCase):
    world: ClassVar[World]

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(time_machine.travel(NOW, tick=False))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()

    def everybody(self) -> list[tuple[Subject, set[str]]]:
        """Return each person with what the person is called."""
        found = [(user_as_subject(user), user) for user in User.objects.all()]
        found += [(row_as_subject(row), row) for model in (Employee, Trainer) for row in model.objects.all()]
        return [(subject, called(subject)) for subject, _row in found]

    def test_an_extract_names_nobody_else(self) -> None:
        everybody = self.everybody()
        names = {name for _subject, own in everybody for name in own if len(name) > 3}
        assert len(names) > 30
        for subject, own in everybody:
            sections = make_extract(subject)
            told = json.dumps(as_plain(sections, made_at=NOW), cls=DjangoJSONEncoder, ensure_ascii=False)
            told += " ".join(fact.text for section in sections for entry in section.entries for fact in entry.facts)
            for name in own:
                told = told.replace(name, "")
            others = {name for name in names - own if name in told}
            assert others == set(), own

    def test_an_extract_holds_what_is_stored(self) -> None:
        sections = {s.name: s for s in make_extract(user_as_subject(self.world.own.users["E"]))}
        facts = {fact.name: fact.text for fact in sections["people.20_employee"].entries[0].facts}
        assert facts["name"] == "NamnAme"
        assert facts["user"] == "du"
        assert len(sections["people.23_shift"].entries) == 5
        assert len(sections["accounts.11_grant"].entries) == 1

    def test_a_frozen_figure_and_a_plan_are_told(self) -> None:
        sections = {s.name: s for s in make_extract(row_as_subject(self.world.own.colleague))}
        frozen = {fact.name: fact.plain for fact in sections["coverage.60_frozen"].entries[0].facts}
        assert frozen["person"] == "staff"
        planned = {fact.name: fact.plain for fact in sections["planning.70_plans"].entries[0].facts}
        assert [row["id"] for row in planned["problem"] if "id" in row] == [str(self.world.own.colleague.pk)]

    def test_no_secret_is_told(self) -> None:
        user = self.world.own.users["C"]
        told = json.dumps(as_plain(make_extract(user_as_subject(user)), made_at=NOW), cls=DjangoJSONEncoder)
        assert user.password
        assert user.password not in told

    def test_taking_it_out_is_an_event(self) -> None:
        user = self.world.own.users["E"]
        sections = take_out(subject=user_as_subject(user), about=user, taken_by=user, now=NOW)
        event = AuditEvent.objects.order_by("-id")[0]
        assert (event.action, event.actor, event.object_id) == ("privacy.extract", user, user.pk)
        assert event.counts == {"rows": sum(len(s.entries) for s in sections)}


def called(subject: Subject) -> set[str]:
    """Return the names and user names of the person."""
    found: set[str] = set()
    for model, columns in ((User, ("name", "username")), (Employee, ("name",)), (Trainer, ("name",))):
        for row in model._default_manager.filter(pk__in=subject.of(model)).values_list(*columns):
            found |= set(row)
    return {name for name in found if name}
