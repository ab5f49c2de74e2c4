"""Which write-ups name a contact who cannot be reached: the account is closed or has left, or mail is refused."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Lower
from post_office.models import STATUS, Email

from accounts.models import Membership, User
from practices.choices import ContactLostBecause
from practices.models import Practice


def reasons() -> dict[int, ContactLostBecause]:
    """By the practice's key, for those where nobody has noticed yet."""
    found = dict.fromkeys(_refused(), ContactLostBecause.REFUSED)
    return found | dict.fromkeys(_left(), ContactLostBecause.LEFT)


def has_left(user: User, practice: Practice) -> bool:
    """Whether the person is gone from the hub, or from the organisation that the practice is from."""
    if not user.is_active:
        return True
    ended = user.memberships.filter(status=Membership.Status.ENDED, organisation=practice.organisation_id)
    return ended.exists()


def _unnoticed() -> QuerySet[Practice]:
    return Practice.objects.current().filter(contact_lost_at=None)


def _left() -> list[int]:
    address = Lower(OuterRef("published_revision__contact_email"))
    owner = User.objects.annotate(address=Lower("email")).filter(address=address)
    ended = owner.filter(
        memberships__status=Membership.Status.ENDED, memberships__organisation=OuterRef("organisation")
    )
    gone = Exists(owner.filter(is_active=False)) | Exists(ended)
    return list(_unnoticed().filter(gone).values_list("pk", flat=True))


def _refused() -> list[int]:
    failed = _failed_for_good()
    if not failed:
        return []
    practices = (
        _unnoticed()
        .annotate(
            address=Lower("published_revision__contact_email"), named_at=Coalesce("contact_named_at", "published_at")
        )
        .filter(address__in=failed)
    )
    return [practice.pk for practice in practices if failed[practice.address] > practice.named_at]


def _failed_for_good() -> dict[str, datetime]:
    """Addresses whose mail was given up after its last try, and when it was written.

    Where no other mail left in all that time, it was the mail server that failed and no address.
    """
    meanwhile = {"last_updated__gt": OuterRef("created"), "last_updated__lt": OuterRef("last_updated")}
    others_left = Email.objects.filter(status=STATUS.sent, **meanwhile)
    failed = Email.objects.filter(Exists(others_left), status=STATUS.failed).order_by("created")
    return {address.lower(): mail.created for mail in failed for address in mail.to}
