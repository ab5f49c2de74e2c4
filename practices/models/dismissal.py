from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Dismissal(models.Model):
    """An author's word that something the check has found tells of no person. Moderators read it with the reason."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="dismissals")
    kind = models.CharField(max_length=30)  # of identifiers.Kind
    words = models.TextField(max_length=500)  # as they stand in the write-up
    reason = models.CharField(_("why it is not about a person"), max_length=200)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("dismissal")
        verbose_name_plural = _("dismissals")
        constraints = [models.UniqueConstraint(fields=["practice", "kind", "words"], name="dismissal_once")]

    def __str__(self):
        return f"{self.kind} in {self.practice_id}"
