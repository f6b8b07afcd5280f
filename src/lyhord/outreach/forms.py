"""What a coordinator enters about a visit, and what a clause requires of visits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.messaging.domain.titles import telling_word
from lyhord.outreach.domain.warnings import requirement_for
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit, VisitRequirement
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace, PopularActivity
from lyhord.training.domain.warnings import Occasion
from lyhord.training.forms.choices import offer
from lyhord.training.forms.sessions import TimedForm, places_to_plan, trainers_to_assign
from lyhord.web.forms import ClockInput

DEFAULT_MINUTES = 60


class ActivityField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    def label_from_instance(self, obj: PopularActivity) -> str:
        return f"{obj.place}: {obj.name}, {obj.get_weekday_display()} {obj.starts_at:%H.%M}"


class VisitForm(TimedForm):
    """A visit, new or moved (`visit`)."""

    place = forms.ModelChoiceField(MeetingPlace.objects.none(), label=_("Träffpunkt"))
    trainers = forms.ModelMultipleChoiceField(
        Trainer.objects.none(), label=_("Från Nexus"), required=False, widget=forms.CheckboxSelectMultiple
    )
    joins = ActivityField(
        PopularActivity.objects.none(),
        label=_("I samband med"),
        required=False,
        empty_label=_("inget särskilt"),
        help_text=_("Besök som ansluter till något som redan samlar folk når fler."),
    )
    public_title = forms.CharField(
        label=_("Rubrik utåt"),
        max_length=120,
        help_text=_("Syns på anslag och i kalendrar. Skriv den neutralt."),
    )
    ends_at = forms.TimeField(label=_("Slutar"), widget=ClockInput, required=False, help_text=_("Tomt: vanlig längd."))

    def __init__(self, *args: Any, user: User, visit: Visit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        places = places_to_plan(user)
        offer(self, "place", places)
        offer(self, "trainers", trainers_to_assign(user))
        activities = PopularActivity.objects.filter(place__in=places).select_related("place")
        offer(self, "joins", activities.order_by("place__name", "weekday", "starts_at"))

    def clean_public_title(self) -> str:
        title: str = self.cleaned_data["public_title"]
        if word := telling_word(title):
            text = gettext("Rubriken syns för alla och kan avslöja för någon hemma. Skriv den utan ordet ”%(word)s”.")
            raise forms.ValidationError(text % {"word": word})
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place, on, starts_at = cleaned.get("place"), cleaned.get("on"), cleaned.get("starts_at")
        if place and on and starts_at and not cleaned.get("ends_at") and "ends_at" not in self.errors:
            requirement = requirement_for(place)
            minutes = requirement.minutes if requirement else DEFAULT_MINUTES
            ends_at = self.moment("starts_at") + dt.timedelta(minutes=minutes)
            if timezone.localdate(ends_at) != on:
                self.add_error("starts_at", _("Då blir besöket inte klart samma dag."))
            cleaned["ends_at"] = timezone.localtime(ends_at).time()
        return cleaned

    def occasion(self) -> Occasion:
        return Occasion(
            place=self.cleaned_data["place"],
            starts_at=self.moment("starts_at"),
            ends_at=self.moment("ends_at"),
            trainers=tuple(self.cleaned_data["trainers"]),
            subject=self.visit.pk if self.visit else None,
        )

    def facts(self) -> dict[str, Any]:
        """Return what `create_visit` and `move_visit` take of the form."""
        chosen = {name: self.cleaned_data[name] for name in ("place", "trainers", "joins", "public_title")}
        return chosen | {"starts_at": self.moment("starts_at"), "ends_at": self.moment("ends_at")}


class VisitFilter(forms.Form):
    """Which visits to list. Everything may be left out; what cannot be read is left out too."""

    PERIODS = (("", _("kommande")), ("tidigare", _("tidigare")), ("alla", _("alla")))

    nar = forms.ChoiceField(label=_("När"), choices=PERIODS, required=False)
    plats = forms.ModelChoiceField(
        MeetingPlace.objects.none(), label=_("Träffpunkt"), required=False, empty_label=_("alla")
    )
    lage = forms.ChoiceField(label=_("Läge"), choices=[("", _("alla")), *VisitState.choices], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visits = visible(user, "outreach.view_visit", Visit.objects.all())
        offer(self, "plats", MeetingPlace.objects.filter(visits__in=visits).distinct())

    @property
    def period(self) -> str:
        """Return which period is asked for: "tidigare", "alla", or empty for what is to come."""
        self.is_valid()
        asked: str = self.cleaned_data.get("nar", "")
        return asked

    def narrow(self, rows: QuerySet[Visit], *, today: dt.date) -> QuerySet[Visit]:
        """Return those of the rows that are asked for, the next one first, or the latest one of those gone by."""
        self.is_valid()
        chosen = self.cleaned_data
        midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
        if chosen.get("plats"):
            rows = rows.filter(place=chosen["plats"])
        if chosen.get("lage"):
            rows = rows.filter(state=chosen["lage"])
        if self.period == "tidigare":
            return rows.filter(starts_at__lt=midnight).order_by("-starts_at", "pk")
        if self.period != "alla":
            rows = rows.filter(starts_at__gte=midnight)
        return rows.order_by("starts_at", "pk")


class RequirementForm(forms.ModelForm[VisitRequirement]):
    class Meta:
        model = VisitRequirement
        fields = [
            "count",
            "minutes",
            "trainers_needed",
            "competence",
            "min_days_between",
            "max_days_between",
            "train_first_percent",
        ]
        help_texts = {
            "competence": _("Samma ord som står på utbildaren. Tomt betyder att alla kan."),
            "train_first_percent": _(
                "Personalen ska vara redo när besökare börjar fråga. 0 betyder att det inte krävs."
            ),
        }

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes < 1:
            raise forms.ValidationError(_("Besöket måste ta minst en minut."))
        return minutes

    def clean_train_first_percent(self) -> int:
        percent: int = self.cleaned_data["train_first_percent"]
        if percent > 100:
            raise forms.ValidationError(_("Andelen är högst 100 procent."))
        return percent

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("min_days_between"), cleaned.get("max_days_between")
        if least is not None and most is not None and most < least:
            self.add_error("max_days_between", _("Högst dagar emellan kan inte vara färre än minst dagar emellan."))
        return cleaned
