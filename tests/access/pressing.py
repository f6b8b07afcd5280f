"""Sends every form of every page: as it stands, and with a row of another board in each field that takes a row.

What is sent as it stands and changes something must leave an event. With another board's row nothing may change.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max, Model, UUIDField
from django.forms import BaseForm
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain import audit
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent
from tests.access.cells import Cells
from tests.access.shown import wrongly_named
from tests.access.walk import Undo, Visitor, requests_of, text_of
from tests.access.world import World
from tests.factories import TODAY, make_user
from tests.fuzz.forms import Field, Form, read_page

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WRITES = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
BESIDES = {"django_session", "accounts_session", "accounts_ratelimit", "accounts_auditevent"}
"""Who is signed in and how often something is tried is no act; the log itself is what is looked for."""
NO_ACT = (audit.READ, audit.DENIED, audit.DENIED_OFTEN)
NEWCOMER = "exempel-nykomling"
BY_KIND = {"date": (TODAY + dt.timedelta(days=1)).isoformat(), "number": "1", "password": "exempel-losenord-1"}
BY_NAME = {
    "starts_at": "10:00",
    "ends_at": "11:00",
    "max_days_between": "30",
    "gap_max_days": "30",
    "user": NEWCOMER,
    "role": Role.BOARD_READER.value,
}
ACROSS = {
    ("/beslut/nytt/", "partner_board"),  # a board is no secret, and any of them may be asked to decide
    ("/beslut/#/andra/", "partner_board"),
    ("/konto/organisation/program/nytt/", "boards"),  # each of them must approve whoever coordinates it
    ("/ova/", "board"),  # trainers read the texts of every board that they teach at; kept in the session alone
}
"""Fields that are made for another board's row."""


NOT_TOLD = {"training_scenarioresult"}
"""Tables that are a person's own: the log, which others read, does not tell of them."""
UNCHANGED = {
    "/import/traffpunkter/": "takes a file",
    "/konto/behorighetskontroll/namnder/#/oppna/": "one is open already",
    "/konto/engangskod/": "takes a code that somebody hands over",
    "/konto/inloggning/app/": "takes a code from an app",
    "/konto/inloggning/passkey/": "takes an answer from a passkey",
    "/konto/inloggning/avsluta-andra/": "there is no other session",
    "/konto/las/": "the session alone",
    "/konto/las-upp/": "the session alone",
    "/konto/logga-ut/": "the session alone",
    "/konto/mina-uppgifter/fil/": "hands out a file",
    "/konto/sprak/": "a cookie",
    "/ova/": "the session alone",
    "/traffpunkter/#/restider/": "the only two places have one already",
}
"""Forms that change nothing here, and why. Every other form must."""


@dataclass
class Pressed:
    """wrong: sentences. changed, unchanged: addresses of forms. asked: (address, field) of those that take a row."""

    wrong: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    asked: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Answer:
    """tables: those that were written to. events: actions that are acts."""

    response: Any
    tables: frozenset[str]
    events: tuple[str, ...]

    @property
    def form_errors(self) -> set[str]:
        found = (form for form in forms_in(self.response) if form.is_bound)
        return {form.add_prefix(name) for form in found for name in form.errors}


def forms_in(response: Any) -> list[BaseForm]:
    """Return Django's forms behind the page."""
    contexts = [part for context in response.context or () for part in getattr(context, "dicts", [context])]
    values = [value for part in contexts for value in part.values()]
    listed = [form for value in values if isinstance(value, list | tuple) for form in value]
    return list({id(form): form for form in [*values, *listed] if isinstance(form, BaseForm)}.values())


def press(world: World, cells: dict[str, Cells], actors: Iterable[str]) -> Pressed:
    make_user(username=NEWCOMER)
    pressed, kinds, strangers = Pressed(), _kinds(), _strangers(world)
    seen: set[tuple[str, ...]] = set()
    for actor in actors:
        visitor = Visitor(world.own.users[actor])
        for url, response in _pages(world, cells, actor, visitor):
            for form in read_page(response.text)[0]:
                target = _target(url, form)
                takes = dict(_takes(form, response, kinds))
                key = (_pattern(target), *form.fields, actor if takes else "")
                if key not in seen:
                    seen.add(key)
                    _press(pressed, visitor, actor, target, form, {n: strangers[model] for n, model in takes.items()})
    return pressed


def _press(pressed: Pressed, visitor: Visitor, actor: str, target: str, form: Form, strangers: dict[str, str]) -> None:
    where = f"{actor} {form.method} {_pattern(target)}"
    if form.method == "post":
        sent, answer = _filled_in(visitor, target, form)
        (pressed.changed if answer.tables else pressed.unchanged).add(_pattern(target))
        if set(answer.tables) - NOT_TOLD and not answer.events:
            pressed.wrong.append(f"{where} changed {sorted(answer.tables)}, and the log says nothing")
    for name, stranger in strangers.items():
        if (_pattern(target), name) in ACROSS:
            continue
        pressed.asked.add((_pattern(target), name))
        if form.method != "post":
            page = visitor.ask("GET", f"{target}?{name}={stranger}")
            pressed.wrong += wrongly_named(actor, visitor.name, _pattern(target), text_of(page))
            continue
        theirs = _with(form, sent, name, stranger)
        refused = send(visitor, target, theirs)
        if refused.tables or refused.response.status_code >= 500:
            pressed.wrong.append(f"{where} takes another board's row as {name}: {sorted(refused.tables)}")
        elif not (answer.tables or name in refused.form_errors or refused.response.status_code in {403, 404}):
            pressed.wrong.append(f"{where} does not say what is wrong with {name}: {refused.response.status_code}")


