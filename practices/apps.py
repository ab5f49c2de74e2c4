from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from practices import saved_by_visitors

        user_logged_in.connect(saved_by_visitors.carry_over, dispatch_uid="practices.carry_over")
