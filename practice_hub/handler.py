"""Takes requests as they come: what Django cannot read of one is answered, not raised."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.multipartparser import MultiPartParserError

# What Python's parser of such headers raises at nonsense, beside what Django expects of it.
UNREADABLE = (ValueError, LookupError, TypeError)


class Request(WSGIRequest):
    """A request whose headers may say anything.

    Django reads the content type before any middleware could answer. Where it cannot, it stays None, and
    `middleware.RequestLimits` turns the request away.
    """

    def _set_content_type_params(self, meta):
        try:
            super()._set_content_type_params(meta)
        except UNREADABLE:
            self.content_type, self.content_params = None, {}

    def parse_file_upload(self, META, post_data):  # noqa: N803
        try:
            return super().parse_file_upload(META, post_data)
        except UNREADABLE as error:
            raise MultiPartParserError("headers of a part") from error


class Handler(WSGIHandler):
    request_class = Request
