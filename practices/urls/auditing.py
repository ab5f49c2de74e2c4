from django.urls import path

from practices.views import audits, scoring

urlpatterns = [
    path("audits/", audits.audits, name="audits"),
    path("audits/new/", audits.audit_new, name="audit_new"),
    path("audits/new/adoption/<int:pk>/", audits.audit_of_adoption, name="audit_of_adoption"),
    path("audits/new/practice/<slug:slug>/", audits.audit_of_own, name="audit_of_own"),
    path("audits/<int:pk>/", audits.audit, name="audit"),
    path("audits/<int:pk>/sample/", audits.audit_sample, name="audit_sample"),
    path("audits/<int:pk>/checkers/", audits.audit_checkers, name="audit_checkers"),
    path("audits/<int:pk>/finish/", audits.audit_finish, name="audit_finish"),
    path("audits/<int:pk>/discard/", audits.audit_discard, name="audit_discard"),
    path("audits/<int:pk>/score/", scoring.audit_score, name="audit_score"),
    path("audits/<int:pk>/score/finish/", scoring.audit_score_finish, name="audit_score_finish"),
    path("audits/<int:pk>/score/<int:ordinal>/", scoring.audit_case, name="audit_case"),
    path("audits/<int:pk>/score/<int:ordinal>/unusable/", scoring.audit_case_unusable, name="audit_case_unusable"),
]
