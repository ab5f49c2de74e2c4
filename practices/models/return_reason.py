from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnReasonQuerySet(models.QuerySet):
    def by_section(self):
        """{section key: [reasons]}; those about the whole write-up under ""."""
        found = {}
        for reason in self.order_by("pk"):
            found.setdefault(reason.section, []).append(reason)
        return found


class ReturnReason(models.Model):
    """A kind, specific reason for asking for a change, which moderators tick rather than write anew."""

    section = models.CharField(_("section"), max_length=20, blank=True)  # a key of SECTIONS; empty: about the whole
    words = models.TextField(_("what the authors read"), max_length=600)

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason for a return")
        verbose_name_plural = _("reasons for a return")
        constraints = [models.UniqueConstraint(fields=["section", "words"], name="return_reason_once")]

    def __str__(self):
        return self.words
