"""Register extracts: everything that is stored about one person, in words and as data.

Areas say which of their rows are about a person and by which relations (`register_part`). A test walks all relations to
a person and fails when one is in no part. Names of other persons never come along: they are "en annan person".
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.extracts.labels import label_of
from lyhord.accounts.models import User

type Label = str | Promise
type Person = models.Model


class PartAlreadyRegistered(ValueError):
    """Two parts of the extract have the same name."""


@dataclass(frozen=True)
class Subject:
    """Whom the extract is about. ids: by kind of person, the rows that are this person."""

    ids: Mapping[type[Person], frozenset[uuid.UUID]]

    def of(self, model: type[Person]) -> frozenset[uuid.UUID]:
        return self.ids.get(model, frozenset())

    def is_me(self, model: type[models.Model], id: object) -> bool:
        return id in self.of(model)

    @property
    def every_id(self) -> frozenset[uuid.UUID]:
        return frozenset().union(*self.ids.values())


@dataclass(frozen=True)
class Fact:
    """label: as the pages call it. text: for a reader. plain: for the file."""

    label: str
    text: str
    name: str
    plain: Any


@dataclass(frozen=True)
class Entry:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Section:
    """note: what of the rows is left out, and why."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """Rows of one model. paths: relations that lead to a person, such as "pattern__employment__employee".

    fields: None for all; else the only ones that are about the person. secret: never shown, not even to oneself.
    """

    name: str
    title: Label
    model: type[models.Model]
    paths: tuple[str, ...]
    fields: tuple[str, ...] | None = None
    secret: tuple[str, ...] = ()
    note: Label = ""


type Find = Callable[[Subject], Iterable[Entry]]


@dataclass
class _Registry:
    persons: dict[type[Person], str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    others: dict[str, tuple[Label, Find]] = field(default_factory=dict)


_registry = _Registry()


def register_person(model: type[Person], *, user_field: str) -> None:
    """Say that a row of the model is a person. user_field: its relation to a user, "pk" for the user itself."""
    _registry.persons[model] = user_field


def register_part(part: Part) -> None:
    """Add rows to every extract. Raises PartAlreadyRegistered."""
    _refuse_twin(part.name)
    _registry.parts[part.name] = part


def register_finder(name: str, title: Label, find: Find) -> None:
    """Add what no relation leads to, such as ids inside a frozen copy. Raises PartAlreadyRegistered."""
    _refuse_twin(name)
    _registry.others[name] = (title, find)


def _refuse_twin(name: str) -> None:
    if name in _registry.parts or name in _registry.others:
        raise PartAlreadyRegistered(name)


def person_models() -> tuple[type[Person], ...]:
    return tuple(_registry.persons)


def registered_parts() -> tuple[Part, ...]:
    return tuple(part for _name, part in sorted(_registry.parts.items()))


def user_as_subject(user: User) -> Subject:
    """Return everything that is the user: the account, and the rows in registers that point at it."""
    return Subject(
        {
            model: frozenset(model._default_manager.filter(**{user_field: user.pk}).values_list("pk", flat=True))
            for model, user_field in _registry.persons.items()
        }
    )


def row_as_subject(row: Person) -> Subject:
    """Return one register's row alone: a board answers for its own register, not for the person's account."""
    return Subject({type(row): frozenset({row.pk})})


def make_extract(subject: Subject) -> tuple[Section, ...]:
    """Return what is stored, a section a part, also the empty ones: that nothing is stored is an answer too."""
    found = [(name, _section(part, subject)) for name, part in _registry.parts.items()]
    found += [
        (name, Section(name, str(title), tuple(find(subject)))) for name, (title, find) in _registry.others.items()
    ]
    return tuple(section for _name, section in sorted(found, key=lambda pair: pair[0]))


@transaction.atomic
def take_out(*, subject: Subject, about: Person, taken_by: User, now: dt.datetime) -> tuple[Section, ...]:
    """Make the extract and write in the log that it was made."""
    sections = make_extract(subject)
    rows = sum(len(section.entries) for section in sections)
    audit.record("privacy.extract", actor=taken_by, obj=about, counts={"rows": rows}, at=now)
    return sections


def as_plain(sections: Iterable[Section], *, made_at: dt.datetime) -> dict[str, Any]:
    """Return the extract for a JSON file."""
    return {
        "made_at": made_at.isoformat(),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "note": section.note,
                "rows": [{fact.name: fact.plain for fact in entry.facts} for entry in section.entries],
            }
            for section in sections
        ],
    }


def _section(part: Part, subject: Subject) -> Section:
    condition = [Q(**{f"{path}__in": ids}) for path in part.paths if (ids := subject.of(_end_of(part.model, path)))]
    rows: Iterable[models.Model] = ()
    if condition:
        manager = part.model._default_manager
        shown = part.model._meta.concrete_fields
        direct = [f.name for f in shown if f.is_relation and (part.fields is None or f.name in part.fields)]
        keys = manager.filter(reduce(or_, condition)).order_by().values("pk")
        chosen = manager.filter(pk__in=keys).order_by("pk")
        rows = chosen.select_related(*direct) if direct else chosen
    return Section(part.name, str(part.title), tuple(_entry(part, row, subject) for row in rows), str(part.note))


def _end_of(model: type[models.Model], path: str) -> type[models.Model]:
    """Return the kind of person that the path leads to. "pk" is the row itself."""
    if path == "pk":
        return model
    for name in path.split("__"):
        target = model._meta.get_field(name).related_model
        if not isinstance(target, type):
            raise FieldDoesNotExist(path)
        model = target
    return model


def _entry(part: Part, row: models.Model, subject: Subject) -> Entry:
    facts = [fact for column in row._meta.concrete_fields if (fact := _fact(part, row, column, subject))]
    for path in part.paths:
        if "__" not in path and path != "pk" and row._meta.get_field(path).many_to_many:
            label = label_of(path, row._meta.get_field(path).verbose_name)  # type: ignore[union-attr]  # a forward field
            facts.append(Fact(label, _("du"), path, "you"))
    return Entry(tuple(facts))


def _fact(part: Part, row: models.Model, column: Any, subject: Subject) -> Fact | None:
    if part.fields is not None and column.name not in {*part.fields, *part.paths, "id"}:
        return None
    label = label_of(column.name, column.verbose_name)
    if column.name in part.secret:
        return Fact(label, _("sparas i en form som inte går att läsa"), column.name, None)
    id = getattr(row, column.attname)
    if column.is_relation:
        target = column.related_model
        if target in _registry.persons and id is not None:
            is_me = subject.is_me(target, id)
            return Fact(label, _("du") if is_me else _("en annan person"), column.name, "you" if is_me else "other")
        return Fact(label, _related_text(row, column), column.name, str(id) if id else None)
    shown = getattr(row, f"get_{column.name}_display")() if column.choices else id
    if isinstance(id, bytes | memoryview):
        return Fact(label, _("en fil"), column.name, None)
    return Fact(label, _text(shown), column.name, id)


def _related_text(row: models.Model, column: Any) -> str:
    """Return what a row is called; of one that belongs to a person only its kind, since its name may hold theirs."""
    related = getattr(row, column.name)
    if related is None or not belongs_to_person(column.related_model):
        return _text(related)
    return capfirst(str(column.related_model._meta.verbose_name))


def belongs_to_person(model: type[models.Model]) -> bool:
    """Tell whether rows of the model go when a person goes."""
    return any(
        getattr(column.remote_field, "on_delete", None) is models.CASCADE and column.related_model in _registry.persons
        for column in model._meta.concrete_fields
        if column.is_relation
    )


def _text(shown: object) -> str:
    """Return a value as a reader wants it."""
    if shown is None or shown == "" or shown == [] or shown == {}:
        return "–"
    if isinstance(shown, bool):
        return _("ja") if shown else _("nej")
    if isinstance(shown, dt.datetime):
        return date_format(timezone.localtime(shown), "j F Y H.i")
    if isinstance(shown, dt.date):
        return date_format(shown, "j F Y")
    if isinstance(shown, dt.time):
        return f"{shown:%H.%M}"
    if isinstance(shown, dict):
        return ", ".join(f"{name}: {_text(found)}" for name, found in shown.items())
    if isinstance(shown, list):
        apart = "; " if any(isinstance(part, dict) for part in shown) else ", "
        return apart.join(map(_text, shown))
    return str(shown)


def plain_entry(pairs: Iterable[tuple[str, str, object]]) -> Entry:
    """Return an entry of (name, label, value), for finders."""
    return Entry(tuple(Fact(label, _text(value), name, value) for name, label, value in pairs))


def relations_to_persons(model: type[models.Model]) -> Iterator[str]:
    """Yield the names of the model's own relations to a person."""
    for column in model._meta.get_fields():
        if not column.auto_created and column.is_relation and column.related_model in _registry.persons:
            yield column.name
