from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

# What can be followed, by the name of the column; each row names one of them.
TARGETS = ("topic", "place", "practice", "need", "search")


def _exactly_one():
    one_of_them = Q()
    for target in TARGETS:
        others = {f"{other}__isnull": other != target for other in TARGETS}
        one_of_them |= Q(**others)
    return one_of_them


class FollowQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(person=user)

    def on(self, target):
        """Those that follow this topic, place, practice, need or saved search."""
        return self.filter(**{name_of(target): target})

    def for_list(self):
        """With what a list of them, and a mail because of them, names."""
        return self.select_related("topic", "place", "practice__published_revision", "need", "search").order_by(
            Lower("topic__name"), Lower("place__short_name"), "pk"
        )


class Follow(models.Model):
    """That somebody is to be told of what is new about one thing. How often, they say once for all (`Alerts`)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    topic = models.ForeignKey("practices.Topic", models.CASCADE, null=True, blank=True, related_name="follows")
    place = models.ForeignKey("accounts.Place", models.CASCADE, null=True, blank=True, related_name="follows")
    practice = models.ForeignKey("practices.Practice", models.CASCADE, null=True, blank=True, related_name="follows")
    need = models.ForeignKey("practices.Need", models.CASCADE, null=True, blank=True, related_name="follows")
    search = models.ForeignKey("practices.SavedSearch", models.CASCADE, null=True, blank=True, related_name="follows")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing followed")
        verbose_name_plural = _("things followed")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="follow_one_thing", condition=_exactly_one()),
            *(models.UniqueConstraint(fields=["person", each], name=f"follow_{each}_once") for each in TARGETS),
        ]

    def __str__(self):
        return f"{self.person_id} follows {self.kind}"

    @property
    def kind(self):
        """Which of `TARGETS` it names."""
        return next(each for each in TARGETS if getattr(self, f"{each}_id"))

    @property
    def target(self):
        return getattr(self, self.kind)


def name_of(target):
    """The column that would name it."""
    return {"savedsearch": "search"}.get(target._meta.model_name, target._meta.model_name)
