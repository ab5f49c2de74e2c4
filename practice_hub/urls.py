from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from practice_hub import views

urlpatterns = [
    path("", include("practices.urls")),  # first, since it is asked for most
    path(settings.HUB_ADMIN_PATH, admin.site.urls),
    path("healthz/", views.healthz, name="healthz"),
    path("readyz/", views.readyz, name="readyz"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("components/", views.components, name="components"),
    path("", include("accounts.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler429 = views.too_many_requests  # allauth's
handler500 = views.server_error
