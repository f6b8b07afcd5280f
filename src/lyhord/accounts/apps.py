"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lyhord.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.core import checks

        from lyhord.accounts import policy  # noqa: F401  # registers the area's actions
        from lyhord.accounts.domain.audit.checkpoints import checkpoint_when_due
        from lyhord.accounts.domain.doctor.disk import declaration_check
        from lyhord.accounts.domain.extracts import own as own_extract
        from lyhord.accounts.domain.limits import sweep_limits
        from lyhord.accounts.domain.offboarding import own_duties, register_owned
        from lyhord.accounts.domain.retention import account_kinds
        from lyhord.accounts.domain.retention.passes import sweep_retention
        from lyhord.accounts.domain.roles.access_checks import sweep_access_checks
        from lyhord.accounts.domain.sign_in.limits import sweep_devices
        from lyhord.accounts.domain.sign_in.sweep import sweep_sign_in
        from lyhord.accounts.domain.sweeps import register_sweep

        register_owned("accounts.duties", own_duties)
        register_sweep("accounts.access_checks", sweep_access_checks)
        register_sweep("accounts.audit_checkpoint", checkpoint_when_due)
        register_sweep("accounts.limits", sweep_limits)
        register_sweep("accounts.devices", sweep_devices)
        register_sweep("accounts.retention", sweep_retention)
        register_sweep("accounts.sign_in", sweep_sign_in)
        own_extract.register()
        checks.register(declaration_check, checks.Tags.security, deploy=True)
        account_kinds.register()
