"""A form that shows what would be broken before it is saved, and is saved anyway when its user has seen that."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from lyhord.training.domain.warnings import RuleWarning, fingerprint


class ConfirmingForm(forms.Form):
    """`seen` comes back with the fingerprint of the warnings that were shown. `pending`: those to show now."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    pending: Sequence[RuleWarning] = ()

    def settles(self, warnings: Sequence[RuleWarning]) -> bool:
        """Tell whether the form may be saved: nothing is broken, or just this has been shown and sent anyway."""
        if not warnings or self.cleaned_data["seen"] == fingerprint(warnings):
            return True
        self.pending = warnings
        return False

    @property
    def mark(self) -> str:
        """Return what `seen` shall send back. Pages write it themselves, since `seen` keeps what was sent."""
        return fingerprint(self.pending)
