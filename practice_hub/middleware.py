"""What holds for every request and every answer, whichever view deals with it."""

import codecs

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils.cache import patch_cache_control

from practice_hub.uploads import most_bytes
from practice_hub.views import conflict, form_of_signed_out_person, too_large
from practices.lifecycle import TransitionNotAllowed

# The hub asks the browser for none of these, so no script may, whoever wrote it.
DENIED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)


class PermissionsPolicy:
    """Tells the browser which of its features a page of the hub may use: none."""

    value = ", ".join(f"{feature}=()" for feature in DENIED_FEATURES)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.value)
        return response


class SharedComputers:
    """Has the browser ask again for pages made for one person, so that “Back” shows nobody else's after signing out.

    Not `no-store`: going back in the browser would then lose what was typed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class SomebodyWasFirst:
    """Answers a step that the table of statuses no longer has: two people pressed a button at one moment."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return conflict(request) if isinstance(exception, TransitionNotAllowed) else None


class RequestLimits:
    """Turns away what no page of the hub sends, before anything reads it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Nothing reads further than the length that is stated; without one, there is nothing to read.
        if (length := _stated_length(request)) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and length > most_bytes(request):
            return too_large(request)
        if _has_nul(request):
            # PostgreSQL has no such character, and no view should have to know that.
            raise BadRequest("NUL in the address or a cookie")
        if request.content_type is None:
            raise BadRequest("no content type that could be read")
        if (named := request.encoding) is not None:
            # The sender names the codec, and some make what no page or database can hold.
            request.encoding = None
            if codecs.lookup(named).name != "utf-8":
                raise BadRequest("not in UTF-8")
        return self.get_response(request)


class KeptText:
    """Keeps the form of a person who has been signed out, before they are sent to sign in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        return form_of_signed_out_person(request)


def _has_nul(request):
    texts = [request.path_info, *request.COOKIES.values()]
    return "%00" in request.META.get("QUERY_STRING", "") or any("\0" in text for text in texts)


def _stated_length(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
