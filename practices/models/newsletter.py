from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class NewsletterQuerySet(models.QuerySet):
    def draft(self):
        return self.filter(is_draft=True)

    def sent(self):
        return self.filter(is_draft=False).order_by("-sent_at", "-pk")

    def being_sent(self):
        return self.filter(is_draft=False, told_at=None).order_by("pk")


class Newsletter(models.Model):
    """What an editor has chosen of a week's news, for those who asked for it; a copy of each that was sent is kept."""

    introduction = models.TextField(_("introduction"), max_length=1500, blank=True)
    thanks = models.TextField(_("thanks"), max_length=1000, blank=True)
    since = models.DateTimeField(_("news since"))
    begun_at = models.DateTimeField(auto_now_add=True)
    # Of the draft, which two editors compare.
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_draft = models.BooleanField(_("draft"), default=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    # Mails are made in the order of the readers' numbers: of whom the last one was made, and when all were.
    last_reader = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["is_draft"], condition=Q(is_draft=True), name="newsletter_one_draft"),
            models.CheckConstraint(
                name="newsletter_sent_or_draft",
                condition=Q(is_draft=True, sent_at=None, told_at=None, last_reader=0)
                | Q(is_draft=False, sent_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"newsletter {self.pk}"

    def get_absolute_url(self):
        return reverse("newsletter", args=[self.pk])


class NewsletterItem(models.Model):
    """One piece of news. It only names what it is about: what that says is read, and may be read, when it is shown."""

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        STOPPED = "stopped", _("Stopped, and why")
        QUESTION = "question", _("Open questions")

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind)
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="+")
    comment = models.ForeignKey("practices.Comment", models.CASCADE, null=True, blank=True, related_name="+")
    is_in = models.BooleanField(_("chosen"), default=False)
    line = models.CharField(_("the editor’s words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("item of a newsletter")
        verbose_name_plural = _("items of newsletters")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "kind", "practice", "comment"],
                nulls_distinct=False,
                name="newsletter_item_once",
            ),
            models.CheckConstraint(
                name="newsletter_question_is_a_comment",
                condition=Q(kind="question", comment__isnull=False) | (~Q(kind="question") & Q(comment=None)),
            ),
        ]

    def __str__(self):
        return f"{self.kind} in {self.newsletter_id}"
