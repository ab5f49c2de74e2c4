"""The endorsements, the discussion and the contact of a published practice, as one person sees them.

Who speaks is shown with name, job title and organisation, with two exceptions: the authors stand as they chose
to be shown, and somebody who receives the support that is described stays unnamed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as accounts_policies
from accounts import roles
from practices import comment_policies, contact, contact_policies, endorsement_policies, policies, shadowing_policies
from practices.attribution import shown_authors, shown_region
from practices.choices import ShownAs, Standing
from practices.models import Comment, ContactPause, Endorsement, Practice

# The newest, shown without opening anything.
VOICES_AT_ONCE = 5


@dataclass(frozen=True)
class Speaker:
    """How somebody is shown beside their words."""

    name: str
    about: str = ""  # job title and organisation
    is_author: bool = False


@dataclass(frozen=True)
class Voice:
    """An endorsement with its speaker, and whether the reader may report it, decide about it, or block its giver."""

    endorsement: Endorsement
    speaker: Speaker
    why_not_report: str | None
    why_not_decide: str | None
    may_block: bool  # never somebody whose name is not shown, since blocking tells it


@dataclass(frozen=True)
class Endorsements:
    elsewhere: list[Voice]
    inside: list[Voice]  # of the organisation that wrote it, counted apart
    not_shown: list[Voice]  # waiting or hidden: one's own, and to a moderator all
    counts: list[tuple[str, int]]  # of those elsewhere, by standing
    mine: Endorsement | None
    why_not: str | None

    @property
    def first(self) -> list[Voice]:
        return self.elsewhere[:VOICES_AT_ONCE]

    @property
    def others(self) -> list[Voice]:
        return self.elsewhere[VOICES_AT_ONCE:]


@dataclass
class Remark:
    """A comment with its speaker, and what the reader may do with it. One that is gone has only its place left."""

    comment: Comment
    speaker: Speaker | None
    may: dict[str, bool]
    replies: list[Remark] = field(default_factory=list)

    @property
    def is_gone(self) -> bool:
        return self.speaker is None

    @property
    def can_be_acted_on(self) -> bool:
        return any(self.may.values())


@dataclass(frozen=True)
class Discussion:
    remarks: list[Remark]
    shown: int  # comments that everybody can read, replies included
    why_not: str | None
    must_wait: bool


@dataclass(frozen=True)
class Contact:
    name: str  # empty for a practice that is shown as its region
    role: str
    region: str  # the region, where that is all that is shown
    calls: int | None
    can_be_reached: bool
    is_being_found: bool  # whoever was named is gone
    paused: ContactPause | None
    may_pause: bool
    may_ask_to_see: bool
    why_not: str | None


def endorsements_of(practice: Practice, viewer: Any) -> Endorsements:
    rows = list(practice.endorsements.visible_to(viewer).for_page())
    voices = [voice_of(row, viewer) for row in rows]
    shown = [voice for voice in voices if voice.endorsement.is_shown]
    elsewhere = [voice for voice in shown if not voice.endorsement.same_organisation]
    counted = Counter(voice.endorsement.standing for voice in elsewhere)
    return Endorsements(
        elsewhere=elsewhere,
        inside=[voice for voice in shown if voice.endorsement.same_organisation],
        not_shown=[voice for voice in voices if not voice.endorsement.is_shown],
        counts=[(str(standing.label), counted[standing]) for standing in Standing if counted[standing]],
        mine=next((row for row in rows if row.user_id == viewer.pk), None),
        why_not=policies.why_not(viewer, "endorse", practice),
    )


def voice_of(endorsement: Endorsement, viewer: Any) -> Voice:
    """One endorsement; load it with `for_page` or `for_queue`."""
    speaker = speaker_of(endorsement.practice, endorsement)
    why_not_report = endorsement_policies.why_not_report(viewer, endorsement)
    why_not_decide = endorsement_policies.why_not_decide(viewer, endorsement)
    is_named = endorsement.standing != Standing.RECEIVE
    may_block = is_named and accounts_policies.can(viewer, "block", endorsement.user)
    return Voice(endorsement, speaker, why_not_report, why_not_decide, may_block)


def discussion_of(practice: Practice, viewer: Any) -> Discussion:
    comments = list(practice.comments.visible_to(viewer).for_discussion())
    tops = {comment.pk: _remark(practice, comment, viewer) for comment in comments if not comment.parent_id}
    for comment in comments:
        if comment.parent_id and comment.status != Comment.Status.REMOVED:
            # Above a reply there may be a comment that this reader does not see.
            above = tops.setdefault(comment.parent_id, Remark(comment.parent, None, {}))
            above.replies.append(_remark(practice, comment, viewer))
    remarks = [remark for remark in tops.values() if remark.replies or not remark.is_gone]
    why_not = policies.why_not(viewer, "comment", practice)
    return Discussion(
        remarks=sorted(remarks, key=lambda remark: (remark.comment.created_at, remark.comment.pk)),
        shown=sum(comment.status == Comment.Status.SHOWN for comment in comments),
        why_not=why_not,
        must_wait=why_not is None and comment_policies.must_wait(viewer),
    )


def contact_of(practice: Practice, viewer: Any) -> Contact:
    revision = practice.published_revision
    return Contact(
        name="" if revision.hides_organisation else revision.contact_name,
        role="" if revision.hides_organisation else revision.contact_role,
        region=shown_region(revision) if revision.hides_organisation else "",
        calls=revision.contact_calls,
        can_be_reached=bool(revision.contact_email),
        is_being_found=practice.contact_lost_at is not None,
        paused=contact.pause_of(practice),
        may_ask_to_see=_may_ask_to_see(practice, viewer),
        may_pause=contact_policies.can(viewer, "pause", practice),
        why_not=policies.why_not(viewer, "contact", practice),
    )


def _may_ask_to_see(practice: Practice, viewer: Any) -> bool:
    """Whether somebody may ask to be shown at work what others wrote about."""
    if practice.retired_at or policies.is_author(viewer, practice):
        return False
    return shadowing_policies.can(viewer, "post")


def remark_on(comment: Comment, viewer: Any) -> Remark:
    """One comment by itself, for the pages that are about it; load it with `for_discussion` or `for_queue`."""
    return _remark(comment.practice, comment, viewer)


def _remark(practice: Practice, comment: Comment, viewer: Any) -> Remark:
    if comment.status == Comment.Status.REMOVED:
        return Remark(comment, None, {})
    may = {action: comment_policies.can(viewer, action, comment) for action in comment_policies.RULES}
    return Remark(comment, _commenter(practice, comment.author, viewer), may)


def _commenter(practice: Practice, person: Any, viewer: Any) -> Speaker:
    if not policies.is_author(person, practice):
        return speaker_by_name(person)
    revision = practice.published_revision
    if revision.shown_as == ShownAs.NAME or roles.is_moderator(viewer):
        return replace(speaker_by_name(person), is_author=True)
    return Speaker(shown_authors(practice, revision), is_author=True)


def speaker_of(practice: Practice, endorsement: Endorsement) -> Speaker:
    """Who gives their word for it, as readers are told; load the endorsement with `for_page`."""
    if endorsement.standing == Standing.RECEIVE:
        return Speaker(_("name not shown"))
    if endorsement.same_organisation and practice.published_revision.hides_organisation:
        return Speaker(_("A colleague in the same organisation"))
    return speaker_by_name(endorsement.user)


def speaker_by_name(person: Any) -> Speaker:
    organisations = [membership.organisation.name for membership in person.verified_memberships]
    return Speaker(str(person), ", ".join(part for part in [person.job_title, *organisations] if part))
