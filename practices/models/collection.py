from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from practices.models.practice import Practice


class CollectionQuerySet(models.QuerySet):
    def of(self, user):
        """Somebody's own, the one that “Save” puts things into first."""
        return self.filter(owner=user).order_by("pk")

    def visible_to(self, user):
        """One's own, and what is shared with the person for as long as its owner belongs to the same organisation."""
        if not user.is_authenticated:
            return self.none()
        mine = list(user.memberships_by_organisation)
        belongs = Membership.objects.active().of_open_accounts().filter(user=OuterRef("owner"))
        with_all = Q(organisation__in=mine) & Exists(belongs.filter(organisation=OuterRef("organisation")))
        with_them = Q(pk__in=user.collections_to_read.values("pk")) & Exists(belongs.filter(organisation__in=mine))
        return self.filter(Q(owner=user) | with_all | with_them)

    def for_listing(self):
        return self.select_related("owner", "organisation").order_by("pk")


class Collection(models.Model):
    """Practices that somebody keeps together. What others see of it is asked of each practice when they read it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="collections")
    name = models.CharField(_("name"), max_length=120)
    # Whose members may read it, beside the colleagues it is shared with by name.
    organisation = models.ForeignKey(
        "accounts.Organisation", models.SET_NULL, null=True, blank=True, related_name="collections"
    )
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="collections_to_read")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("collection", args=[self.pk])


class SavedPracticeQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Those whose practice the person may read now, what was saved last first."""
        readable = Practice.objects.visible_to(user).published()
        return self.filter(practice__in=readable).order_by("-saved_at", "-pk")


class SavedPractice(models.Model):
    """A practice in a collection, with what its owner notes beside it."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="saved")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="saved")
    note = models.TextField(_("note"), max_length=1000, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)

    objects = SavedPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved practice")
        verbose_name_plural = _("saved practices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "practice"], name="saved_practice_once_for_each_collection")
        ]

    def __str__(self):
        return f"{self.practice_id} in {self.collection_id}"

    def get_absolute_url(self):
        return reverse("saved_practice", args=[self.collection_id, self.practice.slug])
