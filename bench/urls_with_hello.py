"""The product's addresses and `/hello/`: what a page costs that does nothing, behind the same middleware."""

import os

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from practice_hub import urls
from practice_hub.urls import *  # noqa: F403 - its handlers of errors


@login_not_required
def hello(request):
    # Which process answers, so that a client can spread its connections over all of them.
    return HttpResponse("Hello, world", content_type="text/plain", headers={"X-Process": os.getpid()})


# First, so that nothing is quicker to find.
urlpatterns = [path("hello/", hello), *urls.urlpatterns]
