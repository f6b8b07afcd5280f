"""Every component has examples that hold, props that are checked and a look of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.template.loader import get_template

import lyhord.web
from lyhord.web.components import Component, UnknownComponent, WrongProps, all_components, component_named, declare
from lyhord.web.samples import samples
from tests.html import problems

FOLDER = Path(lyhord.web.__file__).parent
STYLES = FOLDER / "static/web/components"
TEMPLATES = FOLDER / "templates/web/components"
PARTS_OF_A_FORM = {"field", "form-errors", "submit"}


def render(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render({**samples(), **context}))


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_every_example_renders_to_valid_html(component: Component) -> None:
    assert component.examples
    for example in component.examples:
        assert problems(render(example.source)) == []


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_every_component_has_a_look(component: Component) -> None:
    assert (STYLES / f"{component.name}.css").is_file()
    if component.required or component.has_slot:
        get_template(f"web/components/{component.name}.html")


def test_every_template_and_style_sheet_is_declared() -> None:
    names = {component.name for component in all_components()}
    assert {path.stem for path in TEMPLATES.glob("*.html")} - names == PARTS_OF_A_FORM
    assert {path.stem for path in STYLES.glob("*.css")} - names == {"pattern"}


def test_a_component_refuses_props_that_it_does_not_have() -> None:
    with pytest.raises(WrongProps, match="unknown \\['colour'\\]"):
        render('{% component "card" colour="red" %}{% endcomponent %}')


def test_a_component_asks_for_what_it_needs() -> None:
    with pytest.raises(WrongProps, match="lacking \\['title'\\]"):
        render('{% component "page-head" %}{% endcomponent %}')


def test_an_unknown_component_is_an_error() -> None:
    with pytest.raises(UnknownComponent):
        component_named("carousel")


def test_no_component_is_declared_twice() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(component_named("card"))
