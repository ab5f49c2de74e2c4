from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PlaceQuerySet(models.QuerySet):
    def live(self):
        return self.filter(valid_to=None)

    def alphabetical(self):
        # By an expression of ours: the server's locale may know no English order.
        return self.order_by(Lower("short_name"), "pk")


class Place(models.Model):
    """An area with a social care duty, under its official name and code."""

    class Kind(models.TextChoices):
        LONDON_BOROUGH = "london_borough", _("London borough")
        METROPOLITAN_DISTRICT = "metropolitan_district", _("metropolitan district")
        UNITARY = "unitary", _("unitary authority")
        COUNTY = "county", _("county")
        SCOTTISH_COUNCIL = "scottish_council", _("Scottish council area")
        WELSH_COUNCIL = "welsh_council", _("Welsh council area")
        NORTHERN_IRELAND_TRUST = "northern_ireland_trust", _("health and social care trust")

    class Nation(models.TextChoices):
        ENGLAND = "England", _("England")
        WALES = "Wales", _("Wales")
        SCOTLAND = "Scotland", _("Scotland")
        NORTHERN_IRELAND = "Northern Ireland", _("Northern Ireland")

    gss_code = models.CharField(_("GSS code"), max_length=9, unique=True)
    official_name = models.CharField(_("official name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=60)
    slug = models.SlugField(max_length=70, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    region = models.CharField(_("region"), max_length=40)
    nation = models.CharField(_("nation"), max_length=20, choices=Nation)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["short_name", "pk"]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("place", args=[self.slug])
