from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.choices import SuggestionStatus
from practices.lifecycle import Status


class SuggestionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=SuggestionStatus.OPEN)

    def accepted(self):
        return self.filter(status=SuggestionStatus.ACCEPTED)

    def taken(self):
        """Those that stand in a revision which has been published."""
        return self.accepted().filter(revision__status=Status.PUBLISHED)

    def for_page(self):
        """With what says whom it is from and what became of it, newest first."""
        return self.select_related(
            "adoption__organisation", "adoption__place", "organisation", "revision", "decided_by"
        ).order_by("-made_at", "-pk")


class Suggestion(models.Model):
    """What a team that uses a practice, or has checked it, would change in the write-up. Its owners decide.

    An accepted one goes into the next draft: `revision`. Whether readers have it by now, that revision says.
    """

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="suggestions")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="suggestions")
    # None where the organisation that a write-up is from has checked itself.
    adoption = models.ForeignKey(
        "practices.Adoption", models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    section = models.CharField(_("part of the write-up"), max_length=20)
    what = models.TextField(_("what should change"), max_length=1000)
    why = models.TextField(_("why"), max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(_("status"), max_length=10, choices=SuggestionStatus, default=SuggestionStatus.OPEN)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(
        "practices.Revision", models.SET_NULL, null=True, blank=True, related_name="suggestions"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="suggestion_decided_with_an_answer",
                condition=Q(status="open", answer="", decided_at=None)
                | ~Q(status="open") & ~Q(answer="") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="suggestion_in_a_draft_is_accepted", condition=Q(revision=None) | Q(status="accepted")
            ),
        ]

    def __str__(self):
        return f"suggestion {self.pk} about {self.practice_id}"

    @property
    def is_open(self):
        return self.status == SuggestionStatus.OPEN

    @property
    def is_taken(self):
        return bool(self.revision and self.revision.status == Status.PUBLISHED)

    @property
    def state(self):
        """What has become of it, in words."""
        if self.status != SuggestionStatus.ACCEPTED:
            return self.get_status_display()
        if self.is_taken:
            return _("Part of revision %(number)d") % {"number": self.revision.number}
        return _("In the draft") if self.revision else _("Accepted, for the next draft")

    @property
    def shown_who(self):
        """Whom it is from, as the owners are told: no more than the team lets readers be told."""
        if self.adoption is None:
            return self.organisation.name
        return self.adoption.shown_who or _("A team that uses this")
