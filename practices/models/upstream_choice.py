from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.adoption import Adoption


class UpstreamChoice(models.Model):
    """What adopters decided about a revision that was published after the one they took up; one for each revision."""

    class Choice(models.TextChoices):
        TAKE = "take", _("Take it: from now on this is the revision that we use")
        KEEP = "keep", _("Keep ours: we go on as we do, until a newer revision comes")
        LATER = "later", _("Later: ask us again in four weeks")

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="upstream_choices")
    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="+")
    choice = models.CharField(max_length=5, choices=Choice)
    ask_again_on = models.DateField(null=True, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("choice about a newer revision")
        verbose_name_plural = _("choices about newer revisions")
        ordering = ["adoption", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "revision"], name="upstream_choice_once_for_each_revision"),
            models.CheckConstraint(
                name="upstream_choice_later_has_a_day",
                condition=Q(choice="later", ask_again_on__isnull=False)
                | (~Q(choice="later") & Q(ask_again_on__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.choice} of {self.revision_id} for adoption {self.adoption_id}"
