"""The pattern page: every component of the design system with its examples. Not in an installation people work in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.views.decorators.http import require_safe

from lyhord.accounts.access import signed_in
from lyhord.web.components import Component, all_components, component_named
from lyhord.web.samples import samples

HEAD = "page-head"


@dataclass(frozen=True)
class Shown:
    """One component as the page shows it: each example's title, result and source."""

    component: Component
    examples: tuple[tuple[str, str, str], ...]


@require_safe
@signed_in
def patterns(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    shown = [_shown(component) for component in all_components() if component.name != HEAD]
    return render(request, "home/patterns.html", {"head": _shown(component_named(HEAD)), "components": shown})


def _shown(component: Component) -> Shown:
    engine = engines["django"]
    return Shown(
        component,
        tuple((x.title, engine.from_string(x.source).render(samples()), x.source) for x in component.examples),
    )
