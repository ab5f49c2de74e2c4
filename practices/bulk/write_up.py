"""A row that has been checked: what the write-up says, and whose it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Organisation, Place, User
from practices import content
from practices.models import Authorship, Practice, Revision, Topic
from practices.review_dates import usual_review_date

# Moved on by whoever confirms that it is still true, which changes nothing that it says.
NOT_COMPARED = frozenset({"review_by"})


@dataclass(frozen=True)
class WriteUp:
    """`fields` are values of the revision by the name of the field; what the row does not say is not among them."""

    line: int
    ref: str
    fields: Mapping[str, Any]
    places: Sequence[Place] = ()
    topics: Sequence[Topic] = ()  # those in the row's own words are not stored yet
    organisation: Organisation | None = None
    owner: User | None = None
    digest: str = ""  # of what the revision would say

    @property
    def title(self) -> str:
        return str(self.fields["title"])

    def practice(self) -> Practice:
        """The practice that it would be, not stored, with its revision as the draft."""
        practice = Practice(organisation=self.organisation)
        practice.draft_revision = self.fill(Revision(practice=practice, review_by=usual_review_date()))
        _remember(practice, authorships=[Authorship(user=self.owner)] if self.owner else [])
        return practice

    def fill(self, revision: Revision) -> Revision:
        """The revision, saying what the row says. Neither its places nor its topics are stored; files it has none."""
        for name, value in self.fields.items():
            setattr(revision, name, value)
        _remember(revision, places=self.places, topics=self.topics, attachments=())
        return revision


def digest_of(revision: Revision) -> str:
    """Tells what two revisions say apart. What is empty counts for nothing, so that a new field changes no digest."""
    said = content.for_authors(revision)
    told = {name: value for name, value in said.items() if value not in ("", [], None, False)}
    told = {name: value for name, value in told.items() if name not in NOT_COMPARED}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _remember(row: Practice | Revision, **related: Sequence[Any]) -> None:
    """Give a row that is not stored what its relations would fetch, as `prefetch_related` does for those that are."""
    if row.pk is None:
        row.pk = 0  # Django asks nothing about the relations of a row without a key
    row._prefetched_objects_cache = dict(related)  # type: ignore[union-attr]
