"""A board's own versions of the texts that training is built on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import OwnedByBoard


class ContentVersion(OwnedByBoard):
    """A board's own version of a text that came with the program. Never changed: the database refuses it.

    key: which text, `curriculum/<code>/<kind>` or `scenarios/<slug>`. number: 1, 2, 3 … within the key; the program's
    own text is 0 and has no row. program_text: the program's text at that time, so that one sees when a newer program
    brings another. A version whose text is the program's follows the program from then on.
    """

    key = models.CharField(max_length=120)
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    program_text = models.TextField(_("programmets text då"))
    note = models.CharField(_("vad som ändrades"), max_length=200)
    edited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("av"))
    edited_at = models.DateTimeField(_("när"))

    class Meta:
        verbose_name = _("textversion")
        verbose_name_plural = _("textversioner")
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key", "number"], name="content_version_once"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="content_version_counts_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    @property
    def follows_program(self) -> bool:
        return self.text == self.program_text
