"""A form that shows what would be broken, and whose times change, and is saved when its user has seen just that."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django import forms

from lyhord.training.domain.impact import Impact
from lyhord.training.domain.warnings import RuleWarning, fingerprint


class ConfirmingForm(forms.Form):
    """`seen` comes back with the fingerprint of what was shown. pending, impact: what to show now."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    pending: Sequence[RuleWarning] = ()
    impact: Impact | None = None

    def settles(self, warnings: Sequence[RuleWarning], impact: Impact | None = None) -> bool:
        """Tell whether the form may be saved: nothing is broken and nobody affected, or just this has been shown."""
        self.shows(warnings, impact)
        return not self.mark or bool(self.cleaned_data["seen"] == self.mark)

    def shows(self, warnings: Sequence[RuleWarning], impact: Impact | None = None) -> None:
        """Let the page show this first."""
        self.pending, self.impact = warnings, impact if impact and impact.touches_somebody else None

    @property
    def named(self) -> int:
        """Return how many people the page names because their times would change."""
        return len(self.impact.everybody) if self.impact else 0

    @property
    def asks(self) -> bool:
        """Tell whether there is something to see before the form is saved."""
        return bool(self.mark)

    @property
    def mark(self) -> str:
        """Return what `seen` shall send back. Pages write it themselves, since `seen` keeps what was sent."""
        seen = fingerprint(self.pending)
        if self.impact is None:
            return seen
        return seen + hashlib.sha256(self.impact.mark.encode()).hexdigest()[:32]
