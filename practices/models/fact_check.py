from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.lifecycle import Status


class FactCheckQuerySet(models.QuerySet):
    def of_submission(self, revision):
        """Those asked for since the revision was last submitted."""
        return self.filter(revision=revision, submitted_at=revision.submitted_at, taken_back_at=None)

    def noted_for(self, review):
        """The notes that had come in when the review was decided."""
        return self.filter(
            revision=review.revision_id, submitted_at=review.submitted_at, answered_at__lte=review.decided_at
        )

    def for_moderators(self):
        return self.select_related("asked_by").order_by("asked_at", "pk")


class FactCheck(models.Model):
    """A partner agency is asked to check facts of what is in review. It may add a note, and decides nothing."""

    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="fact_checks")
    # When what is checked was submitted: a later submission says something else.
    submitted_at = models.DateTimeField()
    agency = models.CharField(_("partner agency"), max_length=120)
    email = models.EmailField(_("its e-mail address"), max_length=254)
    question = models.TextField(_("what it is asked to check"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("asked to answer by"))
    note = models.TextField(_("note"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact check")
        verbose_name_plural = _("fact checks")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fact_check_is_answered_with_words",
                condition=Q(note="", answered_at=None) | (~Q(note="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="fact_check_is_answered_or_taken_back", condition=Q(answered_at=None) | Q(taken_back_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.agency} on {self.revision_id}"

    @property
    def is_of_what_is_in_review(self):
        """Whether what it is about still waits for its decision."""
        return self.revision.status == Status.SUBMITTED and self.revision.submitted_at == self.submitted_at

    @property
    def is_open(self):
        return self.answered_at is None and self.taken_back_at is None and self.is_of_what_is_in_review
