from django.urls import path

from practices.views import curation, demo_mail, history, moderation, needs, notifications, terms

urlpatterns = [
    path("review/", moderation.review_queue, name="review_queue"),
    path("review/topics/", curation.review_topics, name="review_topics"),
    path("review/topics/<int:pk>/take-up/", curation.topic_take_up, name="topic_take_up"),
    path("review/topics/<int:pk>/merge/", curation.topic_merge, name="topic_merge"),
    path("review/topics/<int:pk>/edit/", curation.topic_edit, name="topic_edit"),
    path("review/needs/", needs.review_needs, name="review_needs"),
    path("review/needs/<int:pk>/", needs.need_answer, name="need_answer"),
    path("review/terms/", terms.review_terms, name="review_terms"),
    path("review/terms/add/", terms.term_add, name="term_add"),
    path("review/terms/<int:pk>/edit/", terms.term_edit, name="term_edit"),
    path("review/terms/<int:pk>/remove/", terms.term_remove, name="term_remove"),
    path("review/<slug:slug>/", moderation.review, name="review"),
    path("review/<slug:slug>/take/", moderation.review_take, name="review_take"),
    path("review/<slug:slug>/release/", moderation.review_release, name="review_release"),
    path("review/<slug:slug>/hand-over/", moderation.review_hand_over, name="review_hand_over"),
    path("review/<slug:slug>/decide/", moderation.review_decide, name="review_decide"),
    path("practices/<slug:slug>/retire/", moderation.retire, name="retire"),
    path("practices/<slug:slug>/restore/", moderation.restore, name="restore"),
    path("practices/<slug:slug>/history/", history.history, name="history"),
    path("practices/<slug:slug>/history/compare/", history.compare_choice, name="compare_choice"),
    path("practices/<slug:slug>/history/<int:number>/", history.revision, name="revision"),
    path("practices/<slug:slug>/history/<int:a>..<int:b>/", history.compare, name="compare"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("account/notifications/", notifications.notifications, name="notifications"),
    path("demo/mail/", demo_mail.messages, name="demo_mail"),
    path("demo/mail/<str:name>/", demo_mail.message, name="demo_mail_message"),
]
