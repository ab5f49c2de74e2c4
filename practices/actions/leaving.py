"""Erasing somebody's account: what is theirs goes, what their team published stays without them.

The row of the account is deleted, and not merely emptied: then the database itself answers for it that nothing
refers to the person any more. The audit keeps their number, which is never given to anybody else.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from post_office.models import Email

from accounts import audit, policies
from accounts.models import AuditEvent, Invitation, Organisation, User
from practice_hub.sessions import end_sessions_of
from practices.actions.authoring import throw_draft_away
from practices.actions.locking import lock
from practices.actions.notifications import authors_of, notify
from practices.actions.shadowing import let_go_of as let_go_of_shadowing
from practices.choices import ContactLostBecause
from practices.leaving import traces
from practices.leaving.fates import Fate, fates_of_write_ups, managers_beside
from practices.leaving.traces import Traces
from practices.models import (
    Adaptation,
    Adoption,
    Attachment,
    Audit,
    AuditCriterion,
    AuditFinding,
    Authorship,
    Comment,
    ContactMessage,
    ContactPause,
    Dismissal,
    Endorsement,
    FactCheck,
    FollowUp,
    NeedAnswer,
    NewsletterItem,
    Notification,
    PooledFigure,
    Practice,
    ReaderNote,
    Report,
    ReportOption,
    Review,
    Revision,
    SavedPractice,
    SearchLog,
    Shadowing,
    Suggestion,
)
from practices.search.entries import index
from practices.transfer.tables import taken

# Any fixed number. Two who leave at once would each take the other for the administrator who remains.
LEAVING_LOCK = 7_204_104
# Everything that is written about a write-up, and how it leads to the write-up.
ABOUT_A_WRITE_UP: tuple[tuple[type[Model], list[str]], ...] = (
    (Practice, ["pk"]),
    (Adoption, ["practice"]),
    (Adaptation, ["adoption__practice"]),
    (FollowUp, ["adoption__practice"]),
    (Suggestion, ["practice"]),
    (AuditFinding, ["audit__practice"]),
    (PooledFigure, ["practice"]),
    (Attachment, ["practice"]),
    (Revision, ["practice"]),
    (Review, ["revision__practice"]),
    (Audit, ["practice"]),
    (AuditCriterion, ["audit__practice"]),
    (Comment, ["practice"]),
    (ContactMessage, ["practice"]),
    (ContactPause, ["practice"]),
    (Dismissal, ["practice"]),
    (Endorsement, ["practice"]),
    (NewsletterItem, ["practice"]),
    (FactCheck, ["revision__practice"]),
    (NeedAnswer, ["practice"]),
    (ReaderNote, ["revision__practice"]),
    (Report, ["comment__practice", "endorsement__practice", "practice"]),
    (ReportOption, ["practice"]),
    (SavedPractice, ["practice"]),
    (Shadowing, ["practice"]),
)
PARTS_OF_A_MAIL = ["to", "cc", "bcc", "subject", "message", "html_message", "headers", "context"]


@transaction.atomic
def erase_account(*, person: User, by: User) -> None:
    """Erase the account for good; docs/leaving.md says what goes and what stays."""
    person = _locked(person)
    policies.require(by, "erase_account", person)
    theirs = Traces(person)
    part_in = _write_ups_with_a_part(person, theirs)
    without_contact = _empty_contacts(theirs, part_in)
    # Readers are told at once that a contact is being found.
    Practice.objects.current().filter(pk__in=without_contact, contact_lost_at=None).update(
        contact_lost_at=timezone.now(), contact_lost_because=ContactLostBecause.LEFT
    )
    for fate, practice in fates_of_write_ups(person):
        _hand_on(practice, fate, person, by)
        without_contact.discard(practice.pk)
    for practice in Practice.objects.filter(pk__in=without_contact):
        _tell_who_goes_on(practice, person, by)
    _empty_comments(person)
    _let_go_of_reviews(person)
    # Nobody else can keep what they offered of themselves.
    NeedAnswer.objects.filter(by=person, kind__in=NeedAnswer.OFFERS_ONESELF).delete()
    let_go_of_shadowing(person=person, by=by)
    changed = part_in | _take_out_of_texts(theirs, part_in)
    _delete_mails(theirs)
    for name in theirs.full_names:
        SearchLog.objects.filter(query__icontains=name).delete()
    Invitation.objects.filter(reduce(or_, (Q(email__iexact=address) for address in theirs.addresses))).delete()
    LogEntry.objects.filter(content_type__model="user", object_id=str(person.pk)).delete()
    end_sessions_of(person)
    audit.record("account_erased", on=person, by=by)
    person.delete()
    for practice in Practice.objects.published().filter(pk__in=changed).order_by("pk"):
        index(lock(practice))


def _locked(person: User) -> User:
    """The person as they are now, locked, as is what they write; in the order in which others take hold of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEAVING_LOCK])
    for practice in Practice.objects.written_by(person).order_by("pk"):
        lock(practice)
    # Whoever changes who belongs to them holds these: the last manager cannot leave while another one does.
    list(Organisation.objects.select_for_update(of=("self",)).filter(memberships__user=person).order_by("pk"))
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _write_ups_with_a_part(person: User, theirs: Traces) -> set[int]:
    """The write-ups that they wrote at any time, submitted, or were the contact of, by their keys."""
    of_revisions = [Q(**{path: person}) for path in ("practice__authorships__user", "created_by", "submitted_by")]
    of_revisions.append(Q(section_saves__saved_by=person))
    of_reviews = []
    for address in theirs.addresses:
        of_revisions += [Q(**{f"{field}__iexact": address}) for field in traces.ADDRESSES]
        of_reviews += [Q(**{f"snapshot__{field}__iexact": address}) for field in traces.ADDRESSES]
    # One at a time: put together they would join everything with everything.
    found: set[int] = set()
    for had_part in of_revisions:
        found.update(Revision.objects.filter(had_part).values_list("practice", flat=True))
    for had_part in of_reviews:
        found.update(Review.objects.filter(had_part).values_list("revision__practice", flat=True))
    return found


