from django.urls import path

from practices.views import discussion

urlpatterns = [
    path("review/comments/", discussion.review_comments, name="review_comments"),
    path("practices/<slug:slug>/endorse/", discussion.endorse, name="endorse"),
    path("practices/<slug:slug>/endorse/withdraw/", discussion.endorsement_withdraw, name="endorsement_withdraw"),
    path(
        "practices/<slug:slug>/endorsements/<int:pk>/report/", discussion.endorsement_report, name="endorsement_report"
    ),
    path("practices/<slug:slug>/endorsements/<int:pk>/hide/", discussion.endorsement_hide, name="endorsement_hide"),
    path(
        "practices/<slug:slug>/endorsements/<int:pk>/approve/",
        discussion.endorsement_approve,
        name="endorsement_approve",
    ),
    path("practices/<slug:slug>/report/", discussion.practice_report, name="practice_report"),
    path("practices/<slug:slug>/reports/close/", discussion.practice_reports_close, name="practice_reports_close"),
    path("practices/<slug:slug>/contact/", discussion.contact, name="contact"),
    path("practices/<slug:slug>/comments/", discussion.comments, name="comments"),
    path("practices/<slug:slug>/comments/<int:pk>/reply/", discussion.comment_reply, name="comment_reply"),
    path("practices/<slug:slug>/comments/<int:pk>/edit/", discussion.comment_edit, name="comment_edit"),
    path("practices/<slug:slug>/comments/<int:pk>/remove/", discussion.comment_remove, name="comment_remove"),
    path("practices/<slug:slug>/comments/<int:pk>/report/", discussion.comment_report, name="comment_report"),
    path("practices/<slug:slug>/comments/<int:pk>/answered/", discussion.comment_answered, name="comment_answered"),
    path("practices/<slug:slug>/comments/<int:pk>/hide/", discussion.comment_hide, name="comment_hide"),
    path("practices/<slug:slug>/comments/<int:pk>/approve/", discussion.comment_approve, name="comment_approve"),
]
