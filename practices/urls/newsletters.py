from django.urls import path

from practices.views import newsletters

urlpatterns = [
    path("newsletters/", newsletters.newsletters, name="newsletters"),
    path("newsletters/<int:pk>/", newsletters.newsletter, name="newsletter"),
    path("newsletters/stop/<str:token>/", newsletters.newsletter_stop, name="newsletter_stop"),
    path("review/newsletter/", newsletters.review_newsletter, name="review_newsletter"),
    path("review/newsletter/gather/", newsletters.newsletter_gather, name="newsletter_gather"),
    path("review/newsletter/preview/", newsletters.newsletter_preview, name="newsletter_preview"),
    path("review/newsletter/send/", newsletters.newsletter_send, name="newsletter_send"),
]
