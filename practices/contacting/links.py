"""The links by which whoever is asked says that they have answered, or passes a message on, without signing in.

Each is signed, and names a message and the step at which it was sent. Whether it still does anything is asked of the
message, so nothing has to close it.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from practices.models import ContactMessage

SALT = "practices.contact_message"


def token(message: ContactMessage) -> str:
    return signing.dumps([message.pk, message.step], salt=SALT)


def link_to(message: ContactMessage) -> str:
    return settings.HUB_BASE_URL + reverse("contact_message", args=[token(message)])


def named_in(said: str) -> tuple[int, str]:
    """(message, the step at which it was sent). Raises signing.BadSignature for no link of ours."""
    number, step = signing.loads(said, salt=SALT)
    return number, step
