"""The private address by which somebody's calendar reads what is due for them."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices.due_feeds import hashed
from practices.models import DueFeed

SECRET_BYTES = 32


@transaction.atomic
def make(*, by: Any) -> str:
    """A new address's secret, which is told this once; the one there was before answers no more."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    DueFeed.objects.update_or_create(user=by, defaults={"secret_hash": hashed(secret), "made_at": timezone.now()})
    audit.record("due_feed_made", on=by, by=by)
    return secret


@transaction.atomic
def revoke(*, by: Any) -> None:
    DueFeed.objects.filter(user=by).delete()
    audit.record("due_feed_revoked", on=by, by=by)
