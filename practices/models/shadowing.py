from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import roles
from practices.shadowing_lifecycle import ARRANGED, ShadowingStatus


class ShadowingQuerySet(models.QuerySet):
    def open(self):
        """What somebody can still ask about, or answer."""
        return self.filter(
            status=ShadowingStatus.OPEN, until__gte=timezone.localdate(), posted_by__is_active=True
        ).exclude(organisation__verified_at=None)

    def learned(self):
        """What guests let others read of what they learned."""
        return self.filter(status=ShadowingStatus.DONE, may_show=True).exclude(learning="")

    def of(self, user):
        return self.filter(Q(posted_by=user) | Q(other=user))

    def to_look_after(self, user):
        """What both have agreed on, for those who stand by it in an organisation of theirs; for moderators, all."""
        arranged = Q(agreed_at__isnull=False)
        if roles.is_moderator(user):
            return self.filter(arranged)
        managed = [key for key, membership in user.memberships_by_organisation.items() if membership.is_manager]
        return self.filter(arranged & (Q(organisation__in=managed) | Q(other_organisation__in=managed)))

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        mine = Q(pk__in=self.model.objects.of(user).values("pk"))
        mine |= Q(pk__in=self.model.objects.to_look_after(user).values("pk"))
        if roles.is_staff_of_any(user):
            mine |= Q(pk__in=self.model.objects.open().values("pk"))
            mine |= Q(pk__in=self.model.objects.learned().values("pk"))
        return self.filter(mine)

    def for_page(self):
        return self.select_related(
            "posted_by", "other", "organisation", "other_organisation", "topic", "practice__published_revision"
        )

    def newest(self):
        return self.order_by("-posted_at", "-pk")


class Shadowing(models.Model):
    """That somebody offers to be shadowed or to mentor, or asks for it; with whoever answers, until it is over."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("I can show or teach something")
        ASK = "ask", _("I would like to see or learn something")

    class Form(models.TextChoices):
        CALL = "call", _("A call")
        HALF_DAY = "half_day", _("Half a day at their side")
        VISIT = "visit", _("A visit")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    skill = models.CharField(_("what is shown or learned"), max_length=150)
    details = models.TextField(_("details"), max_length=1000, blank=True)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    when = models.CharField(_("when it would suit"), max_length=200, blank=True)
    until = models.DateField(_("listed until"))
    region = models.CharField(_("region or nation"), max_length=40, blank=True)
    topic = models.ForeignKey("practices.Topic", models.SET_NULL, null=True, blank=True, related_name="+")
    practice = models.ForeignKey("practices.Practice", models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    # What the host's organisation asks of visitors, beside what holds for all.
    rules = models.TextField(_("rules of the place"), max_length=300, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shadowings")
    posted_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=ShadowingStatus, default=ShadowingStatus.OPEN)

    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    other_organisation = models.ForeignKey(
        "accounts.Organisation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField(_("what was written to whoever posted it"), max_length=500, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    checklist_at = models.DateTimeField(null=True, blank=True)
    host_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    host_confirmed_at = models.DateTimeField(null=True, blank=True)
    guest_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    guest_confirmed_at = models.DateTimeField(null=True, blank=True)
    learning = models.CharField(_("what the guest learned"), max_length=300, blank=True)
    may_show = models.BooleanField(_("others may read it"), default=False)
    over_why = models.CharField(_("why it was called off"), max_length=300, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)

    objects = ShadowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("shadowing")
        verbose_name_plural = _("shadowing")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="shadowing_open_has_nobody_else",
                condition=~Q(status="open")
                | Q(other=None, other_organisation=None, words="", asked_at=None, day=None, agreed_at=None),
            ),
            models.CheckConstraint(
                name="shadowing_agreed_has_a_day",
                condition=~Q(status__in=["agreed", "confirmed", "done"])
                | Q(day__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="shadowing_confirmed_by_both",
                condition=~Q(status__in=["confirmed", "done"])
                | Q(host_confirmed_at__isnull=False, guest_confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="shadowing_confirmed_once_the_guest_has_ticked",
                condition=Q(host_confirmed_at=None) | Q(form="call") | Q(checklist_at__isnull=False),
            ),
            models.CheckConstraint(
                name="shadowing_called_off_with_a_reason", condition=~Q(status="called_off") | ~Q(over_why="")
            ),
        ]
        indexes = [
            models.Index(fields=["-posted_at", "-id"], condition=Q(status="open"), name="shadowing_open"),
            models.Index(fields=["-posted_at", "-id"], condition=Q(agreed_at__isnull=False), name="shadowing_agreed"),
        ]

    def __str__(self):
        return self.skill

    def get_absolute_url(self):
        return reverse("shadowing", args=[self.pk])

    @property
    def is_offer(self):
        return self.kind == self.Kind.OFFER

    @property
    def is_arranged(self):
        return self.status in ARRANGED

    @property
    def needs_checklist(self):
        """Whether the guest comes to where people are supported."""
        return self.form != self.Form.CALL

    @property
    def host(self):
        return self.posted_by if self.is_offer else self.other

    @property
    def guest(self):
        return self.other if self.is_offer else self.posted_by

    @property
    def host_organisation(self):
        return self.organisation if self.is_offer else self.other_organisation

    @property
    def guest_organisation(self):
        return self.other_organisation if self.is_offer else self.organisation
