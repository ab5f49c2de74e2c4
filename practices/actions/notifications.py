"""Telling people: a row at once, for their page; a mail when the worker gets to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from practices.models import Adoption, Comment, Endorsement, Notification, Practice, Suggestion


def notify(
    *,
    recipients: Iterable[Any],
    kind: str,
    practice: Practice,
    by: Any,
    comment: Comment | None = None,
    endorsement: Endorsement | None = None,
    adoption: Adoption | None = None,
    suggestion: Suggestion | None = None,
) -> list[Notification]:
    """Tell each person once that something happened; whoever did it is not told.

    Call it inside the action's transaction: what is rolled back was never announced.
    """
    people = {person.pk: person for person in recipients}
    people.pop(getattr(by, "pk", None), None)
    return Notification.objects.bulk_create(
        Notification(
            recipient=person,
            kind=kind,
            practice=practice,
            comment=comment,
            endorsement=endorsement,
            adoption=adoption,
            suggestion=suggestion,
        )
        for person in people.values()
    )


def authors_of(practice: Practice) -> list[Any]:
    return [authorship.user for authorship in practice.authorships.select_related("user")]
