"""Base classes for models. Knows no area."""

from __future__ import annotations

import uuid

from django.db import models


class UUIDModel(models.Model):
    """A row whose id may stand in a URL: random, so that it tells nothing and cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
