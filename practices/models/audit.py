from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.choices import AuditAnswer, AuditRelease, AuditStatus, CaseUnusable
from practices.models.practice import Practice


class AuditQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of organisations that the person manages, and those of their organisations that they check.

        Nobody else's: not even of those who help to run the hub, since it is for learning and not for inspection.
        """
        if not user.is_authenticated:
            return self.none()
        managed = [key for key, membership in user.memberships_by_organisation.items() if membership.is_manager]
        mine = Q(organisation__in=list(user.memberships_by_organisation)) & Q(
            pk__in=AuditChecker.objects.filter(user=user).values("audit")
        )
        return self.filter(
            Q(organisation__in=managed) | mine, practice__in=Practice.objects.visible_to(user).values("pk")
        )

    def finished(self):
        return self.filter(status=AuditStatus.FINISHED)

    def newest(self):
        return self.order_by("-set_up_at", "-pk")

    def for_page(self):
        return self.select_related(
            "practice__published_revision", "practice__draft_revision", "revision", "organisation", "set_up_by"
        ).prefetch_related("criteria", "checkers__user")

    def rounds_of(self, audit):
        """All rounds of the same adoption; or of the same team's checks of its own practice."""
        same = {"practice": audit.practice_id, "organisation": audit.organisation_id, "adoption": audit.adoption_id}
        return self.filter(**same) if audit.adoption_id else self.filter(**same, team__iexact=audit.team)


class Audit(models.Model):
    """A check of a small random sample of cases against a practice's own criteria. It is for learning.

    Without an adoption, the practice's own organisation checks itself. Once the sample is drawn the database
    refuses to change what it was drawn from.
    """

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="audits")
    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="audits")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="audits")
    team = models.CharField(_("team"), max_length=120, blank=True)
    adoption = models.ForeignKey("practices.Adoption", models.CASCADE, null=True, blank=True, related_name="audits")
    criteria_note = models.CharField(_("why the criteria differ from the write-up"), max_length=300, blank=True)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    cases_in_scope = models.PositiveIntegerField(_("number of cases"), validators=[MinValueValidator(1)])
    sample_size = models.PositiveSmallIntegerField(_("how many to look at"), validators=[MinValueValidator(1)])
    why_this_size = models.CharField(_("why this many"), max_length=300, blank=True)
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=AuditStatus, default=AuditStatus.PLANNED)
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_up_at = models.DateTimeField(auto_now_add=True)
    sampled_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    release = models.CharField(
        _("what others are told"), max_length=10, choices=AuditRelease, default=AuditRelease.NOTHING
    )
    due_again = models.DateField(_("due again"), null=True, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="audit_sampled_from_a_seed",
                condition=Q(status="planned", seed="", sampled_at=None)
                | ~Q(status="planned") & ~Q(seed="") & Q(sampled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="audit_finished_at_a_moment", condition=Q(finished_at=None) ^ Q(status="finished")
            ),
            models.CheckConstraint(
                name="audit_sample_is_of_its_cases",
                condition=Q(sample_size__gte=1, sample_size__lte=F("cases_in_scope")),
            ),
            models.CheckConstraint(name="audit_period_ends", condition=Q(period_from__lte=F("period_to"))),
            models.CheckConstraint(
                name="audit_released_once_finished", condition=Q(release="nothing") | Q(status="finished")
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-set_up_at"], name="audit_of_organisation")]

    def __str__(self):
        return f"audit {self.pk} of {self.practice_id}"

    def get_absolute_url(self):
        return reverse("audit", args=[self.pk])

    @property
    def title(self):
        """What is checked, as it was called when it was taken up."""
        return self.revision.title

    @property
    def who(self):
        return f"{self.team}, {self.organisation.name}" if self.team else self.organisation.name


class AuditCriterion(models.Model):
    """What is looked for in each case."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()  # from 1
    text = models.CharField(_("what a colleague would see"), max_length=200)
    what_counts = models.CharField(_("what counts as yes"), max_length=300, blank=True)
    note = models.CharField(_("where to look"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["audit", "position"]
        constraints = [models.UniqueConstraint(fields=["audit", "position"], name="criterion_once_at_each_position")]

    def __str__(self):
        return self.text


class AuditChecker(models.Model):
    """Who scores: the first checker all cases, a second one those that were drawn first, up to `share`.

    It is a seat, which a colleague may take over; the scores stay with it when an account is erased.
    """

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="checkers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="audit_seats"
    )
    is_second = models.BooleanField(default=False)
    share = models.PositiveSmallIntegerField(_("how many cases"))
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("checker")
        verbose_name_plural = _("checkers")
        ordering = ["audit", "is_second"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "is_second"], name="checker_first_and_second"),
            models.UniqueConstraint(fields=["audit", "user"], name="checker_checks_in_one_seat"),
        ]

    def __str__(self):
        return f"{'second' if self.is_second else 'first'} checker of {self.audit_id}"


class AuditCase(models.Model):
    """A case in the sample: the number that it has in the team's own list, and nothing that tells about it.

    `position` is where in the draw it came, from 0. One that cannot be used has a reason, and another `replaces` it.
    """

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="cases")
    ordinal = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="replaced_by")
    unusable_because = models.CharField(_("why it cannot be used"), max_length=15, choices=CaseUnusable, blank=True)

    class Meta:
        verbose_name = _("case in a sample")
        verbose_name_plural = _("cases in samples")
        ordering = ["audit", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "ordinal"], name="case_drawn_once"),
            models.UniqueConstraint(fields=["audit", "position"], name="case_once_at_each_position"),
            models.CheckConstraint(name="case_counted_from_one", condition=Q(ordinal__gte=1)),
            models.CheckConstraint(
                name="case_unusable_for_a_reason",
                condition=Q(unusable_because__in=["", *CaseUnusable.values]),
            ),
        ]

    def __str__(self):
        return f"case {self.ordinal} of {self.audit_id}"


class AuditScore(models.Model):
    """One checker's answer about one criterion in one case."""

    case = models.ForeignKey(AuditCase, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(AuditCriterion, models.CASCADE, related_name="scores")
    checker = models.ForeignKey(AuditChecker, models.CASCADE, related_name="scores")
    answer = models.CharField(max_length=15, choices=AuditAnswer)

    class Meta:
        verbose_name = _("answer about a case")
        verbose_name_plural = _("answers about cases")
        ordering = ["case", "criterion", "checker"]
        constraints = [
            models.UniqueConstraint(fields=["case", "criterion", "checker"], name="score_once"),
            # The column takes words of the list alone, whatever writes them.
            models.CheckConstraint(name="score_is_an_answer", condition=Q(answer__in=AuditAnswer.values)),
        ]

    def __str__(self):
        return self.answer
