"""The product's addresses and `/hello/`: what a page costs that does nothing, behind the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from practice_hub import urls
from practice_hub.urls import *  # noqa: F403 - its handlers of errors


@login_not_required
def hello(request):
    return HttpResponse("Hello, world", content_type="text/plain")


# First, so that nothing is quicker to find.
urlpatterns = [path("hello/", hello), *urls.urlpatterns]
