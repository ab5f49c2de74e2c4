import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import Membership
from practices.choices import Standing

from .blocked import LeavesOutBlocked


def organisations_of(person):
    """Fetches, as `verified_memberships` of that person, the organisations that readers are told of."""
    verified = Membership.objects.active().exclude(organisation__verified_at=None)
    return Prefetch(
        f"{person}__memberships",
        verified.select_related("organisation").order_by("organisation__name", "pk"),
        to_attr="verified_memberships",
    )


def open_reports():
    """Fetches, as `open_reports`, what people report about the row, with who says it."""
    return Prefetch("reports", Report.objects.open().select_related("reporter"), to_attr="open_reports")


class EndorsementQuerySet(LeavesOutBlocked):
    def written_by_blocked(self):
        return Q(user__blocked_at__isnull=False)

    def visible_to(self, user):
        """The endorsements this person may know of, given that they may read the practice."""
        if roles.is_moderator(user):
            return self
        visible = Q(status=Endorsement.Status.SHOWN)
        if user.is_authenticated:
            visible |= Q(user=user)
        return self.filter(visible)

    def for_page(self):
        """The newest first, with all that the page says of who endorses."""
        return self.select_related("user").prefetch_related(organisations_of("user")).order_by("-changed_at", "-pk")

    def for_queue(self):
        """What waits for a moderator: new ones, and shown ones that somebody reported. The oldest first.

        With all that the queue shows and its rules read.
        """
        reported = Report.objects.open().exclude(endorsement=None).values("endorsement")
        waiting = Q(status=Endorsement.Status.WAITING) | Q(status=Endorsement.Status.SHOWN, pk__in=reported)
        return (
            self.filter(waiting)
            .select_related("user", "practice__published_revision", "practice__draft_revision")
            .prefetch_related("practice__authorships", organisations_of("user"), open_reports())
            .order_by("changed_at", "pk")
        )


class Endorsement(models.Model):
    """One person's word for a practice, from where they stand. Not a vote: nothing is ranked by it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a moderator")
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden by a moderator")

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="endorsements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="endorsements")
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    why = models.CharField(_("why"), max_length=300)
    # Of the organisation that wrote it, at the time of endorsing; counted apart.
    same_organisation = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.SHOWN)
    hidden_why = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "user"], name="endorsement_one_for_each_person"),
            models.CheckConstraint(
                name="endorsement_hidden_with_a_reason", condition=~Q(status="hidden") | ~Q(hidden_why="")
            ),
        ]

    def __str__(self):
        return f"{self.user_id} endorses {self.practice_id}"

    def get_absolute_url(self):
        return f"{self.practice.get_absolute_url()}#endorsements"

    @property
    def is_shown(self):
        return self.status == self.Status.SHOWN

    @property
    def version(self):
        """Changes with the words and with the status: what a moderator has read, and decides about."""
        return f"{self.status} {self.changed_at.isoformat()}"


class CommentQuerySet(LeavesOutBlocked):
    def written_by_blocked(self):
        return Q(author__blocked_at__isnull=False)

    def shown(self):
        return self.filter(status=Comment.Status.SHOWN)

    def visible_to(self, user):
        """The comments this person may know of, given that they may read the practice.

        Removed ones are among them: nothing is left to read, but replies hang on their place.
        """
        if roles.is_moderator(user):
            return self
        visible = ~Q(status__in=[Comment.Status.WAITING, Comment.Status.HIDDEN])
        if user.is_authenticated:
            visible |= Q(author=user)
        return self.filter(visible)

    def for_discussion(self):
        """The oldest first, with all that the page says of who speaks."""
        return (
            self.select_related("author", "parent__author")
            .prefetch_related(organisations_of("author"))
            .order_by("created_at", "pk")
        )

    def for_moderators(self):
        """What waits for a moderator, the oldest first: new comments, and shown ones that somebody reported."""
        reported = Report.objects.open().exclude(comment=None).values("comment")
        waiting = Q(status=Comment.Status.WAITING) | Q(status=Comment.Status.SHOWN, pk__in=reported)
        return self.filter(waiting).order_by("created_at", "pk")

    def for_queue(self):
        """The same, with all that the queue shows and its rules read."""
        return (
            self.for_moderators()
            .select_related("author", "parent__author", "practice__published_revision", "practice__draft_revision")
            .prefetch_related("practice__authorships", organisations_of("author"), open_reports())
        )


class Comment(models.Model):
    """A question or remark under a practice, or a reply to one; replies have no replies."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a moderator")
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden by a moderator")
        REMOVED = "removed", _("Removed by its author")

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    # Nobody, once its author's account is erased.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments")
    body = models.TextField(_("comment"), max_length=3000, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SHOWN)
    is_answered = models.BooleanField(_("answered"), default=False)
    hidden_why = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="comment_hidden_with_a_reason", condition=~Q(status="hidden") | ~Q(hidden_why="")
            ),
            # Removal is real: the words go, the place in the conversation stays.
            models.CheckConstraint(name="comment_removed_is_empty", condition=~Q(status="removed") | Q(body="")),
            models.CheckConstraint(
                name="comment_has_an_author_or_is_removed", condition=Q(author__isnull=False) | Q(status="removed")
            ),
        ]

    def __str__(self):
        return f"comment {self.pk} on {self.practice_id}"

    def get_absolute_url(self):
        return f"{self.practice.get_absolute_url()}#comment-{self.pk}"

    @property
    def version(self):
        """Changes with the words and with the status: what a moderator has read, and decides about."""
        return f"{self.status} {(self.edited_at or self.created_at).isoformat()}"


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)


class Report(models.Model):
    """Somebody asks the moderators to look at a write-up, a comment or an endorsement; closed when one has."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, null=True, blank=True, related_name="reports")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="reports")
    endorsement = models.ForeignKey(Endorsement, models.CASCADE, null=True, blank=True, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong with it"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "reporter"], name="practice_report_once"),
            models.UniqueConstraint(fields=["comment", "reporter"], name="comment_report_once"),
            models.UniqueConstraint(fields=["endorsement", "reporter"], name="endorsement_report_once"),
            models.CheckConstraint(
                name="report_is_on_one_thing",
                condition=Q(practice__isnull=False, comment=None, endorsement=None)
                | Q(practice=None, comment__isnull=False, endorsement=None)
                | Q(practice=None, comment=None, endorsement__isnull=False),
            ),
        ]

    def __str__(self):
        return f"report on {self.practice or self.comment or self.endorsement}"

    @staticmethod
    def version_of(reports):
        """Changes with every report among them and its words: what a moderator has read, and decides about."""
        said = sorted((report.pk, report.reason) for report in reports)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
