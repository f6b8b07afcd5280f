"""Foreign keys follow the order of the areas. String keys escape import-linter, so the models are walked."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def ranks() -> dict[str, int]:
    """Return the rank of each area from the import contract; a higher area may point at a lower one."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(c for c in contracts if c["name"] == "Areas form one stack")["layers"]
    return {area.strip(" ()"): -rank for rank, layer in enumerate(layers) for area in layer.split("|")}


def relations() -> list[tuple[str, str, str]]:
    """Return (field, area it is in, area it points at) for every relation between areas of ours."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("lyhord."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type) or not target.__module__.startswith("lyhord."):
                continue
            found.append((str(field), model._meta.app_label, target._meta.app_label))
    return found


def test_relations_follow_the_order_of_the_areas() -> None:
    rank = ranks()
    assert [name for name, area, target in relations() if rank[target] > rank[area]] == []


def test_the_walk_sees_the_relations() -> None:
    assert len(relations()) > 60
    assert ("training.TrainingSession.place", "training", "places") in relations()
