from django.urls import path

from practices.views.discussion import comments, contact, deciding, endorsements, messages, reporting

urlpatterns = [
    path("review/comments/", deciding.review_comments, name="review_comments"),
    path("practices/<slug:slug>/endorse/", endorsements.endorse, name="endorse"),
    path("practices/<slug:slug>/endorse/withdraw/", endorsements.endorsement_withdraw, name="endorsement_withdraw"),
    path(
        "practices/<slug:slug>/endorsements/<int:pk>/report/", reporting.endorsement_report, name="endorsement_report"
    ),
    path("practices/<slug:slug>/endorsements/<int:pk>/hide/", deciding.endorsement_hide, name="endorsement_hide"),
    path(
        "practices/<slug:slug>/endorsements/<int:pk>/approve/",
        deciding.endorsement_approve,
        name="endorsement_approve",
    ),
    path("practices/<slug:slug>/report/", reporting.practice_report, name="practice_report"),
    path("practices/<slug:slug>/reports/close/", deciding.practice_reports_close, name="practice_reports_close"),
    path("practices/<slug:slug>/contact/", contact.contact, name="contact"),
    path("practices/<slug:slug>/contact/pause/", messages.contact_pause, name="contact_pause"),
    path("practices/<slug:slug>/contact/resume/", messages.contact_resume, name="contact_resume"),
    path("messages/<str:token>/", messages.contact_message, name="contact_message"),
    path("account/messages/", messages.messages, name="messages"),
    path("account/messages/<int:pk>/settle/", messages.message_settle, name="message_settle"),
    path("practices/<slug:slug>/comments/", comments.comments, name="comments"),
    path("practices/<slug:slug>/comments/<int:pk>/reply/", comments.comment_reply, name="comment_reply"),
    path("practices/<slug:slug>/comments/<int:pk>/edit/", comments.comment_edit, name="comment_edit"),
    path("practices/<slug:slug>/comments/<int:pk>/remove/", comments.comment_remove, name="comment_remove"),
    path("practices/<slug:slug>/comments/<int:pk>/report/", reporting.comment_report, name="comment_report"),
    path("practices/<slug:slug>/comments/<int:pk>/answered/", comments.comment_answered, name="comment_answered"),
    path("practices/<slug:slug>/comments/<int:pk>/hide/", deciding.comment_hide, name="comment_hide"),
    path("practices/<slug:slug>/comments/<int:pk>/approve/", deciding.comment_approve, name="comment_approve"),
]
