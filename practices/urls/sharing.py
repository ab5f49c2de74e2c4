from django.urls import path

from practices.views import recognition

urlpatterns = [
    path("account/recognition/", recognition.recognition, name="recognition"),
    path(
        "organisations/<slug:slug>/recognition/", recognition.organisation_recognition, name="organisation_recognition"
    ),
]
