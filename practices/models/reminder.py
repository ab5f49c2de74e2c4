from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class ReminderQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(told_at=None)

    def to_former_deputies(self):
        """Addresses that their write-ups name no more: there is no reason left to keep them."""
        deputy = Lower("practice__published_revision__contact_deputy")
        return self.exclude(address="").annotate(deputy=deputy).exclude(address=F("deputy"))

    def to(self, recipient_id, address):
        return self.filter(recipient=recipient_id, address=address)


class Reminder(models.Model):
    """That somebody is to be told, or has been told, of one thing that is due; all that waits leaves in one mail.

    `occasion` says which time it is: the review date, when the contact was lost, which change of law. Of each,
    everybody is told once.
    """

    class Kind(models.TextChoices):
        COMING = "coming", _("To be checked soon")
        PASSED = "passed", _("Past its review date")
        LONG_PASSED = "long_passed", _("Long past its review date")
        CONTACT = "contact", _("A contact is being found")
        LAW = "law", _("Law or guidance changed")
        BRIEF = "brief", _("Colleagues to be briefed again")
        CHECK = "check", _("To be checked again")
        ACTION = "action", _("Something to be done after a check")

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    occasion = models.CharField(max_length=40)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.EmailField(blank=True)  # of a deputy who has no account
    noted_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True)  # or when it turned out that there was nothing to tell any more

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "kind", "occasion", "recipient", "address"],
                nulls_distinct=False,
                name="reminder_once_for_each_person",
            ),
            models.CheckConstraint(
                name="reminder_for_a_person_or_an_address",
                condition=Q(recipient=None) ^ Q(address=""),
            ),
        ]
        indexes = [models.Index(fields=["recipient", "address"], condition=Q(told_at=None), name="reminder_waiting")]

    def __str__(self):
        return f"{self.kind} of {self.practice_id}"
