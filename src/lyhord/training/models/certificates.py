"""Certificates: that somebody has attended, on paper, and what takes one back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard
from lyhord.people.models import Employee
from lyhord.programme.models import Clause
from lyhord.training.enums import RevocationReason
from lyhord.training.models.modules import Module


class Certificate(OwnedByBoard):
    """Proof that somebody has attended what a clause requires, or one module. Never changed: the database refuses it.

    What the paper says is kept as it was: later changes of names, modules or sessions do not reach it. A correction is
    a new certificate that names this one, in `replaces`; taking it back is a `CertificateRevocation`. Only
    `domain/certificates` makes them. The number is as `numbers.draw` gives it: whoever has it has the paper.
    """

    number = models.CharField(_("nummer"), max_length=16, unique=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="certificates")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("att-sats")
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("modul"))
    holder = models.CharField(_("namn på intyget"), max_length=200)
    title = models.CharField(_("vad intyget gäller"), max_length=300)
    issuer = models.CharField(_("utfärdat av"), max_length=300)
    parts = models.JSONField(_("delar"))
    """Of each module, in order: module (its name), session (its id), on (its day, ISO), minutes."""
    issued_on = models.DateField(_("utfärdat"))
    issued_at = models.DateTimeField(_("utfärdat klockan"))
    issued_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("utfärdat av")
    )
    """None when it was issued by itself."""
    replaces = models.CharField(_("ersätter"), max_length=16, blank=True)
    """The number of the one that this corrects. No foreign key: each of them may be disposed of in its own time."""
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("intyg")
        verbose_name_plural = _("intyg")
        ordering = ["-issued_at", "number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(clause__isnull=True) ^ models.Q(module__isnull=True), name="certificate_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=~models.Q(replaces=""), name="certificate_replaced_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(replaces=models.F("number")), name="certificate_replaces_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.title}"

    @property
    def minutes(self) -> int:
        return sum(part["minutes"] for part in self.parts)


class CertificateRevocation(UUIDModel):
    """A certificate holds no longer. Never changed or taken back: whoever is to have one gets a new one."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.CASCADE, related_name="revocation", verbose_name=_("intyg")
    )
    reason = models.CharField(_("varför"), max_length=20, choices=RevocationReason)
    revoked_on = models.DateField(_("återkallat"))
    revoked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("återkallat av")
    )

    class Meta:
        verbose_name = _("återkallat intyg")
        verbose_name_plural = _("återkallade intyg")
        ordering = ["-revoked_on"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.revoked_on}"
