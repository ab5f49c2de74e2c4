"""How one mail is the last: its link that ends them, and the one press that mail programs offer beside it (RFC 8058).

A link names a person by their number, is signed, and lets nobody in. It works for as long as there is the account,
since whoever finds an old mail may want no more of them either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse


@dataclass(frozen=True)
class StopLink:
    """The link that ends one kind of mail."""

    route: str
    salt: str

    def token(self, person: int) -> str:
        return signing.dumps(person, salt=self.salt)

    def to(self, person: int) -> str:
        return settings.HUB_BASE_URL + reverse(self.route, args=[self.token(person)])

    def person_in(self, said: str) -> int:
        """Whose link it is. Raises signing.BadSignature for no link of ours."""
        number: int = signing.loads(said, salt=self.salt)
        return number


OF_ALERTS = StopLink("alerts_stop", "practices.alerts")
OF_THE_NEWSLETTER = StopLink("newsletter_stop", "practices.newsletter")


def headers(link: str) -> dict[str, str]:
    """What has a mail program offer the link, or one press that it sends there by itself."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def is_one_press(request: Any) -> bool:
    """Whether a mail program sends this, and not a form of ours."""
    return bool(request.POST.get("List-Unsubscribe") == "One-Click")
