"""Boards, administrations and units. Every owner and every scope points here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel


class Board(UUIDModel):
    """A municipal board. With its administration it is an authority of its own."""

    name = models.CharField(_("namn"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("nämnd")
        verbose_name_plural = _("nämnder")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Administration(UUIDModel):
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="administrations", verbose_name=_("nämnd"))
    name = models.CharField(_("namn"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("förvaltning")
        verbose_name_plural = _("förvaltningar")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(UUIDModel):
    """The smallest part of an administration that has a manager of its own."""

    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="units", verbose_name=_("förvaltning")
    )
    name = models.CharField(_("namn"), max_length=200)

    class Meta:
        verbose_name = _("enhet")
        verbose_name_plural = _("enheter")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["administration", "name"], name="unit_name_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def board(self) -> Board:
        return self.administration.board


class Programme(UUIDModel):
    """An effort that boards run together. Its boards are settled when it is made, since they are a scope."""

    name = models.CharField(_("namn"), max_length=200, unique=True)
    boards = models.ManyToManyField(Board, related_name="programmes", verbose_name=_("nämnder"))

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("program")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OwnedByBoard(UUIDModel):
    """A root record: exactly one board answers for it."""

    owner = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("ägande nämnd"))

    class Meta:
        abstract = True
