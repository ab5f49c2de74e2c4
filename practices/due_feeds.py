"""Whose calendar feed an address is. A stolen copy of the database opens none: it has hashes alone."""

from __future__ import annotations

from hashlib import sha256

from accounts.models import User
from practices.models import DueFeed


def hashed(secret: str) -> str:
    """Without salt: the secret has 256 random bits, so that nobody finds it by trying."""
    return sha256(secret.encode()).hexdigest()


def reader_of(secret: str) -> User | None:
    """Whose address it is, for as long as their account is open."""
    feeds = DueFeed.objects.filter(secret_hash=hashed(secret), user__is_active=True).select_related("user")
    feed = feeds.first()
    return feed.user if feed else None
