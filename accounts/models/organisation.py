from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import roles


class OrganisationQuerySet(models.QuerySet):
    def verified(self):
        return self.exclude(verified_at=None)

    def visible_to(self, user):
        """Verified ones; what somebody merely proposed is seen by its own people and administrators."""
        if roles.is_administrator(user):
            return self
        visible = ~Q(verified_at=None)
        if user.is_authenticated:
            visible |= Q(pk__in=list(user.memberships_by_organisation))
        return self.filter(visible)

    def owning_domain_of(self, email):
        domain = email.rpartition("@")[2].lower()
        return self.verified().filter(domains__domain=domain)

    def alphabetical(self):
        return self.order_by(Lower("name"), "pk")


class Organisation(models.Model):
    """A body whose teams write up how they work. Its members see what is shared with it alone."""

    class Kind(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", _("Local authority")
        CARE_PROVIDER = "care_provider", _("Care provider")
        NHS_BODY = "nhs_body", _("NHS body")
        EDUCATION = "education", _("School or college")
        HOUSING = "housing", _("Housing body")
        POLICE = "police", _("Police")
        VOLUNTARY = "voluntary", _("Voluntary organisation")

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    places = models.ManyToManyField(
        "accounts.Place", blank=True, related_name="organisations", verbose_name=_("places")
    )
    website = models.URLField(_("website"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposed_organisations",
        verbose_name=_("proposed by"),
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_unique_in_any_case")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])

    @property
    def is_verified(self):
        return self.verified_at is not None


class OrganisationDomain(models.Model):
    """An e-mail domain that only this organisation hands out; a verified address on it joins."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(_("e-mail domain"), max_length=190, unique=True)

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(name="organisation_domain_is_lower_case", condition=models.Q(domain=Lower("domain")))
        ]

    def __str__(self):
        return self.domain
