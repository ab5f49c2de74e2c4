from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.choices import Sector, Setting
from practices.models.topic import Topic


class PathwayQuerySet(models.QuerySet):
    def alphabetical(self):
        return self.order_by(Lower("name"), "pk")

    def about(self, topic):
        return self.filter(pk__in=PathwayStage.objects.filter(topics=topic).values("pathway"))

    def with_stages(self):
        """With what `PathwayStage.asks_for` looks at."""
        topics = models.Prefetch("topics", Topic.objects.curated().alphabetical(), to_attr="curated_topics")
        return self.prefetch_related(models.Prefetch("stages", PathwayStage.objects.prefetch_related(topics)))


class Pathway(models.Model):
    """A way through services that people go, in stages. Administrators say which; docs/pathways.md says how."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=70, unique=True)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    sector = models.CharField(
        _("adults or children"),
        max_length=10,
        choices=[choice for choice in Sector.choices if choice[0] != Sector.BOTH],
        blank=True,
        help_text=_("Only write-ups about these, and about both. None: about anybody."),
    )

    objects = PathwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="pathway_name_unique_in_any_case",
                violation_error_message=_("There is a pathway of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("pathway", args=[self.slug])


class PathwayStage(models.Model):
    """One stage: write-ups on any of its topics belong to it, in any of its settings if it names some."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=60)
    topics = models.ManyToManyField(
        Topic, related_name="pathway_stages", limit_choices_to={"is_curated": True}, verbose_name=_("topics")
    )
    settings = ArrayField(
        models.CharField(max_length=30, choices=Setting),
        default=list,
        blank=True,
        verbose_name=_("settings"),
        help_text=_("Of what is about the topics, only what is in one of these. None: in any."),
    )

    class Meta:
        verbose_name = _("stage of a pathway")
        verbose_name_plural = _("stages of a pathway")
        ordering = ["pathway", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "position"],
                name="pathway_stage_position_once",
                violation_error_message=_("Another stage of this pathway has this position."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def asks_for(self):
        """What its write-ups have, by the columns of their search entries. Load it `with_stages`."""
        asked = {"topic_ids": [str(topic.pk) for topic in self.curated_topics]}
        if self.settings:
            asked["setting"] = list(self.settings)
        if self.pathway.sector:
            asked["sector"] = [self.pathway.sector, Sector.BOTH]
        return asked

    @property
    def query_string(self):
        """What finds the same at /practices/."""
        topics = [("topic", topic.slug) for topic in self.curated_topics]
        settings = [("setting", setting) for setting in self.settings]
        return urlencode([*topics, *settings, *([("sector", self.pathway.sector)] if self.pathway.sector else [])])
