from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# So that whoever wonders why a program reads no more finds out.
EXPIRED_KEPT = timedelta(days=90)


class ApiTokenQuerySet(models.QuerySet):
    def good(self):
        """Those that let somebody in today: not expired, and of an account that is open."""
        return self.filter(expires_on__gte=timezone.localdate(), user__is_active=True)

    def outdated(self):
        """Those that have let nobody in for a while."""
        return self.filter(expires_on__lt=timezone.localdate() - EXPIRED_KEPT)

    def newest(self):
        return self.order_by("-made_at", "-pk")


class ApiToken(models.Model):
    """What a program of somebody's shows to read the API. The hub keeps a hash of it alone, and how it ends."""

    class Scope(models.TextChoices):
        PUBLIC = "public", _("What everybody may read")
        MINE = "mine", _("What I may read myself")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("what it may read"), max_length=10, choices=Scope)
    token_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)  # by which its owner knows it again
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("good until"))
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self):
        return f"token {self.pk} of {self.user_id}"

    @property
    def is_expired(self):
        return self.expires_on < timezone.localdate()
