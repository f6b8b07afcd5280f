"""What a coordinator enters about a module."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import Board
from lyhord.programme.models import Clause
from lyhord.training.domain.curriculum.content import modules
from lyhord.training.forms.choices import offer
from lyhord.training.models import Module


class ModuleForm(forms.ModelForm[Module]):
    class Meta:
        model = Module
        fields = [
            "owner",
            "name",
            "short_name",
            "code",
            "order",
            "minutes",
            "group_min",
            "group_max",
            "trainers_needed",
            "competence",
            "language",
            "after",
            "gap_min_days",
            "gap_max_days",
        ]
        help_texts = {
            "short_name": _("Syns i tabeller, till exempel ”Samtal”."),
            "competence": _("Samma ord som står på utbildaren. Tomt betyder att alla utbildare kan."),
            "language": _("Kod, till exempel sv eller fi."),
            "gap_min_days": _("Räknas från modulen som kommer före."),
        }

    def __init__(self, *args: Any, owners: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "Används i kalkylark. Programmets material hör till modulen om koden är någon av %(codes)s."
        ) % {"codes": ", ".join(modules())}
        offer(self, "owner", owners)
        earlier = Module.objects.filter(owner__in=owners).exclude(pk=self.instance.pk)
        offer(self, "after", earlier)
        if not self.instance._state.adding:
            del self.fields["owner"]

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes < 1:
            raise forms.ValidationError(_("Modulen måste ta minst en minut."))
        return minutes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("group_min"), cleaned.get("group_max")
        if least is not None and most is not None and most < least:
            self.add_error("group_max", _("Högst i gruppen kan inte vara färre än minst i gruppen."))
        shortest, longest = cleaned.get("gap_min_days"), cleaned.get("gap_max_days")
        if shortest is not None and longest is not None and longest < shortest:
            self.add_error("gap_max_days", _("Högst dagar emellan kan inte vara färre än minst dagar emellan."))
        return cleaned


class ClauseModulesForm(forms.Form):
    """Which modules a clause requires of everyone it counts."""

    modules = forms.ModelMultipleChoiceField(
        Module.objects.none(), label=_("Moduler som krävs"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, clause: Clause, modules: QuerySet[Module]) -> None:
        required = list(clause.module_requirements.values_list("module", flat=True))
        super().__init__(data, initial={"modules": required})
        offer(self, "modules", modules)
