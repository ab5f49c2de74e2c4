from django.db import models
from django.db.models import Q
from django.utils import timezone
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
        ASKED = "asked", _("Somebody asks")
        ANSWERED = "answered", _("New answer")

    kind = models.CharField(max_length=12, choices=Kind)
    practice = models.ForeignKey("practices.Practice", models.CASCADE, null=True, blank=True, related_name="+")
    need = models.ForeignKey("practices.Need", models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.ForeignKey("practices.NeedAnswer", models.CASCADE, null=True, blank=True, related_name="+")
    # Who could read it until then (as `SearchEntry.scope`), where it was published before.
    scope_before = models.CharField(max_length=40, blank=True)
    happened_at = models.DateTimeField(default=timezone.now)
    position = models.BigIntegerField(null=True, unique=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news for followers")
        verbose_name_plural = _("news for followers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="news_of_a_practice_or_a_need",
                condition=Q(practice__isnull=False, need=None, answer=None) | Q(practice=None, need__isnull=False),
            ),
            models.UniqueConstraint(fields=["need"], condition=Q(kind="asked"), name="news_need_asked_once"),
            models.UniqueConstraint(fields=["answer"], name="news_need_answered_once"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(position=None), name="news_without_position")]

    def __str__(self):
        return f"{self.kind}: {self.practice_id or self.need_id}"
