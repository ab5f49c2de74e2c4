from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Min, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import roles
from practices.choices import ContactLostBecause, RetiredBecause, Visibility
from practices.lifecycle import SEEN_BY_MODERATORS, Status

from .attachment import Attachment
from .discussion import Report, open_reports

if TYPE_CHECKING:
    from practices.models.revision import Revision


class NoSuchRevision(LookupError):
    """Code took for granted that there is a draft, or a published revision, where policies had not said so."""


class PracticeQuerySet(models.QuerySet):
    def published(self):
        """What readers can find: published, retired ones included since they stay findable."""
        return self.exclude(published_revision=None)

    def withheld(self):
        """What moderators keep from readers, the longest withheld first."""
        return self.exclude(withheld_at=None).order_by("withheld_at", "pk")

    def current(self):
        """What teams stand by: published, neither retired nor withheld, and written by somebody who can be asked."""
        return self.published().filter(retired_at=None, withheld_at=None, from_public_sources=False)

    def imported_from(self, source):
        """What imports have made of a collection."""
        return self.filter(source=source).exclude(source_ref="")

    def written_by(self, user):
        return self.filter(pk__in=user.authorships.values("practice"))

    def visible_to(self, user):
        """The practices whose page this person may open; `policies.read` says the same of one."""
        published = ~Q(published_revision=None)
        shown = published & Q(withheld_at=None)
        visible = shown & Q(published_revision__visibility=Visibility.PUBLIC)
        if user.is_authenticated:
            visible |= shown & Q(
                published_revision__visibility=Visibility.ORGANISATION,
                organisation__in=list(user.memberships_by_organisation),
            )
            visible |= Q(pk__in=user.authorships.values("practice"))  # what they write, in any state
            visible |= Q(pk__in=user.readings.with_a_draft().values("practice"))
        if roles.is_staff_of_any(user):
            visible |= shown & Q(published_revision__visibility=Visibility.STAFF)
        if roles.is_administrator(user):
            visible |= shown
        if roles.is_moderator(user):
            visible |= published | Q(draft_revision__status__in=SEEN_BY_MODERATORS)
        return self.filter(visible)

    def reported(self):
        """What somebody has reported and no moderator has dealt with, as the queue shows it: the oldest first."""
        reported = Report.objects.open().exclude(practice=None).values("practice")
        return (
            self.filter(pk__in=reported)
            .select_related("published_revision", "draft_revision")
            .prefetch_related("authorships__user", open_reports())
            .annotate(reported_at=Min("reports__created_at", filter=Q(reports__closed_at=None)))
            .order_by("reported_at", "pk")
        )

    def for_listing(self):
        """With all that a card in a list shows."""
        return self.select_related("organisation", "published_revision").prefetch_related(
            "published_revision__places", "published_revision__topics"
        )

    def for_authors(self):
        """What a list of one's own write-ups shows, the one last worked on first."""
        last_saved = Max("draft_revision__section_saves__saved_at")
        return (
            self.select_related("organisation", "published_revision", "draft_revision")
            .annotate(last_saved_at=last_saved)
            .order_by(F("last_saved_at").desc(nulls_last=True), "-pk")
        )

    def for_page(self):
        beside = ("organisation", "published_revision", "draft_revision", "contact_pause")
        return self.select_related(*beside).prefetch_related(
            "authorships__user",
            "trusted_readers",
            "published_revision__places",
            "published_revision__topics",
            Prefetch("published_revision__attachments", Attachment.objects.for_reading()),
        )


