from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from practices.lifecycle import SEEN_BY_MODERATORS


class TopicQuerySet(models.QuerySet):
    def curated(self):
        return self.filter(is_curated=True)

    def suggested(self):
        return self.filter(is_curated=False)

    def known_to_moderators(self):
        """Curated ones, and those that stand in something a moderator may read: never in private drafts alone."""
        return self.filter(models.Q(is_curated=True) | models.Q(pk__in=RevisionTopic.objects.seen().values("tag")))

    def with_use(self):
        """With `practice_count`: how many write-ups that a moderator may read say it."""
        practice = "revision_items__content_object__practice"
        seen = models.Q(revision_items__in=RevisionTopic.objects.seen())
        return self.annotate(practice_count=models.Count(practice, filter=seen, distinct=True))

    def asked_about(self, needs):
        """Curated ones that one of these needs has."""
        return self.curated().filter(pk__in=needs.values("topics"))

    def pathways(self):
        return self.curated().filter(is_pathway=True)

    def alphabetical(self):
        return self.order_by(Lower("name"), "pk")


class Topic(TagBase):
    """What a write-up is about. Curated ones can be browsed; an author's own wait for a moderator."""

    description = models.CharField(_("description"), max_length=200, blank=True)
    is_curated = models.BooleanField(_("curated"), default=False)
    is_pathway = models.BooleanField(_("shown on the start page as a pathway"), default=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="topic_name_unique_in_any_case"),
            models.CheckConstraint(
                name="topic_pathway_is_curated",
                condition=models.Q(is_pathway=False) | models.Q(is_curated=True),
            ),
        ]

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class RevisionTopicQuerySet(models.QuerySet):
    def seen(self):
        """In revisions that moderators may read, as `policies.read_draft` says of one."""
        return self.filter(content_object__status__in=SEEN_BY_MODERATORS)


class RevisionTopic(ItemBase):
    content_object = models.ForeignKey("practices.Revision", models.CASCADE, related_name="topic_items")
    tag = models.ForeignKey(Topic, models.CASCADE, related_name="revision_items")

    objects = RevisionTopicQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="revision_topic_once")]
