"""Template tags of the design system; built in, so no template loads them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, RadioSelect, Select, Widget
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lyhord.web.charts import HEIGHT, WIDTH, Week, columns
from lyhord.web.components import check_props
from lyhord.web.stylesheets import stylesheets

register = template.Library()

MOST_BUTTONS, LONGEST_IN_LIST = 5, 36
TAG_KINDS = ("held", "plan", "todo", "warn", "neutral")


class UnknownTagKind(ValueError):
    """A state has one of the five looks of `TAG_KINDS`."""


@register.simple_block_tag(takes_context=True, end_name="endcomponent")
def component(context: Context, content: str, name: str, **props: Any) -> SafeString:
    """Render a component around its slot: `{% component "card" title=… %}…{% endcomponent %}`."""
    check_props(name, props)
    return _render(name, {**props, "slot": content.strip() and content})


@register.simple_tag
def tag(kind: str, text: str) -> SafeString:
    """Render a state as shape, word and colour."""
    if kind not in TAG_KINDS:
        raise UnknownTagKind(f"{kind!r} is none of {', '.join(TAG_KINDS)}")
    return _tag(kind, str(text))


@register.simple_tag
def ring(done: int, planned: int, total: int, label: str) -> SafeString:
    """Render how many of a group are done: a full disc, a ring with two arcs, an empty ring. 0 of 0 is a dash."""
    return _ring(done, planned, total, str(label), get_language())


@lru_cache(maxsize=4096)
def _tag(kind: str, text: str) -> SafeString:
    return _render("tag", {"kind": kind, "text": text})


@lru_cache(maxsize=4096)
def _ring(done: int, planned: int, total: int, label: str, language: str | None) -> SafeString:
    """Remember the markup: a table of places holds the same few rings hundreds of times."""
    done_share = 100 * done / total if total else 0.0
    planned_share = min(100 * planned / total, 100 - done_share) if total else 0.0
    arcs = {"done_arc": f"{done_share:.1f}", "planned_arc": f"{planned_share:.1f}", "offset": f"{-done_share:.1f}"}
    return _render("ring", {"done": done, "planned": planned, "total": total, "label": label, **arcs})


@register.simple_tag
def bar(share: float | None, label: str, text: str) -> SafeString:
    """Render a share from 0 to 1 with its label and its text. None is not known: no bar, only the text."""
    width = None if share is None else f"{100 * min(max(float(share), 0), 1):.1f}%"
    return _render("bar", {"width": width, "label": label, "text": text})


@register.simple_tag
def weeks(rows: Sequence[Week], first: str, second: str, label: str) -> SafeString:
    """Render how many of two kinds each week holds. first, second: the names of the kinds. label: of the whole."""
    names = {"first": first, "second": second, "label": label}
    return _render("weeks", {"columns": columns(rows), "width": WIDTH, "height": HEIGHT, **names})


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Render a form field with label, help and error, tied together for screen readers."""
    if _is_cut_off(bound.field.widget):
        select = bound.field.widget
        bound.field.widget = RadioSelect(attrs=select.attrs, choices=select.choices)
        bound.field.widget.is_required = select.is_required
    widget = bound.field.widget
    kind = "text"
    if isinstance(widget, CheckboxInput):
        kind = "check"
    elif widget.use_fieldset:
        kind = "group"
    return _render("field", {"field": bound, "kind": kind, "is_hidden": bound.is_hidden})


def _is_cut_off(widget: Widget) -> bool:
    """Tell whether a list would cut its texts on a narrow screen, where buttons wrap them: few choices, and long.

    Rows of the database are left in their list: they are many.
    """
    if type(widget) is not Select or not isinstance(widget.choices, list):
        return False
    texts = [str(text) for _value, text in widget.choices]
    return 0 < len(texts) <= MOST_BUTTONS and max(map(len, texts)) > LONGEST_IN_LIST


@register.simple_tag
def form_errors(*forms: BaseForm | BaseFormSet[Any]) -> SafeString:
    """Render what to correct in the forms, each line a link to its field. Nothing when nothing is wrong."""
    return _render("form-errors", {"errors": list(itertools.chain.from_iterable(map(_errors, forms)))})


@register.simple_tag
def submit(text: str, cancel_url: str = "", cancel_text: str = "") -> SafeString:
    """Render the button that sends a form, which says what happens, and a way back."""
    return _render("submit", {"text": text, "cancel_url": cancel_url, "cancel_text": cancel_text})


@register.simple_tag
def example(row: object) -> SafeString:
    """Render the mark of an invented row. Nothing for a real one."""
    return _render("example", {"is_example": bool(getattr(row, "is_example", False))})


@register.simple_tag
def when(moment: dt.date | dt.datetime) -> SafeString:
    """Render a day, or a day and a time of day in local time, in a few letters: "ons 15 okt 13.00"."""
    machine = moment.isoformat()
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment)
        machine = moment.isoformat(timespec="minutes")
    day = date_format(moment, "D j b" if get_language() == "sv" else "D j M")
    clock = f" {time_format(moment.time())}" if isinstance(moment, dt.datetime) else ""
    return format_html('<time class="nowrap" datetime="{}">{}{}</time>', machine, day, clock)


@register.simple_tag
def styles() -> SafeString:
    """Link every style sheet of the design system."""
    return _links()


@cache  # thirty addresses that are the same on every page: a tenth of the time it took to render one
def _links() -> SafeString:
    links = ((static(name),) for name in stylesheets())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


def _render(name: str, props: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"web/components/{name}.html", props).strip())


def _errors(form: BaseForm | BaseFormSet[Any]) -> Iterator[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from ({"text": str(text), "label": "", "id": ""} for text in form.non_form_errors())
            yield from itertools.chain.from_iterable(map(_errors, form.forms))
        return
    yield from ({"text": str(text), "label": "", "id": ""} for text in form.non_field_errors())
    for bound in form:
        for text in bound.errors:
            yield {"text": str(text), "label": str(bound.label), "id": _first_id(bound)}


def _first_id(bound: BoundField) -> str:
    """Return the id of the first control: a group of radio buttons has one a choice."""
    if isinstance(bound.field.widget, RadioSelect):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
