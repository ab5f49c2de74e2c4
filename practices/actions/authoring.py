"""What authors do with a write-up, from its first note to its submission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, roles
from accounts.models import User
from practices import content, daily_limits, identifying, policies
from practices.actions.locking import lock
from practices.actions.notifications import authors_of, notify
from practices.actions.topics import remove_unused, topics_named
from practices.identifying import Finding
from practices.lifecycle import Status
from practices.models import (
    Attachment,
    Authorship,
    Notification,
    Practice,
    ReportSave,
    Revision,
    SectionSave,
    Suggestion,
)
from practices.review_dates import usual_review_date
from practices.sections import BY_KEY, NOTES, SECTION_OF, Gap, missing
from practices.slugs import draft_slug

DECLARATIONS = ("declared_nobody_recognisable", "declared_consent_held", "declared_interests")


class SavedBySomeoneElse(Exception):
    """The section was saved after this form was drawn, and says something else. Nothing was stored.

    `saved` is the save that came first, `theirs` what the write-up says (`content.for_authors`), or the section of a
    report, and `fields` where the two differ.
    """

    def __init__(self, saved: SectionSave | ReportSave, theirs: dict[str, Any], fields: list[str]):
        super().__init__("This section was saved by someone else.")
        self.saved = saved
        self.theirs = theirs
        self.fields = fields


class NotReadyToSubmit(Exception):
    """Something is missing; `gaps` are those of `sections.missing`."""

    def __init__(self, gaps: list[Gap]):
        super().__init__("The write-up lacks something that is needed to publish.")
        self.gaps = gaps


class SomebodyRecognisable(Exception):
    """The draft says something that surely tells who somebody is; `findings` are those of `identifying.findings`."""

    def __init__(self, findings: list[Finding]):
        super().__init__("The write-up says something that tells who somebody is.")
        self.findings = findings


class FileHeld(Exception):
    """A file looks like somebody's record. `files` are those that do."""

    def __init__(self, files: list[Attachment]):
        super().__init__("A file of the write-up looks like somebody's record.")
        self.files = files


@transaction.atomic
def start_practice(*, title: str, summary: str, problem: str, by: Any) -> Practice:
    """A new draft of the person's own, from the first note."""
    organisations = by.organisations
    practice = Practice.objects.create(
        slug=draft_slug(title), organisation=organisations[0] if len(organisations) == 1 else None
    )
    practice.draft_revision = Revision.objects.create(
        practice=practice,
        number=1,
        created_by=by,
        title=title,
        summary=summary,
        problem=problem,
        review_by=usual_review_date(),
    )
    practice.save(update_fields=["draft_revision"])
    Authorship.objects.create(practice=practice, user=by, is_lead=True)
    for section in {SECTION_OF["title"], SECTION_OF["problem"]}:
        SectionSave.objects.create(
            revision=practice.draft_revision, section=section, saved_at=timezone.now(), saved_by=by
        )
    audit.record("practice_started", on=practice, by=by)
    return practice


@transaction.atomic
def open_new_revision(*, practice: Practice, by: Any) -> Practice:
    """A draft that says what the published revision says; readers keep that one. Does nothing where there is one."""
    practice = lock(practice)
    policies.require(by, "edit", practice)
    if practice.draft_revision is None:
        draft = content.copy_for_editing(practice, by)
        draft.review_by = usual_review_date()
        draft.save(update_fields=["review_by"])
        _begin(practice, draft, by)
    return practice


@transaction.atomic
def bring_back_revision(*, practice: Practice, revision: Revision, by: Any) -> Practice:
    """A draft that says what an older revision said, but for whom to ask, which stays as it is now."""
    practice = lock(practice)
    policies.require(by, "bring_back_revision", practice)
    now = practice.shown
    if revision.practice_id != practice.pk or revision.status != Status.PUBLISHED or revision.pk == now.pk:
        raise PermissionDenied(_("Only what was published before can be brought back."))
    draft = content.copy_for_editing(practice, by, revision)
    for field in BY_KEY["contact"].fields:
        setattr(draft, field, getattr(now, field))
    draft.review_by = usual_review_date()
    draft.change_note = _("Back to what revision %(number)d said") % {"number": revision.number}
    draft.save()
    _begin(practice, draft, by, brought_back=revision.number)
    return practice


def _begin(practice: Practice, draft: Revision, by: Any, **details: int) -> None:
    practice.draft_revision = draft
    practice.save(update_fields=["draft_revision"])
    # Of a draft that was thrown away, what its authors had accepted waits for this one.
    Suggestion.objects.accepted().filter(practice=practice, revision=None).update(revision=draft)
    audit.record("revision_opened", on=practice, by=by, revision=draft.number, **details)


def base_of(revision: Revision, section: str) -> str:
    """Names the save that a form of this section starts from."""
    saved = SectionSave.objects.filter(revision=revision, section=section).first()
    return _base(revision, saved)


