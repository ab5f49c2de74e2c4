"""The links by which somebody answers without signing in: each names one follow-up and one person, and is signed.

Whether a link still answers is asked of the follow-up that it names, so nothing has to close it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from practices.models import FollowUp

ASKING, TELLING_MORE = "practices.follow_up", "practices.follow_up.more"
GOOD_FOR = {ASKING: timedelta(days=60), TELLING_MORE: timedelta(days=1)}


def token(follow_up: FollowUp, salt: str = ASKING) -> str:
    return signing.dumps([follow_up.pk, follow_up.recipient_id], salt=salt)


def link_to(follow_up: FollowUp, page: str = "follow_up") -> str:
    return settings.HUB_BASE_URL + reverse(page, args=[token(follow_up)])


def named_in(said: str, salt: str = ASKING) -> tuple[int, int, bool]:
    """(follow-up, person, whether the link is too old). Raises signing.BadSignature for no link of ours."""
    number, person = signing.loads(said, salt=salt)
    try:
        signing.loads(said, salt=salt, max_age=GOOD_FOR[salt])
    except signing.SignatureExpired:
        return number, person, True
    return number, person, False
