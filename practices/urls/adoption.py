from django.urls import path

from practices.views.adoption import asking, own_version, pages, progress, recording

urlpatterns = [
    path("practices/<slug:slug>/adopt/", recording.adopt, name="adopt"),
    path("practices/<slug:slug>/adopters/", pages.adopters, name="adopters"),
    path("adoptions/<int:pk>/", pages.adoption, name="adoption"),
    path("adoptions/<int:pk>/edit/", recording.adoption_edit, name="adoption_edit"),
    path("adoptions/<int:pk>/confirm/", recording.adoption_confirm, name="adoption_confirm"),
    path("adoptions/<int:pk>/decline/", recording.adoption_decline, name="adoption_decline"),
    path("adoptions/<int:pk>/remove/", recording.adoption_remove, name="adoption_remove"),
    path("adoptions/<int:pk>/status/", progress.adoption_status, name="adoption_status"),
    path("adoptions/<int:pk>/steps/", progress.adoption_steps, name="adoption_steps"),
    path("adoptions/<int:pk>/ask/", asking.adoption_ask, name="adoption_ask"),
    path("adoptions/<int:pk>/own-version/", own_version.own_version, name="own_version"),
]
