from django.urls import path

from practices.views import follow_ups, reports_back

urlpatterns = [
    path("follow-ups/<str:token>/", follow_ups.follow_up, name="follow_up"),
    path("follow-ups/<str:token>/more/", follow_ups.follow_up_more, name="follow_up_more"),
    path("follow-ups/<str:token>/pause/", follow_ups.follow_up_pause, name="follow_up_pause"),
    path("follow-ups/<str:token>/stop/", follow_ups.follow_up_stop, name="follow_up_stop"),
    path("adoptions/<int:pk>/follow-up/", follow_ups.adoption_follow_up, name="adoption_follow_up"),
    path("practices/<slug:slug>/reports-back/", reports_back.reports_back, name="reports_back"),
    path("practices/<slug:slug>/reports-back/<int:pk>/thank/", reports_back.report_thank, name="report_thank"),
]