def send(visitor: Visitor, target: str, sent: dict[str, Any]) -> Answer:
    """Send the form, and take back what it did."""
    try:
        with transaction.atomic():
            last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
            with CaptureQueriesContext(connection) as queries:
                response = visitor.client.post(target, sent)
            written = {match[1] for query in queries if (match := WRITES.match(query["sql"]))}
            events = AuditEvent.objects.filter(id__gt=last).exclude(action__in=NO_ACT)
            answer = Answer(response, frozenset(written - BESIDES), tuple(events.values_list("action", flat=True)))
            raise Undo
    except Undo:
        visitor.client.cookies = copy.deepcopy(visitor.cookies)
    return answer


def _filled_in(visitor: Visitor, target: str, form: Form) -> tuple[dict[str, Any], Answer]:
    """Send what stands there; then what was missing and what is asked besides, such as whether one is sure."""
    sent = {part.name: _content(part) for part in form.fields.values() if part.name != "csrfmiddlewaretoken"}
    sent |= dict(form.buttons[:1])
    is_filled = False
    for _attempt in range(6):
        answer = send(visitor, target, sent)
        if answer.tables:
            break
        if not _is_page(answer.response):  # says what is wrong on the page it leads to
            if is_filled:
                break
            is_filled = True
            blank = (part for part in form.fields.values() if part.is_multiple or sent.get(part.name) == "")
            sent |= {part.name: _answer(part) for part in blank}
            continue
        errors = answer.form_errors
        asked_now = [again for again in read_page(answer.response.text)[0] if set(again.fields) >= set(form.fields)]
        for part in (part for again in asked_now for part in again.fields.values()):
            is_left_out = "__all__" in errors and not sent.get(part.name)
            if part.name in errors or part.name not in {*sent, "csrfmiddlewaretoken"} or is_left_out:
                sent[part.name] = _answer(part)
            elif part.kind == "hidden" and part.content and part.name in sent:
                sent[part.name] = part.content
    return sent, answer


def _content(part: Field) -> Any:
    if part.is_multiple:
        return [part.content] if part.content else []
    if part.choices and part.kind == "radio":
        return part.content or part.choices[0]
    return part.content


def _answer(part: Field) -> Any:
    """Return what suits a field that may not be empty."""
    full = [choice for choice in part.choices if choice]
    if part.is_multiple:
        return full
    if full:
        return BY_NAME.get(part.name, full[0])
    return BY_NAME.get(part.name) or BY_KIND.get(part.kind, "EX-1")


def _with(form: Form, sent: dict[str, Any], name: str, stranger: str) -> dict[str, Any]:
    """Return what is sent with the other board's row in one field, in the words of the field ("employment:<id>")."""
    part = form.fields[name]
    likeness = next((choice for choice in (*part.choices, part.content) if ID.search(choice)), stranger)
    theirs = ID.sub(stranger, likeness)
    return sent | {name: [theirs] if part.is_multiple else theirs}


def _pages(world: World, cells: dict[str, Cells], actor: str, visitor: Visitor) -> Iterator[tuple[str, Any]]:
    for asked in requests_of(world, cells, actor, acts_as=actor):
        if asked.method == "GET" and asked.wanted == "+":
            response = visitor.ask("GET", asked.url)
            if _is_page(response):
                yield asked.url, response


def _is_page(response: Any) -> bool:
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def _target(url: str, form: Form) -> str:
    parts = urlsplit(urljoin(url, form.action))
    return f"{parts.path}?{parts.query}" if parts.query and form.method == "post" else parts.path


def _pattern(target: str) -> str:
    return ID.sub("#", target.partition("?")[0])


def _takes(form: Form, response: Any, kinds: dict[str, type[Model]]) -> Iterator[tuple[str, type[Model]]]:
    """Yield the fields that take a row, with its model: by what they offer, or else by Django's form."""
    offered = {
        django.add_prefix(name): part.queryset.model
        for django in forms_in(response)
        for name, part in django.fields.items()
        if getattr(part, "queryset", None) is not None
    }
    for part in form.fields.values():
        texts = [text for text in (*part.choices, part.content) if not text.startswith("/")]
        ids = (match[0] for text in texts for match in ID.finditer(text))
        model = next((kinds[id] for id in ids if id in kinds), offered.get(part.name))
        if model is not None:
            yield part.name, model


def _kinds() -> dict[str, type[Model]]:
    """Return the model of every row, by its id."""
    models = [m for m in apps.get_models() if isinstance(m._meta.pk, UUIDField)]
    return {str(id): model for model in models for id in model._default_manager.values_list("pk", flat=True)}


def _strangers(world: World) -> dict[type[Model], str]:
    """Return a row of the other board for each model. Of the trainers, one who does not come to both."""
    far = world.far
    rows = [*vars(far).values(), *far.rows.values(), *far.users.values(), far.decision.programme]
    rows += [far.mine.employments.get(), far.rows["own_trainer"]]
    return {type(row): str(row.pk) for row in rows if isinstance(row, Model)} | {type(far.nexus): str(far.board.pk)}
