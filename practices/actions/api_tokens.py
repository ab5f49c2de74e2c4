"""The tokens by which somebody's programs read the API."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from practices.api.tokens import PREFIX, hashed
from practices.daily_limits import LimitReached
from practices.models import ApiToken

SECRET_BYTES = 32
SHOWN = 4  # letters of its ending
MOST = 10  # of one person


@transaction.atomic
def make(*, name: str, scope: str, days: int, by: Any) -> str:
    """A new token, which is told this once. Raises LimitReached for whoever has as many as one may."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two at once would both be the last
    if by.api_tokens.count() >= MOST:
        raise LimitReached(_("You have %(most)d tokens, which is the most. Revoke one first.") % {"most": MOST})
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    row = ApiToken.objects.create(
        user=by,
        name=name,
        scope=scope,
        token_hash=hashed(token),
        ending=token[-SHOWN:],
        expires_on=timezone.localdate() + timedelta(days=days),
    )
    audit.record("api_token_made", on=row, by=by, scope=scope)
    return token


@transaction.atomic
def revoke(*, token: ApiToken, by: Any) -> None:
    audit.record("api_token_revoked", on=token, by=by)
    token.delete()


def note_use(*, token: ApiToken) -> None:
    """Note the day. It is all that reading the API writes of anybody, once in a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
