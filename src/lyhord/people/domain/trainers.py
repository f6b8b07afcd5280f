"""What is done to trainers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.domain.schedules import Window
from lyhord.people.models import Trainer, TrainerAway, TrainerWindow


@transaction.atomic
def save_trainer(*, trainer: Trainer, windows: Iterable[Window], saved_by: User, now: dt.datetime) -> Trainer:
    """Save a new or changed trainer with weekly times. Times with dates are left alone."""
    action = "people.create_trainer" if trainer._state.adding else "people.change_trainer"
    check_unrestricted(trainer)
    trainer.save()
    trainer.windows.filter(starts_on=None, ends_before=None).delete()
    TrainerWindow.objects.bulk_create(
        TrainerWindow(trainer=trainer, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
        for weekday, starts_at, ends_at in sorted(windows)
    )
    audit.record(action, actor=saved_by, obj=trainer, at=now)
    return trainer


@transaction.atomic
def add_trainer_away(*, away: TrainerAway, added_by: User, now: dt.datetime) -> None:
    """Note that a trainer is away. Never why."""
    check_unrestricted(away.trainer)
    away.save()
    audit.record("people.add_trainer_away", actor=added_by, obj=away.trainer, at=now)


@transaction.atomic
def remove_trainer_away(*, away: TrainerAway, removed_by: User, now: dt.datetime) -> None:
    check_unrestricted(away.trainer)
    away.delete()
    audit.record("people.remove_trainer_away", actor=removed_by, obj=away.trainer, at=now)
