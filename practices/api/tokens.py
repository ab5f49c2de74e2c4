"""Whose a token is, and what it lets its holder read. A stolen copy of the database lets nobody in: it has hashes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from practices.api.problems import Problem
from practices.models import ApiToken

# By which people, and programs that look for leaked secrets, know what it is.
PREFIX = "phub_"
SCHEME = "bearer"


@dataclass(frozen=True)
class Caller:
    """Who asks: `reader` is the person whose permission counts, a visitor without a token or with a public one."""

    reader: Any
    token: ApiToken | None = None


VISITOR = Caller(AnonymousUser())


def hashed(token: str) -> str:
    """Without salt: a token has 256 random bits, so that nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


def caller_of(request: HttpRequest) -> Caller:
    """Raises Problem 401 for a token that lets nobody in: wrong, expired, revoked, or of a closed account.

    Cookies count for nothing here, so that no page elsewhere can read with somebody's session.
    """
    given = request.headers.get("Authorization", "")
    if not given:
        return VISITOR
    scheme, _space, secret = given.partition(" ")
    token = None
    if scheme.lower() == SCHEME and secret.startswith(PREFIX):
        token = ApiToken.objects.good().filter(token_hash=hashed(secret.strip())).select_related("user").first()
    if token is None:
        raise Problem(
            401,
            _("This token lets nobody in: it is wrong, has expired, or was revoked."),
            headers={"WWW-Authenticate": 'Bearer realm="api"'},
        )
    return Caller(token.user if token.scope == ApiToken.Scope.MINE else AnonymousUser(), token)
