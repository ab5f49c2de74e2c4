from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.choices import AdopterShownAs, StillGoing, Unit

LATEST = 120  # weeks or months after the start


class FollowUpStep(models.Model):
    """How long after the start of an adoption its team is asked how it goes. Administrators change these."""

    number = models.PositiveSmallIntegerField(
        _("how many"), validators=[MinValueValidator(1), MaxValueValidator(LATEST)]
    )
    unit = models.CharField(_("weeks or months"), max_length=6, choices=Unit)
    is_in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("time of a follow-up")
        verbose_name_plural = _("times of follow-ups")
        ordering = ["unit", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "unit"],
                name="follow_up_step_once",
                violation_error_message=_("This time is in the list already."),
            ),
            models.CheckConstraint(
                name="follow_up_step_is_after_the_start", condition=Q(number__gte=1, number__lte=LATEST)
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.get_unit_display()}"

    def day_after(self, started: date) -> date:
        """The day, for a start on the first of a month."""
        if self.unit == Unit.WEEKS:
            return started + timedelta(weeks=self.number)
        years, month = divmod(started.month - 1 + self.number, 12)
        return started.replace(year=started.year + years, month=month + 1)


class FollowUpQuerySet(models.QuerySet):
    def asked(self):
        return self.exclude(asked_at=None)

    def asked_with(self, row):
        """What the same mail asked: all of it is noted as of one moment."""
        return self.filter(recipient=row.recipient, asked_at=row.asked_at)

    def answered(self):
        return self.exclude(answered_at=None)

    def for_page(self):
        return self.select_related(
            "recipient",
            "adoption__lead",
            "adoption__organisation",
            "adoption__place",
            "adoption__practice__published_revision",
            "adoption__practice__organisation",
        )

    def newest_answers_first(self):
        return self.answered().order_by("-answered_at", "-pk")


class FollowUp(models.Model):
    """That a team is asked, or was asked, how it goes with what it adopted; of each due date, once.

    Without `asked_at` it waits for somebody to lead the adoption, and its managers have been told so.
    """

    adoption = models.ForeignKey("practices.Adoption", models.CASCADE, related_name="follow_ups")
    due_on = models.DateField(_("due on"))
    # Who led it when the question left, and who alone can answer by the link.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    noted_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)

    answer = models.CharField(_("answer"), max_length=10, choices=StillGoing, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    better = models.TextField(_("what got better"), max_length=1000, blank=True)
    how_known = models.TextField(_("how you know"), max_length=1000, blank=True)
    would_have_helped = models.TextField(_("what would have helped"), max_length=1000, blank=True)
    may_quote = models.BooleanField(_("the authors may read and quote these words"), default=False)
    told_more_at = models.DateTimeField(null=True, blank=True)

    thanked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    thanked_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["adoption", "due_on"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "due_on"], name="follow_up_once_for_each_due_date"),
            models.CheckConstraint(
                name="follow_up_answered_with_an_answer",
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_says_more_once_answered",
                condition=Q(answered_at__isnull=False, told_more_at__isnull=False)
                | Q(better="", how_known="", would_have_helped="", may_quote=False, told_more_at=None),
            ),
            models.CheckConstraint(
                name="follow_up_thanked_once_answered", condition=Q(thanked_at=None) | Q(answered_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "asked_at"], name="follow_up_of_person"),
        ]

    def __str__(self):
        return f"follow-up of {self.adoption_id} on {self.due_on}"

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def words(self):
        """What was said beside the answer: (question, words), without what was left empty."""
        asked = (self._meta.get_field(name) for name in ("better", "how_known", "would_have_helped"))
        return [(field.verbose_name, said) for field in asked if (said := getattr(self, field.name))]

    @property
    def words_for_authors(self):
        return self.words if self.may_quote else []

    @property
    def reporter(self):
        """Who reports back, as far as the team lets others know who adopts it."""
        adoption = self.adoption
        if who := adoption.shown_who:
            return who
        if adoption.shown_as == AdopterShownAs.COUNTED:
            return _("A team")
        return _("A team in %(place)s") % {"place": adoption.place.short_name}


class FollowUpPause(models.Model):
    """That a team wants no questions about an adoption until a day, or at all."""

    adoption = models.OneToOneField("practices.Adoption", models.CASCADE, related_name="follow_up_pause")
    until = models.DateField(_("until"), null=True, blank=True)  # without a day: for good
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pause of follow-ups")
        verbose_name_plural = _("pauses of follow-ups")

    def __str__(self):
        return f"no follow-ups of {self.adoption_id} until {self.until or 'ever'}"

    @property
    def holds(self):
        return self.until is None or self.until > timezone.localdate()
