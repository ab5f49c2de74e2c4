"""The link by which a partner agency answers without an account: signed, and of use for a month."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from practices.models import FactCheck

SALT = "practices.fact_check"
# Far longer than a partner is given: a late note is of use for as long as nothing is decided.
GOOD_FOR = timedelta(days=30)


def link_to(check: FactCheck) -> str:
    return settings.HUB_BASE_URL + reverse("fact_check", args=[signing.dumps(check.pk, salt=SALT)])


def number_in(token: str) -> int:
    """Which fact check the link is about. Raises signing.SignatureExpired, and BadSignature for no link of ours."""
    number: int = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    return number
