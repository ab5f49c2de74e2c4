from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewQuerySet(models.QuerySet):
    def for_practice(self, practice):
        """Every decision on a practice, oldest first."""
        return (
            self.filter(revision__practice=practice)
            .select_related("moderator", "revision")
            .order_by("decided_at", "pk")
        )

    def record_of(self, person):
        """{decision: how many} on what this person wrote or submitted."""
        written = models.Q(revision__practice__authorships__user=person) | models.Q(revision__submitted_by=person)
        decided = self.filter(written).order_by().values_list("decision")
        return dict(decided.annotate(number=models.Count("pk", distinct=True)))

    def recent_decisions(self):
        return self.order_by("-decided_at", "-pk")


class Review(models.Model):
    """A moderator's decision on a submitted revision. Written once, never edited."""

    class Decision(models.TextChoices):
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned")
        DECLINED = "declined", _("Declined")

    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="reviews")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reviews")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    message = models.TextField(_("message to the author"), max_length=4000, blank=True)
    sections = models.JSONField(default=list, blank=True)  # [{section, reason}]
    # What the revision said when it was decided, so that a resubmission can be compared with it.
    snapshot = models.JSONField(default=dict)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["decided_at", "pk"]

    def __str__(self):
        return f"{self.decision} {self.revision_id}"
