"""The link in every mail that ends them: it names a person by their number, is signed, and lets nobody in.

It works for as long as there is the account, since whoever finds an old mail may want no more of them either.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "practices.alerts"


def token(person: int) -> str:
    return signing.dumps(person, salt=SALT)


def link_to_stop(person: int) -> str:
    return settings.HUB_BASE_URL + reverse("alerts_stop", args=[token(person)])


def person_in(said: str) -> int:
    """Whose link it is. Raises signing.BadSignature for no link of ours."""
    number: int = signing.loads(said, salt=SALT)
    return number
