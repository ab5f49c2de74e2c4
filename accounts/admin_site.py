"""The admin site: for administrators only, who sign in as everybody does."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, roles


class HubAdminSite(AdminSite):
    site_header = gettext_lazy("Administration")
    site_title = gettext_lazy("Administration")
    index_title = gettext_lazy("What administrators look after")

    def has_permission(self, request):
        return roles.is_administrator(request.user)

    # The site's own way in would know nothing of confirmed addresses and of the limit on attempts.
    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied(_("This part is for administrators of the hub."))
        return redirect_to_login(request.GET.get("next") or request.path)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")


class AuditedAdmin(ModelAdmin):
    """Rows that administrators edit; each change is an audit event that names the fields, not their content."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        what = "changed" if change else "added"
        audit.record(f"{obj._meta.model_name}_{what}", on=obj, by=request.user, fields=form.changed_data)

    def delete_model(self, request, obj):
        audit.record(f"{obj._meta.model_name}_deleted", on=obj, by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)


class ReadOnlyAdmin(ModelAdmin):
    """Rows that administrators read; other pages change them, or nobody does."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
