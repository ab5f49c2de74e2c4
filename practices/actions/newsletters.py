"""Putting a newsletter together, and sending it; and no longer wanting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from practices import newsletter_policies
from practices.models import Newsletter, NewsletterItem
from practices.newsletters import gathering


class ChangedMeanwhile(Exception):
    """Another editor has saved the draft since it was read; nothing was changed."""


@transaction.atomic
def gather(*, by: Any) -> Newsletter:
    """The draft, with what has happened since the last newsletter; what is chosen and written in it stays."""
    newsletter_policies.require(by, "edit")
    Newsletter.objects.bulk_create(
        [Newsletter(since=gathering.since_the_last())], ignore_conflicts=True
    )  # two who begin at one moment begin the same one
    newsletter = Newsletter.objects.draft().select_for_update().get()
    rows = gathering.found(newsletter.since)
    for row in rows:
        row.newsletter = newsletter
    NewsletterItem.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record("newsletter_gathered", on=newsletter, by=by)
    return newsletter


@transaction.atomic
def save(
    *,
    newsletter: Newsletter,
    introduction: str,
    thanks: str,
    items: Mapping[int, tuple[bool, str]],
    version: int,
    by: Any,
) -> Newsletter:
    """Keep what is chosen and written; `items` are {key: (chosen, the editor's words)}. Raises ChangedMeanwhile."""
    newsletter = _locked(newsletter, version, by)
    newsletter.introduction, newsletter.thanks = introduction, thanks
    newsletter.saved_by, newsletter.version = by, newsletter.version + 1
    newsletter.save(update_fields=["introduction", "thanks", "saved_by", "version"])
    rows = list(newsletter.items.filter(pk__in=items))
    for row in rows:
        row.is_in, row.line = items[row.pk]
    NewsletterItem.objects.bulk_update(rows, ["is_in", "line"])
    audit.record("newsletter_saved", on=newsletter, by=by)
    return newsletter


@transaction.atomic
def send(*, newsletter: Newsletter, version: int, by: Any) -> Newsletter:
    """From now on everybody can read it, and the worker makes the mails. Raises ChangedMeanwhile."""
    newsletter = _locked(newsletter, version, by)
    if not (newsletter.introduction or newsletter.items.filter(is_in=True).exists()):
        raise PermissionDenied(_("Nothing is chosen and nothing written, so there is nothing to send."))
    newsletter.is_draft, newsletter.sent_at, newsletter.sent_by = False, timezone.now(), by
    newsletter.save(update_fields=["is_draft", "sent_at", "sent_by"])
    newsletter.items.filter(is_in=False).delete()
    audit.record("newsletter_sent", on=newsletter, by=by)
    return newsletter


@transaction.atomic
def stop(*, person: User, by: Any) -> None:
    """They get no newsletter any more. `by` is whoever has the link; they need not be signed in."""
    User.objects.filter(pk=person.pk).update(wants_newsletter=False)
    audit.record("newsletter_stopped", on=person, by=by)


def _locked(newsletter: Newsletter, version: int, by: Any) -> Newsletter:
    newsletter = Newsletter.objects.select_for_update(of=("self",)).get(pk=newsletter.pk)
    newsletter_policies.require(by, "edit", newsletter)
    if newsletter.version != version:
        raise ChangedMeanwhile
    return newsletter
