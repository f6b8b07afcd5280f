"""The forms of a page, and how a person would fill them in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random

from tests.factories import TODAY
from tests.fuzz.values import FORM_SECRET, credential

WORDS = ("Exempel", "Exempel Ny", "Anteckning", "Stora rummet", "a b c", "Ö")


@dataclass
class Field:
    """choices: the values of a select, a radio group or check boxes."""

    name: str
    kind: str
    content: str = ""
    choices: list[str] = field(default_factory=list)
    is_multiple: bool = False


@dataclass
class Form:
    """action: "" for the page itself. buttons: (name, value) of those that have a name."""

    action: str
    method: str
    is_multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._form: Form | None = None
        self._field: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: text or "" for name, text in attrs}
        if tag == "a" and got.get("href", "").startswith("/"):
            self.links.add(got["href"].split("#")[0])
        if tag == "form":
            self._form = Form(
                got.get("action", ""), got.get("method", "get").lower(), got.get("enctype", "").startswith("multipart")
            )
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "button" and got.get("name"):
            self._form.buttons.append((got["name"], got.get("value", "")))
        if tag in {"input", "select", "textarea"} and got.get("name"):
            self._add(self._form, tag, got)
        if tag == "option" and self._field is not None:
            self._field.choices.append(got.get("value", ""))
            if "selected" in got:
                self._field.content = got.get("value", "")

    def _add(self, form: Form, tag: str, got: dict[str, str]) -> None:
        kind = got.get("type", "text") if tag == "input" else tag
        field = form.fields.setdefault(got["name"], Field(got["name"], kind, is_multiple="multiple" in got))
        if kind in {"radio", "checkbox"}:
            field.choices.append(got.get("value", "on"))
            field.is_multiple = kind == "checkbox"
            if "checked" in got:
                field.content = got.get("value", "on")
        else:
            field.content = got.get("value", "")
        self._field = field

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in {"select", "textarea"}:
            self._field = None

    def handle_data(self, data: str) -> None:
        if self._field is not None and self._field.kind == "textarea":
            self._field.content += data.strip()


def read_page(html: str) -> tuple[list[Form], set[str]]:
    """Return the page's forms and the addresses of this site that it links to."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms, reader.links


def fill(form: Form, random: Random) -> list[tuple[str, str]]:
    """Return what a person could send: mostly what stands there, else something that suits the field."""
    pairs: list[tuple[str, str]] = []
    for part in form.fields.values():
        if part.kind in {"file", "submit"}:
            continue
        pairs += [(part.name, text) for text in _texts(part, random)]
    if form.buttons and random.random() < 0.8:
        pairs.append(random.choice(form.buttons))
    return pairs


_MADE: dict[str, Callable[[Random], str]] = {
    "csrfmiddlewaretoken": lambda _random: FORM_SECRET,  # the page's own is another on every run
    "credential": lambda random: json.dumps(credential(random)),
}


def _texts(part: Field, random: Random) -> list[str]:
    keeps = random.random() < 0.6
    if part.name in _MADE:
        return [_MADE[part.name](random)]
    if part.kind == "hidden":
        return [part.content]
    if part.choices:
        if part.is_multiple:
            return random.sample(part.choices, random.randint(0, min(3, len(part.choices))))
        return [part.content if keeps and part.content else random.choice(part.choices)]
    if part.content and keeps:
        return [part.content]
    if part.kind == "date":
        return [TODAY.replace(day=random.randint(1, 28), month=random.randint(1, 12)).isoformat()]
    if part.kind == "time":
        return [f"{random.randint(6, 18):02}:{random.choice(('00', '30'))}"]
    if part.kind == "number":
        return [str(random.choice((0, 1, 2, 3, 5, 10, 60, 120, 1000)))]
    if part.kind == "password":
        return ["exempel-losenord-1"]
    return [random.choice(WORDS)]
