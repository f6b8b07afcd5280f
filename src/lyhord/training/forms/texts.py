"""What an editor writes: a board's own wording of a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.training.domain.texts.checks import LONGEST, TextProblem
from lyhord.training.domain.texts.versions import CurrentText


@dataclass(frozen=True, slots=True)
class Remark:
    """What to mend, beside the line that it is about, as it was written."""

    line: int
    quoted: str
    sentence: str


class TextForm(forms.Form):
    """check: what must be mended before the text is saved; kept in `problems`, shown beside the text."""

    text = forms.CharField(label=_("Text"), max_length=LONGEST, strip=False, widget=forms.Textarea({"rows": 28}))
    note = forms.CharField(
        label=_("Vad har du ändrat, och varför?"),
        max_length=200,
        help_text=_("En mening som en kollega förstår om ett år. Inga namn."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, current: CurrentText, check: Callable[[str], Sequence[TextProblem]]
    ) -> None:
        super().__init__(data, initial={"text": current.text, "seen": current.number})
        self.check = check
        self.problems: Sequence[Remark] = ()

    def clean_text(self) -> str:
        """Return the text with plain line ends and one at its end. A browser sends them its own way."""
        text: str = self.cleaned_data["text"]
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
        lines = dict(enumerate(text.splitlines(), 1))
        self.problems = [Remark(p.line, lines.get(p.line, "").strip(), p.sentence) for p in self.check(text)]
        if self.problems:
            raise forms.ValidationError(_("Texten är inte sparad än. Ändra det som står här ovanför."))
        return text
