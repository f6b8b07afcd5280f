"""Meeting places: where they are, when they are open and what they are like."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard, Unit
from lyhord.places.enums import PlaceKind, RuleKind, Weekday


class MeetingPlace(OwnedByBoard):
    """A meeting place for older people. A mobile one is a set of stops: other premises on other weekdays."""

    key = models.CharField(_("nyckel"), max_length=60, help_text=_("Kort id som används i kalkylark."))
    name = models.CharField(_("namn"), max_length=200)
    kind = models.CharField(_("typ"), max_length=12, choices=PlaceKind, default=PlaceKind.STATIONARY)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places", verbose_name=_("enhet"))
    address = models.CharField(_("adress"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    contact_name = models.CharField(_("kontaktperson"), max_length=200, blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    min_staff = models.PositiveSmallIntegerField(_("minsta bemanning när det är öppet"), default=1)
    room = models.CharField(_("lokal för utbildning"), max_length=200, blank=True)
    room_capacity = models.PositiveSmallIntegerField(_("platser i lokalen"), default=0)
    closing_cap = models.PositiveSmallIntegerField(_("halvdagar som får stängas för utbildning"), default=0)
    expected_visitors = models.PositiveIntegerField(_("besökare en vanlig dag"), null=True, blank=True)
    accessibility = models.TextField(_("tillgänglighet"), blank=True)
    has_hearing_loop = models.BooleanField(_("hörslinga"), null=True, blank=True)
    has_private_corner = models.BooleanField(_("plats för enskilt samtal"), null=True, blank=True)
    opened_on = models.DateField(_("öppnade"), null=True, blank=True)
    closed_from = models.DateField(_("stängd från och med"), null=True, blank=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontrollerad av")
    )
    checked_on = models.DateField(_("kontrollerad"), null=True, blank=True)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("träffpunkt")
        verbose_name_plural = _("träffpunkter")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="place_key_unique"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_coordinates_valid",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_from=None)
                | models.Q(opened_on=None)
                | models.Q(closed_from__gt=models.F("opened_on")),
                name="place_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Span(UUIDModel):
    """From a day to another, either end may be open."""

    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)

    class Meta:
        abstract = True


class Stop(Span):
    """Where and when a mobile meeting place stands: a venue on a weekday, from a day to another."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="stops")
    venue = models.CharField(_("lokal"), max_length=200)
    address = models.CharField(_("adress"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("från"))
    ends_at = models.TimeField(_("till"))

    class Meta:
        verbose_name = _("hållplats")
        verbose_name_plural = _("hållplatser")
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="stop_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.venue}"


class OpeningRule(Span):
    """A weekly rule (RFC 5545: FREQ=WEEKLY;INTERVAL;BYDAY), counted from `starts_on` when interval_weeks > 1."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="opening_rules")
    kind = models.CharField(_("gäller"), max_length=10, choices=RuleKind, default=RuleKind.OPEN)
    weekday = models.PositiveSmallIntegerField(_("veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("från"))
    ends_at = models.TimeField(_("till"))
    interval_weeks = models.PositiveSmallIntegerField(
        _("var … vecka"), default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )

    class Meta:
        verbose_name = _("öppettid")
        verbose_name_plural = _("öppettider")
        ordering = ["kind", "weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="opening_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(interval_weeks=1) | models.Q(starts_on__isnull=False),
                name="opening_interval_has_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H.%M}–{self.ends_at:%H.%M}"


class OpeningException(UUIDModel):
    """One day that differs: closed, or open other hours."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="opening_exceptions")
    on = models.DateField(_("dag"))
    starts_at = models.TimeField(_("öppet från"), null=True, blank=True)
    ends_at = models.TimeField(_("öppet till"), null=True, blank=True)

    class Meta:
        verbose_name = _("avvikande dag")
        verbose_name_plural = _("avvikande dagar")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["place", "on"], name="opening_exception_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(starts_at=None, ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="opening_exception_hours_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    @property
    def is_closed(self) -> bool:
        return self.starts_at is None


class PopularActivity(Span):
    """Something that already gathers visitors and that a visit can join."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="popular_activities")
    name = models.CharField(_("namn"), max_length=200)
    weekday = models.PositiveSmallIntegerField(_("veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("från"))
    ends_at = models.TimeField(_("till"))
    head_count = models.PositiveIntegerField(_("brukar komma"), null=True, blank=True)

    class Meta:
        verbose_name = _("populär aktivitet")
        verbose_name_plural = _("populära aktiviteter")
        ordering = ["weekday", "starts_at"]

    def __str__(self) -> str:
        return self.name


class TravelOverride(UUIDModel):
    """Minutes between two places that are not what the coordinates give. Holds both ways."""

    a = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minuter"))

    class Meta:
        verbose_name = _("restid")
        verbose_name_plural = _("restider")
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="travel_pair_once"),
            models.CheckConstraint(condition=~models.Q(a=models.F("b")), name="travel_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.a} – {self.b}"
