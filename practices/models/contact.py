"""Writing to a practice's contact: where each message is now, and that a contact takes none for some time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ContactMessageQuerySet(models.QuerySet):
    def of(self, user):
        """Where a message is concerns whoever sent it, and nobody else."""
        return self.filter(sender=user)

    def waiting(self):
        """What somebody has been asked to answer."""
        return self.filter(outcome="").exclude(step="")

    def for_page(self):
        return self.select_related("sender", "practice__published_revision", "practice__organisation")

    def newest(self):
        return self.order_by("-sent_at", "-pk")


class ContactMessage(models.Model):
    """That somebody wrote to a practice's contact, or to a team that adopts it.

    The words are kept only while the message may still be passed on to somebody else.
    """

    class Step(models.TextChoices):
        """Who is asked now, in the order in which they are."""

        CONTACT = "contact", _("With the contact")
        DEPUTY = "deputy", _("With the deputy")
        MANAGER = "manager", _("With the managers of the organisation")
        MODERATORS = "moderators", _("With the moderators")

    class Outcome(models.TextChoices):
        SAID = "said", _("The team says that it has answered")
        ANSWERED = "answered", _("You said that you have an answer")
        CLOSED = "closed", _("You said that you no longer need an answer")
        UNANSWERED = "unanswered", _("Nobody has said that they answered, and nobody is asked any more")
        GONE = "gone", _("Not passed on: the write-up takes no messages from you any more")

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="contact_messages")
    adoption = models.ForeignKey("practices.Adoption", models.CASCADE, null=True, blank=True, related_name="questions")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    # Empty where the hub does not follow what becomes of it: a question to an adopter, or one sent long ago.
    step = models.CharField(_("where it is"), max_length=10, choices=Step, blank=True)
    step_since = models.DateTimeField(_("there since"), null=True, blank=True)
    message = models.TextField(_("message"), max_length=4000, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_message_is_somewhere_since_then",
                condition=Q(step="", step_since=None, message="", outcome="")
                | (~Q(step="") & Q(step_since__isnull=False)),
            ),
            models.CheckConstraint(
                name="contact_message_settled_keeps_no_words",
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False, message="")),
            ),
        ]
        indexes = [
            models.Index(fields=["step_since"], condition=Q(outcome="") & ~Q(step=""), name="contact_message_waiting"),
            models.Index(fields=["sender", "-sent_at"], name="contact_message_of_sender"),
        ]

    def __str__(self):
        return f"message about {self.practice_id}"

    @property
    def is_waiting(self):
        return bool(self.step) and not self.outcome


class ContactPause(models.Model):
    """That a contact takes no messages until a day. Of the hub alone: no version of the write-up says it."""

    practice = models.OneToOneField("practices.Practice", models.CASCADE, related_name="contact_pause")
    until = models.DateField(_("until"))
    words = models.CharField(_("what readers are told"), max_length=200, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pause of a contact")
        verbose_name_plural = _("pauses of contacts")

    def __str__(self):
        return f"no messages to {self.practice_id} until {self.until}"

    @property
    def holds(self):
        return self.until > timezone.localdate()
