from collections import defaultdict

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Membership.Status.ACTIVE)

    def requested(self):
        return self.filter(status=Membership.Status.REQUESTED)

    def of_open_accounts(self):
        """Without those of people whose account is closed, or who are blocked."""
        return self.filter(user__is_active=True)

    def managers(self):
        return self.active().filter(role=Membership.Role.MANAGER)

    def current(self):
        return self.exclude(status=Membership.Status.ENDED)

    def people_by_organisation(self):
        """{key of the organisation: the keys of the people in these rows}; what is not in it has an empty set."""
        found = defaultdict(set)
        for organisation, user in self.values_list("organisation", "user"):
            found[organisation].add(user)
        return found

    def by_name(self):
        return self.select_related("user", "organisation").order_by(Lower("user__display_name"), "pk")


class Membership(models.Model):
    """A person's place in an organisation: asked for, active or ended; as a member or as a manager.

    The row of somebody who left, was removed or was declined stays as `ended`: their e-mail domain alone
    does not let them back in, a manager does.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MANAGER = "manager", _("Manager")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Asked to join")
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)  # when they joined, or last asked to

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once_for_each_organisation"),
            models.CheckConstraint(
                name="membership_manager_is_active",
                condition=models.Q(role="member") | models.Q(status="active"),
            ),
        ]

    def __str__(self):
        return f"{self.user_id} in {self.organisation_id}"

    @property
    def is_manager(self):
        return self.role == self.Role.MANAGER and self.status == self.Status.ACTIVE


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A manager's invitation to one e-mail address; it is accepted by that verified address alone.

    One that was withdrawn, or whose place a newer one took, stays: it counts among the mails of its day.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    token = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_for_each_address",
            )
        ]

    def __str__(self):
        return f"invitation {self.pk} to organisation {self.organisation_id}"

    @property
    def is_open(self):
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
