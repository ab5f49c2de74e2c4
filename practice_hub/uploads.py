"""Which pages take files: all others are turned away at the length of their longest text."""

from django.conf import settings
from django.urls import Resolver404, resolve

MARK = "takes_a_file"


def takes_a_file(view):
    """A view whose form may carry a file as large as `FILE_UPLOAD_MAX_MEMORY_SIZE` allows."""
    setattr(view, MARK, True)
    return view


def most_bytes(request):
    """How long a request to this address may be."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.FILE_UPLOAD_MAX_MEMORY_SIZE if getattr(view, MARK, False) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
