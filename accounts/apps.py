from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People, organisations and places")


class HubAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site: for administrators, and for our own models alone."""

    default = False  # it is named in the settings; this app's own configuration is the one above
    default_site = "accounts.admin_site.HubAdminSite"

    def ready(self):
        from django.contrib import admin

        super().ready()  # every app registers what it would show
        # Other packages would show the queue of mails, with links in them that reset somebody's password.
        for model in apps.get_models():
            if model._meta.app_label not in {"accounts", "practices"} and admin.site.is_registered(model):
                admin.site.unregister(model)
