from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.lifecycle import Status

# While its authors are writing. What is submitted is the moderators' to read.
READ_WHILE = (Status.DRAFT, Status.RETURNED)


class TrustedReaderQuerySet(models.QuerySet):
    def with_a_draft(self):
        """Those whom there is something to read for, with what a list of it shows."""
        return self.filter(practice__draft_revision__status__in=READ_WHILE)


class TrustedReader(models.Model):
    """A colleague whom the authors ask to read their draft before they submit it."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="trusted_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    # The lead author offers them the draft to go on with; nothing is theirs before they accept.
    may_take_over = models.BooleanField(default=False, db_default=False)

    objects = TrustedReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("trusted reader")
        verbose_name_plural = _("trusted readers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="trusted_reader_once")]

    def __str__(self):
        return f"{self.user_id} reads {self.practice_id}"


class ReaderNote(models.Model):
    """What a trusted reader says about a section of the draft, to its authors alone."""

    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="reader_notes")
    section = models.CharField(max_length=20)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reader_notes")
    body = models.TextField(_("note"), max_length=2000)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reader’s note")
        verbose_name_plural = _("readers’ notes")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.author_id} on {self.section} of {self.revision_id}"
