from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet):
    def for_list(self, user):
        """Everything that a person was told, newest first, with what the list and its rules read."""
        return (
            self.filter(recipient=user)
            .select_related(
                "practice__published_revision", "practice__draft_revision", "comment", "adoption", "suggestion"
            )
            .prefetch_related("practice__authorships", "practice__trusted_readers")
            .order_by("-created_at", "-pk")
        )

    def unread(self):
        return self.filter(read_at=None)

    def to_mail(self):
        return self.filter(mailed_at=None).order_by("pk")

    def at_once(self):
        return self.exclude(kind__in=Notification.DAILY)

    def daily(self):
        """What waits to be told with everything else of its day."""
        return self.filter(kind__in=Notification.DAILY)


class Notification(models.Model):
    """Something a person should hear of. It stands on their page at once; the worker makes the mail.

    Only ids are kept: what the mail says, and whether its reader may still see it, is decided when it leaves.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for review")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned with suggestions")
        DECLINED = "declined", _("Declined")
        HANDED_OVER = "handed_over", _("Handed over to you")
        FACT_CHECKED = "fact_checked", _("A partner has answered")
        RETIRED = "retired", _("Retired")
        RESTORED = "restored", _("Brought back")
        WITHHELD = "withheld", _("Withheld from readers")
        PURGED = "purged", _("Words removed by a moderator")
        SHOWN_AGAIN = "shown_again", _("Shown to readers again")
        COMMENTED = "commented", _("New comment")
        REPLIED = "replied", _("New reply")
        ENDORSED = "endorsed", _("New endorsement")
        COMMENT_HIDDEN = "comment_hidden", _("Comment hidden")
        COMMENT_SHOWN = "comment_shown", _("Comment approved")
        ENDORSEMENT_HIDDEN = "endorsement_hidden", _("Endorsement hidden")
        ENDORSEMENT_SHOWN = "endorsement_shown", _("Endorsement approved")
        ASKED_TO_READ = "asked_to_read", _("Asked to read a draft")
        READER_NOTED = "reader_noted", _("A reader’s note")
        OFFERED = "offered", _("A draft is offered to you")
        TAKEN_OVER = "taken_over", _("A colleague has taken your draft on")
        CO_AUTHOR = "co_author", _("You were added as a co-author")
        SOMEBODY_LEFT = "somebody_left", _("Somebody has left")
        ADOPTION_PROPOSED = "adoption_proposed", _("An adoption to confirm")
        ADOPTION_CONFIRMED = "adoption_confirmed", _("Adoption confirmed")
        ADOPTION_DECLINED = "adoption_declined", _("Adoption not confirmed")
        ADOPTED = "adopted", _("Another team takes it up")
        ADOPTION_STOPPED = "adoption_stopped", _("A team has stopped")
        HARM_SEEN = "harm_seen", _("Harm or risk was seen")
        LEAD_WANTED = "lead_wanted", _("Nobody leads it any more")
        REPORTED_BACK = "reported_back", _("A team has reported back")
        THANKED = "thanked", _("Thanks for reporting back")
        SUGGESTED = "suggested", _("A team suggests a change")
        SUGGESTION_ACCEPTED = "suggestion_accepted", _("Suggestion accepted")
        SUGGESTION_DECLINED = "suggestion_declined", _("Suggestion declined")
        SUGGESTION_TAKEN = "suggestion_taken", _("Suggestion published")

    # Many of these may come on one day: they leave as one mail.
    DAILY = frozenset({Kind.LEAD_WANTED, Kind.REPORTED_BACK})

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind)
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="+")
    comment = models.ForeignKey("practices.Comment", models.CASCADE, null=True, blank=True, related_name="+")
    endorsement = models.ForeignKey(
        "practices.Endorsement", models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    adoption = models.ForeignKey(
        "practices.Adoption", models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    suggestion = models.ForeignKey(
        "practices.Suggestion", models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["id"], condition=models.Q(mailed_at=None), name="notification_to_mail")]

    def __str__(self):
        return f"{self.kind} for {self.recipient_id}"