def _hand_on(practice: Practice, fate: Fate, person: User, by: User) -> None:
    if fate == Fate.GOES:
        audit.record("draft_discarded", on=practice, by=by)
        throw_draft_away(practice)
        return
    practice.authorships.filter(user=person).delete()
    others = practice.authorships.order_by("pk")
    if fate == Fate.CO_AUTHORS and not others.filter(is_lead=True).exists():
        Authorship.objects.filter(pk=others[0].pk).update(is_lead=True)
    # Managers read what a person has begun on their own only in a team's process.
    if fate != Fate.CO_AUTHORS and practice.draft_revision and not practice.shown.is_process:
        throw_draft_away(practice)
    _tell_who_goes_on(practice, person, by)


def _tell_who_goes_on(practice: Practice, person: User, by: User) -> None:
    recipients = authors_of(practice) or list(managers_beside(person, [practice]))
    notify(recipients=recipients, kind=Notification.Kind.SOMEBODY_LEFT, practice=practice, by=by)


def _empty_comments(person: User) -> None:
    """The words go; where somebody else replied, the place stays, so that the reply does."""
    comments = Comment.objects.filter(author=person)
    Report.objects.filter(comment__in=comments).delete()
    answered = Comment.objects.filter(parent__author=person).exclude(author=person).values_list("parent", flat=True)
    comments.exclude(pk__in=list(answered)).delete()
    comments.update(status=Comment.Status.REMOVED, body="", hidden_why="", author=None)


def _let_go_of_reviews(person: User) -> None:
    """What they held waits for another moderator."""
    Revision.objects.filter(held_by=person).update(held_by=None, held_at=None)


def _empty_contacts(theirs: Traces, part_in: set[int]) -> set[int]:
    """Take them out of the lines that name people, in all versions and reviews; whose readers see no contact now."""
    without_contact = set()
    for revision in Revision.objects.filter(practice__in=part_in).select_related("practice"):
        if put := theirs.emptied({field: getattr(revision, field) for field in traces.NAMING}):
            Revision.objects.filter(pk=revision.pk).update(**put)
            if "contact_email" in put and revision.pk == revision.practice.published_revision_id:
                without_contact.add(revision.practice_id)
    for review in Review.objects.filter(revision__practice__in=part_in):
        if put := theirs.emptied(review.snapshot):
            Review.objects.filter(pk=review.pk).update(snapshot=review.snapshot | put)
    return without_contact


def _take_out_of_texts(theirs: Traces, part_in: set[int]) -> set[int]:
    """Their name out of all that is said in these write-ups and about them, and their addresses out of every text.

    Gives the write-ups where an address stood.
    """
    files = Attachment.objects.all()
    _delete_files(theirs.full_names, files.filter(practice__in=part_in))
    _delete_files(theirs.addresses, files)
    for model, paths in ABOUT_A_WRITE_UP:
        about = reduce(or_, (Q(**{f"{path}__in": part_in}) for path in paths))
        traces.take_out(theirs.full_names, model._base_manager.filter(about))
    changed: list[Model] = []
    for model in taken():
        if model is not AuditEvent:  # which holds numbers alone, and which nobody can change
            changed += traces.take_out(theirs.addresses, model._base_manager.all())
    return {row.practice_id for row in changed if isinstance(row, Revision)}


def _delete_files(words: list[str], files: QuerySet) -> None:
    """Those that say the words inside or in their name: nobody can take words out of a file."""
    fields = [field for field in traces.texts_of(Attachment) if field.name in ("text", "name")]
    may_say = traces.holding(words, files, fields)
    telling = [file.pk for file in may_say if traces.say(words, [file.text, file.name])]
    Attachment.objects.filter(pk__in=telling).delete()


def _delete_mails(theirs: Traces) -> None:
    """Those that wait or were kept, whoever they are for, where they say who the person is."""
    words = theirs.addresses + theirs.full_names
    mails = traces.holding(words, Email.objects.all(), [Email._meta.get_field(part) for part in PARTS_OF_A_MAIL])
    telling = [mail.pk for mail in mails if any(traces.say(words, getattr(mail, part)) for part in PARTS_OF_A_MAIL)]
    Email.objects.filter(pk__in=telling).delete()
