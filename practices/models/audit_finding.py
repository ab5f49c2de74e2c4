from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .audit import Audit
from .practice import Practice


class AuditFindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of audits that the person may see, and what they themselves have undertaken in their organisation."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(who=user, audit__organisation__in=list(user.memberships_by_organisation))
        readable = self.filter(audit__practice__in=Practice.objects.visible_to(user).values("pk"))
        return readable.filter(mine | Q(audit__in=Audit.objects.visible_to(user).values("pk")))

    def to_do(self):
        return self.filter(done_at=None)

    def for_page(self):
        """With the write-up and who may read it."""
        practice = "audit__practice"
        return self.select_related(
            f"{practice}__published_revision",
            f"{practice}__draft_revision",
            "criterion",
            "who",
            "proposes_change__revision",
        ).prefetch_related(f"{practice}__authorships", f"{practice}__trusted_readers")


class AuditFinding(models.Model):
    """What a check found about a team's practice, and what the team does about it. It is never about a case."""

    audit = models.ForeignKey("practices.Audit", models.CASCADE, related_name="findings")
    criterion = models.ForeignKey("practices.AuditCriterion", models.CASCADE, related_name="findings")
    found = models.CharField(_("what you found"), max_length=300)
    action = models.CharField(_("what you will do"), max_length=300)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="audit_actions",
        verbose_name=_("who does it"),
    )
    by_when = models.DateField(_("by when"))
    done_at = models.DateTimeField(null=True, blank=True)
    proposes_change = models.OneToOneField(
        "practices.Suggestion", models.SET_NULL, null=True, blank=True, related_name="finding"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AuditFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of an audit")
        verbose_name_plural = _("findings of audits")
        ordering = ["audit", "criterion__position", "pk"]

    def __str__(self):
        return f"finding {self.pk} of {self.audit_id}"