@transaction.atomic
def save_section(*, practice: Practice, section: str, values: Mapping[str, Any], base: str, by: Any) -> SectionSave:
    """Store what a form of the section says; a form that saves itself may bring a part of the answers.

    `base` is what `base_of` gave when the form was drawn. Raises SavedBySomeoneElse where another save came
    between and says something else.
    """
    practice = lock(practice)
    policies.require(by, "edit", practice)
    policies.require(by, "read_draft", practice)  # published meanwhile: nothing is being written
    if not values.keys().isdisjoint(NOTES.fields):
        policies.require(by, "read_notes", practice)
    draft = practice.draft
    draft.practice = practice
    saved, _is_new = SectionSave.objects.get_or_create(
        revision=draft, section=section, defaults={"saved_at": timezone.now(), "saved_by": by}
    )
    theirs = content.for_authors(draft)
    _write(draft, values, by)
    mine = content.for_authors(draft)
    changed = [field for field in theirs if theirs[field] != mine[field]]
    if changed and base != _base(draft, saved):
        raise SavedBySomeoneElse(saved, theirs, changed)
    if changed:
        saved.version += 1
    saved.saved_at = timezone.now()
    saved.saved_by = by
    saved.save()
    return saved


@transaction.atomic
def submit(
    *, practice: Practice, by: Any, declared: frozenset[str], interests: str = "", change_note: str = ""
) -> Practice:
    """Send the draft to the moderators.

    Raises NotReadyToSubmit with what is missing, SomebodyRecognisable and FileHeld with what must go, and LimitReached.
    """
    practice = lock(practice)
    policies.require(by, "submit", practice)
    daily_limits.within(daily_limits.why_not_submit(practice))
    draft = practice.draft
    gaps = missing(draft)
    if gaps:
        raise NotReadyToSubmit(gaps)
    if telling := [finding for finding in identifying.findings(practice, draft) if finding.blocks]:
        raise SomebodyRecognisable(telling)
    if held := [file for file in draft.attachments.all() if file.is_held]:
        raise FileHeld(held)
    if not declared.issuperset(DECLARATIONS):
        raise PermissionDenied(_("Tick each declaration before you submit."))
    for name in DECLARATIONS:
        setattr(draft, name, True)
    draft.interests = interests
    draft.change_note = change_note
    draft.move_to(Status.SUBMITTED)
    draft.submitted_at = timezone.now()
    draft.submitted_by = by
    draft.save()
    audit.record("practice_submitted", on=practice, by=by, revision=draft.number)
    notify(recipients=_moderators_for(practice), kind=Notification.Kind.SUBMITTED, practice=practice, by=by)
    return practice


@transaction.atomic
def withdraw(*, practice: Practice, by: Any) -> Practice:
    """Take it out of review and go on editing."""
    practice = lock(practice)
    policies.require(by, "withdraw", practice)
    _back_to_draft(practice.draft)
    audit.record("practice_withdrawn", on=practice, by=by, revision=practice.draft.number)
    return practice


@transaction.atomic
def revive(*, practice: Practice, by: Any) -> Practice:
    """Make a declined write-up a draft again."""
    practice = lock(practice)
    policies.require(by, "revive", practice)
    _back_to_draft(practice.draft)
    audit.record("practice_revived", on=practice, by=by, revision=practice.draft.number)
    return practice


@transaction.atomic
def discard(*, practice: Practice, by: Any) -> None:
    """Delete the draft for good; a write-up that was never published goes with it."""
    practice = lock(practice)
    policies.require(by, "discard", practice)
    draft = practice.draft
    audit.record("draft_discarded", on=practice, by=by, revision=draft.number)
    throw_draft_away(practice)


def throw_draft_away(practice: Practice) -> None:
    """Delete the draft of a practice that the caller has locked, and topics in words that only the draft had."""
    draft = practice.draft
    topics = list(draft.topics.all())
    if practice.is_published:
        practice.draft_revision = None
        practice.save(update_fields=["draft_revision"])
        draft.delete()
        Attachment.objects.unused(practice).delete()
    else:
        practice.delete()
    remove_unused(topics)


def _base(revision: Revision, saved: SectionSave | None) -> str:
    return f"{revision.number}.{saved.version if saved else 0}"


def _write(draft: Revision, values: Mapping[str, Any], by: Any) -> None:
    """Put the values on the draft and its practice, in the transaction that has locked them."""
    plain = {name: value for name, value in values.items() if name in content.KEPT_FIELDS}
    for name, value in plain.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(plain))
    if "organisation" in values:
        _move_to_organisation(draft.practice, values["organisation"], by)
    if "places" in values:
        draft.places.set(values["places"])
    if "topics" in values:
        before = list(draft.topics.all())
        draft.topics.set(topics_named(values["topics"]))
        remove_unused(before)


def _move_to_organisation(practice: Practice, organisation: Any, by: Any) -> None:
    wanted = organisation.pk if organisation else None
    if wanted == practice.organisation_id:
        return
    if practice.is_published:
        raise PermissionDenied(_("The organisation of a published write-up cannot change."))
    if organisation and not roles.is_member(by, wanted):
        raise PermissionDenied(_("Choose an organisation that you belong to."))
    practice.organisation = organisation
    practice.save(update_fields=["organisation"])


def _back_to_draft(draft: Revision) -> None:
    draft.move_to(Status.DRAFT)
    draft.held_by = None
    draft.held_at = None
    draft.save(update_fields=["status", "held_by", "held_at"])


def _moderators_for(practice: Practice) -> list[User]:
    """Everybody who may review it: moderators who did not write it."""
    authors = [author.pk for author in authors_of(practice)]
    return list(User.objects.moderators().exclude(pk__in=authors))
