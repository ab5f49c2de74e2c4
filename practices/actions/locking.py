"""Taking hold of a practice, or of a person, before something is changed."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from practices.models import Practice


def lock(practice: Practice) -> Practice:
    """The practice as it is now, locked until the transaction ends: two people may act at one moment.

    Read only after the lock is held: a statement that waits for a lock shows the rows it joins as they were
    before it waited.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    return Practice.objects.select_related("published_revision", "draft_revision", "organisation").get(pk=practice.pk)


def lock_person(person: Any) -> None:
    """A person's limits count what they say everywhere, so it is said one at a time.

    A practice is locked before, a comment after, so that no two wait for each other.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
