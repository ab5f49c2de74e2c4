from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def blocked(self):
        """Whom moderators keep out, the latest first."""
        return self.exclude(blocked_at=None).order_by("-blocked_at", "-pk")

    def moderators(self):
        """Those whose accounts are open."""
        return self.filter(is_moderator=True, is_active=True)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone with an account; the e-mail address is what they sign in with.

    Administrators are `is_superuser` (`is_staff` lets them into the admin site); moderators carry a flag
    of their own, since neither role includes the other.
    """

    email = models.EmailField(_("work e-mail address"), max_length=254, unique=True)
    display_name = models.CharField(_("name"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    is_moderator = models.BooleanField(_("moderator"), default=False)
    is_staff = models.BooleanField(_("may use the admin site"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # Somebody whom a moderator keeps out. Their account is closed as well, so that whatever asks for that holds.
    blocked_at = models.DateTimeField(_("blocked"), null=True, blank=True)
    blocked_why = models.CharField(_("why they are blocked"), max_length=300, blank=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    wants_review_mail = models.BooleanField(_("e-mail me about write-ups of mine in review"), default=True)
    wants_discussion_mail = models.BooleanField(_("e-mail me about comments and replies"), default=True)
    wants_newsletter = models.BooleanField(_("e-mail me the weekly newsletter"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["display_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.CheckConstraint(
                name="user_administrator_may_use_admin",
                condition=models.Q(is_superuser=False) | models.Q(is_staff=True),
            ),
            models.CheckConstraint(
                name="user_blocked_is_closed_with_a_reason",
                condition=models.Q(blocked_at=None, blocked_why="")
                | (models.Q(blocked_at__isnull=False, is_active=False) & ~models.Q(blocked_why="")),
            ),
        ]

    def __str__(self):
        return self.display_name or str(_("Someone who has not given a name"))

    @cached_property
    def memberships_by_organisation(self):
        """Active memberships, {organisation_id: Membership}; one query for each user object."""
        active = self.memberships.active().select_related("organisation")
        return {membership.organisation_id: membership for membership in active}

    def forget_memberships(self):
        """Read the memberships anew when they are next asked for: an action has changed them."""
        self.__dict__.pop("memberships_by_organisation", None)

    def has_proven(self, email):
        """Whether this person has shown, by a link in a mail, that the address is theirs."""
        return self.emailaddress_set.filter(email__iexact=email, verified=True).exists()

    @property
    def organisations(self):
        """The organisations this person belongs to, as loaded rows."""
        return [membership.organisation for membership in self.memberships_by_organisation.values()]
