from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .place import Place

DIGITS, DECIMALS = 14, 4


class Indicator(models.TextChoices):
    """What places are compared by: a column of the file that an operator loads. docs/places.md says what each means."""

    POPULATION = "population", _("number of people")
    SHARE_UNDER_18 = "share_under_18", _("share of people under 18")
    SHARE_65_AND_OVER = "share_65_and_over", _("share of people aged 65 and over")
    DENSITY = "density", _("people per square kilometre")
    DEPRIVATION = "deprivation", _("deprivation score")

    @property
    def unit(self):
        return "%" if self in SHARES else ""


SHARES = frozenset({Indicator.SHARE_UNDER_18, Indicator.SHARE_65_AND_OVER})  # per cent
# Compared by their logarithm: twice as many people is as great a difference among small places as among large ones.
BY_LOGARITHM = frozenset({Indicator.POPULATION, Indicator.DENSITY})
# Made for each nation by itself, from other figures: a score in one says nothing beside a score in another.
WITHIN_A_NATION = frozenset({Indicator.DEPRIVATION})


class PlaceIndicatorSet(models.Model):
    """The figures of one indicator: which publication they are from, and what they weigh in likeness."""

    indicator = models.CharField(_("indicator"), max_length=30, choices=Indicator, unique=True)
    source = models.CharField(_("source"), max_length=200)
    published_on = models.DateField(_("published on"))
    weight = models.DecimalField(
        _("weight"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10))],
    )
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("indicator of places")
        verbose_name_plural = _("indicators of places")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="place_indicator_weighs_0_to_10", condition=Q(weight__gte=0, weight__lte=10)),
            models.CheckConstraint(name="place_indicator_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self):
        return self.get_indicator_display()


class PlaceIndicator(models.Model):
    """One figure for one place, as it was published."""

    of = models.ForeignKey(PlaceIndicatorSet, models.CASCADE, related_name="figures", verbose_name=_("indicator"))
    place = models.ForeignKey(Place, models.CASCADE, related_name="indicators", verbose_name=_("place"))
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=DECIMALS)

    class Meta:
        verbose_name = _("figure of a place")
        verbose_name_plural = _("figures of places")
        ordering = ["of", "place"]
        constraints = [
            models.UniqueConstraint(fields=["of", "place"], name="place_indicator_once"),
            models.CheckConstraint(name="place_indicator_is_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self):
        return f"{self.place}: {self.value}"
