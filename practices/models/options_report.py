from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice

PARAGRAPHS = 6000


class OptionsReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What an organisation weighs up is for its own people, whatever their role in the hub."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=list(user.memberships_by_organisation))

    def for_listing(self):
        return self.select_related("organisation", "begun_by").order_by("-changed_at", "-pk")

    def for_page(self):
        return self.select_related("organisation", "place", "begun_by").prefetch_related("editors", "searches")


class OptionsReport(models.Model):
    """A paper in which an organisation weighs up practices for itself: what it asks, what there is, what it will do."""

    slug = models.SlugField(max_length=30, unique=True)  # of no words, since nobody else is to learn what is asked
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="options_reports")
    question = models.CharField(_("the question"), max_length=200)
    place = models.ForeignKey("accounts.Place", models.SET_NULL, null=True, blank=True, related_name="+")
    how_searched = models.TextField(_("how we searched"), max_length=PARAGRAPHS, blank=True)
    fit = models.TextField(_("how they would fit our place"), max_length=PARAGRAPHS, blank=True)
    recommendation = models.TextField(_("recommendation"), max_length=PARAGRAPHS, blank=True)
    next_steps = models.TextField(_("next steps"), max_length=PARAGRAPHS, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports_begun"
    )
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="reports_to_write")
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = OptionsReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("options report")
        verbose_name_plural = _("options reports")
        ordering = ["pk"]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("report", args=[self.slug])


class ReportOptionQuerySet(models.QuerySet):
    def options(self):
        return self.filter(is_left_out=False)

    def left_out(self):
        return self.filter(is_left_out=True)


class ReportOption(models.Model):
    """A practice that a report weighs up, or leaves out with a reason, as it stood when it was copied."""

    report = models.ForeignKey(OptionsReport, models.CASCADE, related_name="options")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+")
    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="+")
    copied_at = models.DateTimeField(default=timezone.now)
    notes = models.JSONField(_("our notes"), default=dict, blank=True)  # by the key of a heading of comparing.py
    is_left_out = models.BooleanField(default=False)
    left_out_why = models.TextField(_("why it was left out"), max_length=1000, blank=True)

    objects = ReportOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("option in a report")
        verbose_name_plural = _("options in reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "practice"], name="report_option_once_for_each_report"),
            models.CheckConstraint(
                name="report_option_left_out_with_a_reason",
                condition=Q(is_left_out=False, left_out_why="") | (Q(is_left_out=True) & ~Q(left_out_why="")),
            ),
        ]

    def __str__(self):
        return f"{self.practice_id} in report {self.report_id}"

    @property
    def section(self):
        """What the notes on it are called among the sections of the report."""
        return f"option-{self.pk}"


class ReportSearch(models.Model):
    """A search that a report rests on, as the hub saw it: what was looked for, when, and how many there were."""

    report = models.ForeignKey(OptionsReport, models.CASCADE, related_name="searches")
    words = models.TextField(_("words looked for"), blank=True)
    filters = models.TextField(_("filters"), blank=True)  # as the page named them
    asked = models.JSONField(_("the address"), default=dict)  # {name: [values]}
    hits = models.PositiveIntegerField()
    searched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("search in a report")
        verbose_name_plural = _("searches in reports")
        ordering = ["pk"]

    def __str__(self):
        return f"search of report {self.report_id}"

    def get_absolute_url(self):
        return f"{reverse('practices')}?{urlencode(self.asked, doseq=True)}"


class ReportSave(models.Model):
    """When a section of a report was last saved, by whom, and how often: the version that two editors compare."""

    report = models.ForeignKey(OptionsReport, models.CASCADE, related_name="saves")
    section = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_save_once")]

    def __str__(self):
        return f"{self.section} of report {self.report_id}"
