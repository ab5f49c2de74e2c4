"""A file on its way from the page that takes it to the page that imports it.

The hub keeps nothing before somebody says so: the page itself carries the text, compressed and signed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core import signing

from accounts.models import Organisation, User
from practices.bulk.mapping import FieldMapping
from practices.bulk.reading import Sheet, read_text

# More than that is no request's work.
MOST_BYTES = 1_000_000
MOST_ROWS = 1000
SALT = "practices.bulk.carried"
OLDEST = timedelta(days=1)


@dataclass(frozen=True)
class Carried:
    """A file that has been read once, and what was said about it."""

    text: str
    name: str
    mapping: dict[str, Any]
    source: str
    publish: bool
    owner: int | None
    organisation: int | None

    def packed(self, user: Any) -> str:
        return signing.dumps([user.pk, asdict(self)], salt=SALT, compress=True)

    @cached_property
    def sheet(self) -> Sheet:
        return read_text(self.text, self.name)

    def field_mapping(self) -> FieldMapping:
        return FieldMapping(**self.mapping)

    def owner_row(self) -> User | None:
        return User.objects.filter(pk=self.owner, is_active=True).first()

    def organisation_row(self) -> Organisation | None:
        return Organisation.objects.filter(pk=self.organisation).first()


def unpacked(packed: str, user: Any) -> Carried:
    """Raises signing.BadSignature where it is too old, changed, or somebody else's."""
    whose, said = signing.loads(packed, salt=SALT, max_age=OLDEST)
    if whose != user.pk:
        raise signing.BadSignature("packed for somebody else")
    return Carried(**said)
