from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Briefing(models.Model):
    """That a member of the organisation has shown colleagues how a revision is done. Who was shown is not kept."""

    adoption = models.ForeignKey("practices.Adoption", models.CASCADE, related_name="briefings")
    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="briefings")
    on = models.DateField(_("on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who briefed them")
    )
    people = models.PositiveSmallIntegerField(_("how many people"), validators=[MinValueValidator(1)])
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["adoption", "-on", "-pk"]
        constraints = [models.CheckConstraint(name="briefing_of_somebody", condition=Q(people__gte=1))]

    def __str__(self):
        return f"briefing on {self.on} for adoption {self.adoption_id}"
