from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policies
from accounts.actions import organisations, people
from accounts.admin_site import AuditedAdmin, ReadOnlyAdmin
from accounts.forms.administration import OrganisationAdminForm, PersonAdminForm
from accounts.models import (
    AuditEvent,
    Invitation,
    Membership,
    Organisation,
    Place,
    PlaceIndicator,
    PlaceIndicatorSet,
    User,
)


@admin.register(User)
class PersonAdmin(AuditedAdmin):
    """People sign up themselves and change their addresses themselves; accounts are closed, or erased on a page."""

    form = PersonAdminForm
    fields = [
        "email",
        "display_name",
        "job_title",
        "moderator",
        "administrator",
        "open",
        "blocked_at",
        "blocked_why",
        "wants_review_mail",
        "wants_discussion_mail",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["email", "blocked_at", "blocked_why", "date_joined", "last_login"]
    list_display = ["email", "display_name", "job_title", "is_moderator", "is_superuser", "is_active", "date_joined"]
    list_filter = ["is_moderator", "is_superuser", "is_active", ("blocked_at", EmptyFieldListFilter)]
    search_fields = ["email", "display_name"]
    ordering = ["-date_joined", "-pk"]
    actions = ["erase"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        people.change_hub_roles(
            person=obj,
            is_moderator=form.cleaned_data["moderator"],
            is_administrator=form.cleaned_data["administrator"],
            by=request.user,
        )
        people.open_or_close(person=obj, is_active=form.cleaned_data["open"], by=request.user)

    @admin.action(description=gettext_lazy("Erase the chosen account …"))
    def erase(self, request, queryset):
        """Leads to the page that says what becomes of what is the person's, and asks."""
        if queryset.count() == 1:
            return redirect("person_erase", queryset.get().pk)
        self.message_user(
            request, _("Choose one person: you are shown first what becomes of their work."), messages.ERROR
        )


@admin.register(Organisation)
class OrganisationAdmin(AuditedAdmin):
    form = OrganisationAdminForm
    fields = ["name", "slug", "kind", "places", "website", "domains", "members", "proposed_by", "verified_at"]
    readonly_fields = ["members", "proposed_by", "verified_at"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["places"]
    list_display = ["name", "kind", "verified_at", "created_at"]
    list_filter = ["kind", ("verified_at", EmptyFieldListFilter)]
    search_fields = ["name", "domains__domain"]
    actions = ["verify"]

    @admin.display(description=gettext_lazy("members"))
    def members(self, organisation):
        if organisation.pk is None:
            return ""
        address = reverse("organisation_members", args=[organisation.slug])
        text = _("See and change its members and managers")
        if not self._has_people(organisation):
            return format_html('<a href="{}">{}</a>', address, text)
        hint = _("The organisation can be deleted once nobody belongs to it or waits to join.")
        return format_html('<a href="{}">{}</a>. {}', address, text, hint)

    def has_delete_permission(self, request, obj=None):
        """Only what nobody belongs to: each member is removed first, with an audit event. The list deletes nothing."""
        return obj is not None and not self._has_people(obj)

    def get_deleted_objects(self, objs, request):
        """What has ended goes with the organisation, though administrators may not delete it by itself."""
        to_delete, count, forbidden, protected = super().get_deleted_objects(objs, request)
        goes_along = {Membership._meta.verbose_name, Invitation._meta.verbose_name}
        return to_delete, count, set(forbidden) - goes_along, protected

    def _has_people(self, organisation):
        return organisation.memberships.current().exists()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        organisations.change_domains(organisation=form.instance, domains=form.cleaned_data["domains"], by=request.user)

    @admin.action(description=gettext_lazy("Verify the chosen organisations"))
    def verify(self, request, queryset):
        for organisation in queryset:
            if policies.can(request.user, "verify_organisation", organisation):
                organisations.verify_organisation(organisation=organisation, by=request.user)
                self.message_user(request, _("%s has been verified.") % organisation, messages.SUCCESS)
            else:
                self.message_user(request, _("%s was verified before.") % organisation, messages.WARNING)


@admin.register(Place)
class PlaceAdmin(AuditedAdmin):
    """Places are loaded from a list, and retired rather than deleted: what was recorded under them stays."""

    list_display = ["short_name", "official_name", "gss_code", "kind", "region", "valid_to"]
    list_filter = ["kind", "nation", ("valid_to", EmptyFieldListFilter)]
    search_fields = ["short_name", "official_name", "gss_code"]
    autocomplete_fields = ["successor"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(PlaceIndicatorSet)
class PlaceIndicatorSetAdmin(ReadOnlyAdmin):
    """What is loaded, and from where. Another file puts other figures in their place; see docs/places.md."""

    list_display = ["indicator", "source", "published_on", "weight", "loaded_at"]


@admin.register(PlaceIndicator)
class PlaceIndicatorAdmin(ReadOnlyAdmin):
    list_display = ["place", "of", "value"]
    list_filter = ["of"]
    list_select_related = ["place", "of"]
    search_fields = ["place__short_name", "place__gss_code"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "organisation", "role", "status", "created_at"]
    list_filter = ["role", "status"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__display_name", "organisation__name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    exclude = ["token"]
    list_display = ["email", "organisation", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["organisation"]
    search_fields = ["email", "organisation__name"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "person", "action", "object_type", "object_id", "details"]
    list_filter = ["action", "object_type"]
    search_fields = ["=object_id", "=by_id"]
    search_help_text = gettext_lazy("The number of a person, or of what it happened to")
    date_hierarchy = "at"
    fields = ["at", "person", "by_id", "action", "object_type", "object_id", "details"]

    def get_queryset(self, request):
        # Events keep numbers only, so that they outlive people; the name is looked up while there is one.
        name = User.objects.filter(pk=OuterRef("by_id")).values("display_name")[:1]
        return super().get_queryset(request).annotate(person_name=Subquery(name))

    @admin.display(description=gettext_lazy("person"))
    def person(self, event):
        if event.by_id is None:
            return _("the hub itself")
        return event.person_name or _("no. %d") % event.by_id
