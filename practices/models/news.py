from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsQuerySet(models.QuerySet):
    def between(self, told_until, until):
        """What comes after the one position, up to the other, in order."""
        return self.filter(position__gt=told_until, position__lte=until).order_by("position")


class News(models.Model):
    """Something happened that people may follow. Written in the transaction in which it happens.

    `position` is given later, by the worker, to what is committed (practices/alerts/news.py says why).
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("New write-up")
        SHOWN_AGAIN = "shown_again", _("Can be read again")
        RESTORED = "restored", _("Brought back")
        CHANGED = "changed", _("Changed")
        RETIRED = "retired", _("Retired")

    kind = models.CharField(max_length=12, choices=Kind)
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="+")
    # Who could read it until then (as `SearchEntry.scope`), where it was published before.
    scope_before = models.CharField(max_length=40, blank=True)
    happened_at = models.DateTimeField(auto_now_add=True)
    position = models.BigIntegerField(null=True, unique=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news for followers")
        verbose_name_plural = _("news for followers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=models.Q(position=None), name="news_without_position")]

    def __str__(self):
        return f"{self.kind}: {self.practice_id}"
