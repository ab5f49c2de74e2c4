from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Email

from practices.choices import Rhythm

HOUR, WEEKDAY = 7, 0  # in the morning; Monday


def last_time(rhythm, now):
    """When mails of this rhythm were last to be made: at seven today or yesterday, or on the last Monday."""
    local = timezone.localtime(now)
    at = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if rhythm == Rhythm.WEEKLY:
        at -= timedelta(days=(at.weekday() - WEEKDAY) % 7)
    if at > local:
        at -= timedelta(days=7 if rhythm == Rhythm.WEEKLY else 1)
    return at


class AlertsQuerySet(models.QuerySet):
    def due(self, now):
        """Those of people whose time has come, and whose last mail has left: two never wait for one person."""
        due = Q(rhythm=Rhythm.AT_ONCE)
        for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
            due |= Q(rhythm=rhythm, looked_at__lt=last_time(rhythm, now))
        still_waits = Email.objects.filter(pk=OuterRef("mail"), status__in=[STATUS.queued, STATUS.requeued])
        return self.filter(due, ~Exists(still_waits), person__is_active=True)


class Alerts(models.Model):
    """How often somebody is mailed of what they follow, and how far they have been told.

    `told_until` is a position in `News`. It moves on in the transaction that puts the mail into the queue; `told_from`
    is where it stood before, should that mail be taken out of the queue again.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="alerts")
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    told_until = models.BigIntegerField(default=0)
    told_from = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(_("last mail"), null=True, blank=True)
    mail = models.BigIntegerField(null=True, blank=True)  # its number in the queue, which forgets mails

    objects = AlertsQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of mails about what one follows")
        verbose_name_plural = _("choices of mails about what one follows")

    def __str__(self):
        return f"{self.rhythm} for {self.person_id}"