class Practice(models.Model):
    """One write-up through its whole life; what it says stands in its revisions.

    `published_revision` is what readers see; `draft_revision` is the one being written or reviewed.
    """

    slug = models.SlugField(max_length=90, unique=True)
    # Empty only while somebody who has not joined an organisation yet is drafting.
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practices",
        verbose_name=_("organisation"),
    )
    published_revision = models.OneToOneField(
        "practices.Revision", models.PROTECT, null=True, blank=True, related_name="published_as"
    )
    draft_revision = models.OneToOneField(
        "practices.Revision", models.SET_NULL, null=True, blank=True, related_name="draft_of"
    )
    # The starter library: written from published sources, until a team makes it its own.
    from_public_sources = models.BooleanField(default=False)
    # A team's own version of what another team does; neither overwrites the other.
    grown_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="own_versions")

    # What was imported in bulk: the collection it is from, what it is called there, and a digest of what the import
    # made of it, by which the next import tells whether anybody has changed it since.
    source = models.CharField(_("collection"), max_length=120, blank=True, default="", db_default="")
    source_ref = models.CharField(
        _("reference in the collection"), max_length=200, blank=True, default="", db_default=""
    )
    source_digest = models.CharField(max_length=64, blank=True, default="", db_default="")

    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    # While its contact cannot be reached, readers are told that one is being found.
    contact_lost_at = models.DateTimeField(_("contact lost"), null=True, blank=True)
    contact_lost_because = models.CharField(max_length=10, choices=ContactLostBecause, blank=True)
    contact_named_at = models.DateTimeField(null=True, blank=True)  # since it was published

    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_because = models.CharField(_("reason"), max_length=20, choices=RetiredBecause, blank=True)
    retired_why = models.TextField(_("what readers should know"), max_length=1000, blank=True)
    successor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="predecessors")

    # Nobody but its authors and the moderators sees it while there is a moment here, wherever it stood.
    withheld_at = models.DateTimeField(_("withheld"), null=True, blank=True)
    withheld_why = models.TextField(_("why it is withheld"), max_length=1000, blank=True, db_default="")

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="practice_published_has_its_dates",
                condition=Q(published_revision=None, published_at=None)
                | Q(published_revision__isnull=False, published_at__isnull=False, changed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="practice_published_has_an_organisation",
                condition=Q(published_revision=None) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="practice_retired_with_a_reason",
                condition=Q(retired_at=None, retired_because="")
                | (Q(retired_at__isnull=False, published_revision__isnull=False) & ~Q(retired_because="")),
            ),
            models.CheckConstraint(
                name="practice_withheld_with_a_reason",
                condition=Q(withheld_at=None, withheld_why="")
                | (Q(withheld_at__isnull=False, published_revision__isnull=False) & ~Q(withheld_why="")),
            ),
            models.CheckConstraint(
                name="practice_contact_lost_for_a_reason",
                condition=Q(contact_lost_at=None) ^ ~Q(contact_lost_because=""),
            ),
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=~Q(source_ref=""), name="practice_imported_once"
            ),
            models.CheckConstraint(
                name="practice_imported_from_a_collection", condition=Q(source="", source_ref="") | ~Q(source="")
            ),
            models.CheckConstraint(
                name="practice_succeeds_another", condition=Q(successor=None) | ~Q(successor=models.F("pk"))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("practice", args=[self.slug])

    @property
    def status(self):
        """Where the write-up stands for readers; a draft revision beside it has a status of its own."""
        if self.retired_at:
            return Status.RETIRED
        if self.published_revision_id:
            return Status.PUBLISHED
        return Status(self.draft_revision.status) if self.draft_revision_id else Status.DRAFT

    @property
    def current_revision(self):
        """What stands for this practice: the published revision, else the one being written."""
        return self.published_revision or self.draft_revision

    @property
    def draft(self) -> Revision:
        """`draft_revision`, for code that a policy has told there is one."""
        if self.draft_revision is None:
            raise NoSuchRevision(f"practice {self.pk} has no draft")
        return self.draft_revision

    @property
    def shown(self) -> Revision:
        """`published_revision`, what readers are shown, for code that knows there is one."""
        if self.published_revision is None:
            raise NoSuchRevision(f"practice {self.pk} is not published")
        return self.published_revision

    @property
    def title(self):
        revision = self.current_revision
        return revision.title if revision else ""

    @property
    def is_published(self):
        return self.published_revision_id is not None

    @property
    def vouched_for_at(self):
        """When its authors last stood by every word of it: by confirming it, or by changing it."""
        return max(filter(None, [self.confirmed_at, self.changed_at]))

    @property
    def is_past_its_date(self):
        """Whether the day has gone by at which its authors were to say whether it is still true."""
        if self.retired_at or self.published_revision is None or self.published_revision.review_by is None:
            return False
        return bool(self.published_revision.review_by < timezone.localdate())


class OldSlug(models.Model):
    """An address a practice once had; it redirects for ever."""

    slug = models.SlugField(max_length=90, unique=True)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="old_slugs")

    def __str__(self):
        return self.slug


class Authorship(models.Model):
    """A person who writes a practice: its author, or a named co-author. Both edit."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="authorships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authorships")
    is_lead = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "user"], name="authorship_once"),
            models.UniqueConstraint(fields=["practice"], condition=Q(is_lead=True), name="authorship_one_lead"),
        ]

    def __str__(self):
        return f"{self.user_id} writes {self.practice_id}"
