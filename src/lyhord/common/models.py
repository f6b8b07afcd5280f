"""Base classes for models. Knows no area."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class UUIDModel(models.Model):
    """A row whose id may stand in a URL: random, so that it tells nothing and cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


if TYPE_CHECKING:
    WholeNumberField = models.BigIntegerField[dt.datetime, dt.datetime]
else:
    WholeNumberField = models.BigIntegerField


class MomentField(WholeNumberField):
    """A moment, kept as whole microseconds since 1970, so that every database and program reads the same number."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> dt.datetime | None:
        return None if value is None else EPOCH + dt.timedelta(microseconds=value)

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, dt.datetime) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return microseconds(value) if isinstance(value, dt.datetime) else super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))


def microseconds(moment: dt.datetime) -> int:
    """Return the whole microseconds since 1970 of an aware moment. Exact: no floating point."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)
