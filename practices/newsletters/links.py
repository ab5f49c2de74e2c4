"""The link in each mail by which its reader gets no more of them, without signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "practices.newsletter"


def link_to_stop(person: Any) -> str:
    return settings.HUB_BASE_URL + reverse("newsletter_stop", args=[token(person)])


def token(person: Any) -> str:
    return signing.dumps(person.pk, salt=SALT)


def named_in(said: str) -> int:
    """Whose link it is. Raises signing.BadSignature for no link of ours."""
    number: int = signing.loads(said, salt=SALT)
    return number


def headers(person: Any) -> dict[str, str]:
    """What mail programs offer beside the message: its page, or one press that they send (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link_to_stop(person)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
