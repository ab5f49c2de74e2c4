from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LawChangeQuerySet(models.QuerySet):
    def newest(self):
        return self.select_related("marked_by").order_by("-changed_on", "-pk")


class LawChange(models.Model):
    """That an act or guidance has changed, as a moderator marked it: once for all write-ups that cite it.

    `key` is the title as `law.key_of` makes it, so that capitals and spaces make no difference.
    """

    title = models.CharField(_("act or guidance"), max_length=200)
    key = models.TextField(editable=False)
    what_changed = models.CharField(_("what changed"), max_length=300)
    changed_on = models.DateField(_("changed on"))
    # What was confirmed or published from this moment on has taken the change into account.
    counts_from = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField()

    objects = LawChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of law or guidance")
        verbose_name_plural = _("changes of law and guidance")

    def __str__(self):
        return f"{self.title}, {self.changed_on}"

    @staticmethod
    def counted_from(changed_on: date, marked_at: datetime) -> datetime:
        """The end of the day on which it changed; of a day that is not over yet, the moment it was marked."""
        end = timezone.make_aware(datetime.combine(changed_on + timedelta(days=1), time.min))
        return min(end, marked_at)
