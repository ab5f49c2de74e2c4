from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _


class SpecialismQuerySet(models.QuerySet):
    def reviewers_for(self, moderators, revision):
        """The moderators with `knows`: the names of its topics that each knows. Those who know one come first."""
        topics = revision.topics.all()
        knows = ArrayAgg(
            "specialisms__topic__name",
            filter=Q(specialisms__topic__in=topics),
            order_by="specialisms__topic__name",
            default=Value([]),
        )
        knows_one = Exists(self.filter(user=OuterRef("pk"), topic__in=topics))
        return moderators.annotate(knows=knows, knows_one=knows_one).order_by("-knows_one", "display_name", "pk")


class Specialism(models.Model):
    """A moderator says that they know a topic, so that what is about it can come to them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="specialisms")
    topic = models.ForeignKey("practices.Topic", models.CASCADE, related_name="specialisms")

    objects = SpecialismQuerySet.as_manager()

    class Meta:
        verbose_name = _("specialism")
        verbose_name_plural = _("specialisms")
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="specialism_once")]

    def __str__(self):
        return f"{self.user_id} knows {self.topic_id}"
