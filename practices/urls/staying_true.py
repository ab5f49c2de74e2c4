from django.urls import path

from practices.views import history, law, staying_true

urlpatterns = [
    path("practices/<slug:slug>/still-true/", staying_true.still_true, name="still_true"),
    path("practices/<slug:slug>/contact/gone/", staying_true.contact_gone, name="contact_gone"),
    path("practices/<slug:slug>/contact/new/", staying_true.contact_new, name="contact_new"),
    path("practices/<slug:slug>/history/<int:number>/bring-back/", history.bring_back, name="bring_back"),
    path("organisations/<slug:slug>/due/", staying_true.organisation_due, name="organisation_due"),
    path("review/law/", law.review_law, name="review_law"),
    path("review/law/changed/<path:title>/", law.law_changed, name="law_changed"),
    path("review/law/<int:pk>/undo/", law.law_undo, name="law_undo"),
]
