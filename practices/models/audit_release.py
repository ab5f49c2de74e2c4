from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditShare(models.Model):
    """An organisation that is shown the result of another's audit, since that one named it."""

    audit = models.ForeignKey("practices.Audit", models.CASCADE, related_name="shares")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("organisation that sees a result")
        verbose_name_plural = _("organisations that see a result")
        constraints = [models.UniqueConstraint(fields=["audit", "organisation"], name="share_once")]

    def __str__(self):
        return f"{self.audit_id} for {self.organisation_id}"


class PooledFigure(models.Model):
    """What released audits of a practice say together about one criterion, as it was last reckoned.

    It is kept, and not reckoned whenever a page is drawn: two figures that differ by one audit would tell that
    audit's own. See practices/auditing/pooling.py.
    """

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="pooled_figures")
    criterion = models.CharField(max_length=200)
    audits = models.ManyToManyField("practices.Audit", related_name="+")
    made_of = models.PositiveIntegerField()  # audits, when it was reckoned
    organisations = models.PositiveIntegerField()
    answers = models.PositiveIntegerField()  # rounded down to tens
    percentage = models.PositiveSmallIntegerField()  # rounded to fives
    reckoned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("figure of several audits")
        verbose_name_plural = _("figures of several audits")
        ordering = ["practice", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "criterion"], name="figure_once_for_each_criterion"),
            # What keeps one team from being told by it, whatever writes here.
            models.CheckConstraint(
                name="figure_of_enough", condition=Q(made_of__gte=5, organisations__gte=3, answers__gte=10)
            ),
        ]

    def __str__(self):
        return f"{self.percentage} % of {self.practice_id}"
