from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DueFeed(models.Model):
    """The private address at which a person's calendar finds what is due. The hub keeps a hash of its secret alone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="due_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return f"feed of {self.user_id}"
