"""What administrators see of practices: what readers see, and what was done, never a draft.

Drafts are private, so revisions that are not published are left out, and so is what would quote them:
section saves, and the snapshots and messages of reviews.
"""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.admin_site import AuditedAdmin, ReadOnlyAdmin
from practices.actions.curation import index_practices_about, take_up
from practices.forms.pathways import PathwayStageForm
from practices.lifecycle import Status
from practices.models import (
    Authorship,
    Comment,
    ContactMessage,
    Endorsement,
    FollowUpStep,
    Notification,
    OldSlug,
    Pathway,
    PathwayStage,
    Practice,
    Report,
    Review,
    Revision,
    SearchLog,
    Topic,
)
from practices.models.search_log import FEWEST_SHOWN, KEPT

MOST_SEARCHES_SHOWN = 100


class PublishedOnlyAdmin(ReadOnlyAdmin):
    """Rows about a practice, once readers can see it; `practice_path` leads from the row to the practice."""

    practice_path = "practice__"

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(**{f"{self.practice_path}published_revision": None})


@admin.register(Topic)
class TopicAdmin(AuditedAdmin):
    list_display = ["name", "is_curated", "is_pathway", "description"]
    list_filter = ["is_curated", "is_pathway"]
    search_fields = ["name"]
    fields = ["name", "slug", "description", "is_curated", "is_pathway"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["curate_topics"]

    def get_queryset(self, request):
        return super().get_queryset(request).known_to_moderators()

    def get_changeform_initial_data(self, request):
        """Taken up at once: a suggestion that nobody uses is not in the list."""
        return {"is_curated": True, **super().get_changeform_initial_data(request)}

    def has_delete_permission(self, request, obj=None):
        """Only what no write-up uses; the list, where nobody looks at each, deletes nothing."""
        return obj is not None and not obj.revision_items.exists()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            index_practices_about(topic=obj)

    @admin.action(description=_("Take up the chosen topics for browsing"))
    def curate_topics(self, request, queryset):
        for topic in queryset.suggested():
            take_up(topic=topic, by=request.user, description=topic.description)


class PathwayStageInline(admin.TabularInline):
    model = PathwayStage
    form = PathwayStageForm
    autocomplete_fields = ["topics"]
    extra = 1


@admin.register(Pathway)
class PathwayAdmin(AuditedAdmin):
    list_display = ["name", "summary"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PathwayStageInline]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            audit.record("pathway_stages_changed", on=form.instance, by=request.user)


@admin.register(FollowUpStep)
class FollowUpStepAdmin(AuditedAdmin):
    """When teams are asked how it goes. What is changed counts from the next round of the worker on."""

    list_display = ["__str__", "is_in_use"]
    list_filter = ["is_in_use"]


@admin.register(Practice)
class PracticeAdmin(PublishedOnlyAdmin):
    practice_path = ""
    list_display = ["title", "organisation", "published_at", "confirmed_at", "changed_at", "retired_at"]
    list_filter = ["from_public_sources", ("retired_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "published_revision"]
    search_fields = ["published_revision__title", "organisation__name", "source"]
    exclude = ["draft_revision", "source_digest"]


@admin.register(Revision)
class RevisionAdmin(PublishedOnlyAdmin):
    list_display = ["title", "number", "practice_id", "published_at"]
    search_fields = ["title"]
    exclude = ["contact_email", "contact_deputy", "notes", "held_by", "held_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(status=Status.PUBLISHED)


@admin.register(Authorship)
class AuthorshipAdmin(PublishedOnlyAdmin):
    list_display = ["practice", "user", "is_lead", "added_at"]
    list_select_related = ["practice__published_revision", "user"]


@admin.register(OldSlug)
class OldSlugAdmin(PublishedOnlyAdmin):
    list_display = ["slug", "practice"]
    list_select_related = ["practice__published_revision"]


@admin.register(Review)
class ReviewAdmin(PublishedOnlyAdmin):
    practice_path = "revision__practice__"
    list_display = ["revision_id", "decision", "moderator", "submitted_at", "decided_at"]
    list_filter = ["decision"]
    list_select_related = ["moderator"]
    fields = ["revision_id", "decision", "moderator", "submitted_at", "decided_at"]


@admin.register(Comment)
class CommentAdmin(PublishedOnlyAdmin):
    list_display = ["practice", "author", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["practice__published_revision", "author"]
    search_fields = ["body"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Nothing can be reported before readers see it."""

    list_display = ["comment_id", "endorsement_id", "reporter", "reason", "created_at", "closed_at"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["reporter"]


@admin.register(Endorsement)
class EndorsementAdmin(PublishedOnlyAdmin):
    list_display = ["practice", "user", "standing", "same_organisation", "status", "created_at"]
    list_filter = ["standing", "status"]
    list_select_related = ["practice__published_revision", "user"]


@admin.register(ContactMessage)
class ContactMessageAdmin(PublishedOnlyAdmin):
    list_display = ["practice", "sender", "sent_at", "step", "outcome"]
    list_select_related = ["practice__published_revision", "sender"]
    exclude = ["message"]  # which is between whoever wrote it and whoever is asked


@admin.register(Notification)
class NotificationAdmin(PublishedOnlyAdmin):
    list_display = ["kind", "recipient", "practice_id", "created_at", "mailed_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient"]


@admin.register(SearchLog)
class SearchLogAdmin(ReadOnlyAdmin):
    """What many people looked for. No address leads to a single search, nor to a list of them."""

    def get_urls(self):
        # Under the name by which the site's own pages lead here.
        return [path("", self.admin_site.admin_view(self.what_people_look_for), name="practices_searchlog_changelist")]

    def what_people_look_for(self, request):
        searches = SearchLog.objects.kept()
        context = self.admin_site.each_context(request) | {
            "title": _("What people look for"),
            "days": KEPT.days,
            "fewest": FEWEST_SHOWN,
            "asked": searches.by_query()[:MOST_SEARCHES_SHOWN],
            "missing": searches.without_result().by_query()[:MOST_SEARCHES_SHOWN],
        }
        return TemplateResponse(request, "admin/practices/searchlog/change_list.html", context)
