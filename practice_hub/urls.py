from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(settings.HUB_ADMIN_PATH, admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("practices.urls")),
]
