from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Who did what, when, to what. For investigation: no foreign keys, so it outlives what it names.

    Rows are made by `accounts.audit.record` alone; a database trigger refuses to change or delete them.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by_id = models.BigIntegerField(_("person"), null=True)
    action = models.CharField(_("what"), max_length=60)
    object_type = models.CharField(_("on what"), max_length=40)
    object_id = models.BigIntegerField(_("number"), null=True)
    details = models.JSONField(_("details"), default=dict)  # ids and choices, never free text

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_event_object")]

    def __str__(self):
        return f"{self.action} {self.object_type} {self.object_id}"
