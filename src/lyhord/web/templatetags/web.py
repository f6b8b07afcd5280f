"""Template tags of the design system; built in, so no template loads them."""

from __future__ import annotations

from django import template

register = template.Library()
