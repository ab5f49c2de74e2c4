"""Tells people what is due for the write-ups that they look after: all of it in one message, and each thing once.

A row is noted for each person and each thing that is due. Whether it is still due, and whether the person may still
read it, still wants it and is still there, is decided when the message leaves, as with any other mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from practices import learning_due, mail, policies
from practices.due import Due, due_for, may_be_due
from practices.lost_contacts import has_left
from practices.models import Practice, Reminder

AT_ONCE = 200  # write-ups held in memory while it is seen what is due for them

# Whom a message goes to: an account, or the address of a deputy who has none.
Reader = tuple[int | None, str]


@transaction.atomic
def note_what_is_due() -> int:
    """A row for each person and thing that nobody has noted before; the number of things that are due."""
    possible = may_be_due(Practice.objects.current()).for_page().order_by("pk").iterator(AT_ONCE)
    due = [each for some in _in_parts(possible) for each in due_for(some)]
    practices = {each.practice for each in due}
    organisations = {practice.organisation_id for practice in practices}
    managers = Membership.objects.managers().filter(organisation__in=organisations).people_by_organisation()
    accounts = _accounts({practice.shown.contact_deputy for practice in practices})
    told: list[tuple[Due, set[Reader]]] = [(each, _readers(each.practice, managers, accounts)) for each in due]
    told += [(each, {(key, "") for key in people}) for each, people in learning_due.with_readers()]
    Reminder.objects.bulk_create(
        [
            Reminder(
                practice=each.practice, kind=each.kind, occasion=each.occasion, recipient_id=person, address=address
            )
            for each, readers in told
            # In one order for all: two workers that insert the same rows in two orders would wait for each other.
            for person, address in sorted(readers, key=str)
        ],
        ignore_conflicts=True,  # noted before, by this worker or another
    )
    return len(told)


def send() -> int:
    """Queue a message for everybody who waits for one and had none today; how many had something waiting."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told_today = set(Reminder.objects.filter(told_at__gte=today).values_list("recipient", "address"))
    waiting = set(Reminder.objects.waiting().values_list("recipient", "address")) - told_today
    for reader in sorted(waiting, key=str):
        _send_to(reader)
    return len(waiting)


@transaction.atomic
def _send_to(reader: Reader) -> None:
    """The message to one reader. Another worker that comes here at the same moment waits, and finds nothing left."""
    mine = Reminder.objects.waiting().to(*reader).select_for_update().order_by("pk")
    reminders = {(row.practice_id, row.kind, row.occasion): row for row in mine}
    if not reminders:
        return
    practices = Practice.objects.current().filter(pk__in={row.practice_id for row in reminders.values()}).for_page()
    person, address = _person(reader)
    told = [each for each in due_for(practices) if should_tell(person, address, each.practice)]
    if person.is_authenticated and person.wants_review_mail:
        told += learning_due.for_person(person)
    if told := [each for each in told if (each.practice.pk, each.kind, each.occasion) in reminders]:
        mail.queue(*_compose(person, told), recipients=[address])
    Reminder.objects.filter(pk__in=[row.pk for row in reminders.values()]).update(told_at=timezone.now())


def should_tell(person: Any, address: str, practice: Practice) -> bool:
    """Whether the person wants to hear of it, may read it, and can say something about it."""
    if policies.why_not(person, "read", practice):
        return False
    if not person.is_authenticated:
        return practice.shown.contact_deputy.lower() == address
    wants = person.wants_review_mail and not has_left(person, practice)
    return wants and policies.can(person, "confirm", practice)


def _person(reader: Reader) -> tuple[Any, str]:
    """Who reads it, as the permissions have it now, and where it goes."""
    key, address = reader
    key = key or _accounts({address}).get(address)
    person = User.objects.get(pk=key) if key else AnonymousUser()
    return person, address or person.email


def _readers(practice: Practice, managers: dict[int, set[int]], accounts: dict[str, int]) -> set[Reader]:
    """The authors, the managers and the deputy. Who of them may be told is asked when the message leaves."""
    people = [authorship.user_id for authorship in practice.authorships.all()]
    readers: set[Reader] = {(key, "") for key in [*people, *managers[practice.organisation_id]]}
    if deputy := practice.shown.contact_deputy.lower():
        readers.add((accounts[deputy], "") if deputy in accounts else (None, deputy))
    return readers


def _accounts(addresses: set[str]) -> dict[str, int]:
    """Whose address each is, of those that somebody has proven to be theirs."""
    proven = User.objects.annotate(address=Lower("email")).filter(
        address__in={address.lower() for address in addresses},
        emailaddress__verified=True,
        emailaddress__email__iexact=F("email"),
    )
    return dict(proven.values_list("address", "pk"))


def _compose(person: Any, told: list[Due]) -> tuple[str, str]:
    items: dict[tuple[Practice, str], dict[str, Any]] = {}
    for each in told:
        link = each.link or reverse("still_true", args=[each.practice.slug])
        item = {"title": each.practice.title, "words": [], "link": _absolute(link)}
        items.setdefault((each.practice, link), item)["words"].append(each.words)
    has_account = person.is_authenticated
    context = {
        "name": person.display_name if has_account else "",
        "has_account": has_account,
        "items": list(items.values()),
        "is_about_adopting": any(each.link for each in told),
        "choices_link": _absolute(reverse("account")),
        "sign_up_link": _absolute(reverse("account_signup")),
    }
    return mail.rendered("due", context)


def _absolute(path: str) -> str:
    return settings.HUB_BASE_URL + path


def _in_parts(practices: Iterator[Practice]) -> Iterator[list[Practice]]:
    while some := list(islice(practices, AT_ONCE)):
        yield some
