from django.urls import path

from practices.views import leaving

urlpatterns = [
    path("account/export/", leaving.account_export, name="account_export"),
    path("account/erase/", leaving.account_erase, name="account_erase"),
    path("account/erase/<int:pk>/", leaving.person_erase, name="person_erase"),
]
