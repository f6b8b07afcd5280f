"""Roles. What a role may do is said where the action is registered, never here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Samordnare")
    UNIT_MANAGER = "unit_manager", _("Enhetschef")
    DEPUTY = "deputy", _("Ersättare för enhetschef")
    EMPLOYEE = "employee", _("Medarbetare")
    VOLUNTEER = "volunteer", _("Volontär")
    TRAINER = "trainer", _("Utbildare på Nexus")
    ADVISER = "adviser", _("Rådgivare på Nexus")
    BOARD_READER = "board_reader", _("Ledamot")
    BOARD_SECRETARY = "board_secretary", _("Nämndsekreterare")
    ACCESS_ADMINISTRATOR = "access_administrator", _("Behörighetsadministratör")
    AUDITOR = "auditor", _("Granskare")
    SYSTEM_OPERATOR = "system_operator", _("Systemförvaltare")


class GrantState(models.TextChoices):
    """How far a proposal has come. When a grant holds is said by its dates."""

    PROPOSED = "proposed", _("Väntar på godkännande")
    APPROVED = "approved", _("Godkänd")
    DECLINED = "declined", _("Nekad")
    WITHDRAWN = "withdrawn", _("Återtagen")


class CheckDecision(models.TextChoices):
    """What became of a grant in an access check."""

    KEPT = "kept", _("Behålls")
    ENDED = "ended", _("Avslutad i kontrollen")
    LAPSED = "lapsed", _("Slutade under tiden")
