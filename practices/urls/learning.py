from django.urls import path

from practices.views.learning import briefings, feeds, findings, suggestions

urlpatterns = [
    path("adoptions/<int:pk>/briefings/", briefings.briefings, name="briefings"),
    path("adoptions/<int:pk>/briefings/<int:briefing>/remove/", briefings.briefing_remove, name="briefing_remove"),
    path("adoptions/<int:pk>/suggest/", suggestions.suggest_change, name="suggest_change"),
    path("practices/<slug:slug>/suggestions/", suggestions.suggestions, name="suggestions"),
    path("practices/<slug:slug>/suggestions/<int:pk>/", suggestions.suggestion_decide, name="suggestion_decide"),
    path("audits/<int:pk>/findings/", findings.findings, name="findings"),
    path("audits/<int:pk>/findings/<int:finding>/done/", findings.finding_done, name="finding_done"),
    path("audits/<int:pk>/findings/<int:finding>/drop/", findings.finding_drop, name="finding_drop"),
    path("audits/<int:pk>/release/", findings.audit_release, name="audit_release"),
    path("audits/<int:pk>/shared/", findings.audit_shared, name="audit_shared"),
    path("account/calendar/", feeds.account_calendar, name="account_calendar"),
    path("account/calendar/revoke/", feeds.account_calendar_revoke, name="account_calendar_revoke"),
    path("feeds/due/<str:secret>.ics", feeds.due_feed, name="due_feed"),
]
