from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .blocked import LeavesOutBlocked


class NeedQuerySet(LeavesOutBlocked):
    def written_by_blocked(self):
        return Q(asked_by__blocked_at__isnull=False)

    def of(self, user):
        """What somebody asked for is between them and the moderators."""
        return self.filter(asked_by=user)

    def waiting(self):
        return self.filter(answered_at=None).order_by("asked_at", "pk")

    def newest(self):
        return self.order_by("-asked_at", "-pk")


class Need(models.Model):
    """A way of working that somebody looked for and did not find, and what a moderator could tell them."""

    question = models.TextField(_("what is looked for"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="needs")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                name="need_is_answered_with_words",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            )
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(answered_at=None), name="need_waiting")]

    def __str__(self):
        return self.question
