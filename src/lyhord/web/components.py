"""What the design system consists of: each component's props, and the examples that the pattern page shows.

A component with a template (`templates/web/components/<name>.html`) is used as `{% component "name" … %}` or by a tag
of its own. One without is a class that a page writes itself. Both have their look in
`static/web/components/<name>.css`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """title: what it shows. source: a template, rendered by the pattern page with `samples.samples()` as context."""

    title: str
    source: str


@dataclass(frozen=True)
class Component:
    """required, optional: the props. has_slot: whether it wraps something. examples: at least one."""

    name: str
    summary: str
    examples: tuple[Example, ...]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    has_slot: bool = False

    @property
    def props(self) -> tuple[str, ...]:
        return self.required + self.optional


class UnknownComponent(LookupError):
    """No component has this name."""


class WrongProps(TypeError):
    """A component was given a prop it does not have, or lacks one it needs."""


_components: dict[str, Component] = {}


def declare(*components: Component) -> None:
    """Add components. A second one of the same name is an error."""
    for component in components:
        if component.name in _components:
            raise ValueError(f"{component.name} is declared twice")
        _components[component.name] = component


def component_named(name: str) -> Component:
    try:
        return _components[name]
    except KeyError:
        raise UnknownComponent(name) from None


def all_components() -> tuple[Component, ...]:
    return tuple(_components[name] for name in sorted(_components))


def check_props(name: str, props: dict[str, object]) -> None:
    """Raise WrongProps unless the component takes exactly such props."""
    component = component_named(name)
    unknown = sorted(set(props) - set(component.props))
    lacking = [prop for prop in component.required if prop not in props]
    if unknown or lacking:
        raise WrongProps(f"{name}: unknown {unknown}, lacking {lacking}; it takes {list(component.props)}")
