"""Modules and who requires them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.programme.models import Clause
from lyhord.training.models import Module, ModuleRequirement


class ModulesGoInCircle(Exception):
    """A module cannot come after itself, not even by way of others."""


@transaction.atomic
def save_module(*, module: Module, saved_by: User | None, now: dt.datetime) -> Module:
    """Create or change a module. Raises ModulesGoInCircle."""
    seen, earlier = {module.pk}, module.after
    while earlier is not None:
        if earlier.pk in seen:
            raise ModulesGoInCircle(module.pk)
        seen.add(earlier.pk)
        earlier = earlier.after
    action = "training.module_created" if module._state.adding else "training.module_changed"
    module.save()
    audit.record(action, actor=saved_by, obj=module, at=now)
    return module


@transaction.atomic
def require_modules(*, clause: Clause, modules: Iterable[Module], required_by: User | None, now: dt.datetime) -> None:
    """Let the clause require exactly these modules of everyone it counts."""
    wanted = list(modules)
    removed, _by_model = clause.module_requirements.exclude(module__in=wanted).delete()
    added = [ModuleRequirement.objects.get_or_create(clause=clause, module=module)[1] for module in wanted].count(True)
    counts = {"added": added, "removed": removed}
    owner = clause.decision.owner
    audit.record("training.modules_required", actor=required_by, obj=clause, owner=owner, counts=counts, at=now)
