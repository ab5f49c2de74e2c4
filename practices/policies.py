"""Who may do what to a practice, and the reason when they may not.

A rule takes the person and the practice and gives None, or the reason as a sentence for the page.
Buttons, actions, the 403 page and the tests all ask here, through `why_not`, `can` and `require`.
What a person may not see at all is a matter of `Practice.objects.visible_to`, and answers 404.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import Organisation
from accounts.rules import Rules
from practices import lifecycle
from practices.choices import Visibility
from practices.lifecycle import Status
from practices.models import READ_WHILE, Attachment, Practice, Revision
from practices.review_times import hold_has_lapsed


def is_author(user: Any, practice: Practice) -> bool:
    """Whether the person is the author or a named co-author."""
    if not user.is_authenticated:
        return False
    return any(authorship.user_id == user.pk for authorship in practice.authorships.all())


def looks_after(user: Any, practice: Practice) -> bool:
    """Whether the person manages its organisation, and it is a published team's process or its authors have left."""
    revision = practice.published_revision
    if revision is None or not roles.is_manager(user, practice.organisation_id):
        return False
    return revision.is_process or not (practice.from_public_sources or practice.authorships.all())


def is_trusted_reader(user: Any, practice: Practice) -> bool:
    """Whether the authors have asked the person to read the draft, and are still at it."""
    draft = practice.draft_revision
    if draft is None or draft.status not in READ_WHILE or not user.is_authenticated:
        return False
    return any(reader.user_id == user.pk for reader in practice.trusted_readers.all())


def answers_for(user: Any, practice: Practice) -> bool:
    """Whether the person is a manager of the organisation that the practice is from.

    Where readers see the region alone, a manager isn't told either; a team's process they have submitted themselves.
    """
    revision = practice.published_revision
    if revision is None or not roles.is_manager(user, practice.organisation_id):
        return False
    return revision.is_process or not revision.hides_organisation


def is_deputy(user: Any, practice: Practice) -> bool:
    """Whether the practice names the person's own proven address as its contact's deputy."""
    revision = practice.published_revision
    if not (user.is_authenticated and revision and revision.contact_deputy):
        return False
    return revision.contact_deputy.casefold() == user.email.casefold() and user.has_proven(user.email)


def may_edit_at_all(user: Any, practice: Practice) -> bool:
    return is_author(user, practice) or looks_after(user, practice)


def read(user: Any, practice: Practice) -> str | None:
    """May open the practice's page; `Practice.objects.visible_to` says the same of many."""
    if is_author(user, practice):
        return None
    if practice.is_published and _is_shared_with(user, practice, practice.shown.visibility):
        return None
    if _moderator_sees_draft(user, practice) or is_trusted_reader(user, practice):
        return None
    return _("This write-up is not shared with you.")


def _is_shared_with(user: Any, practice: Practice, visibility: str) -> bool:
    """Whether something published with this visibility is shared with the person."""
    if practice.withheld_at:
        return roles.is_moderator(user)
    if roles.helps_to_run(user):
        return True
    return {
        Visibility.PUBLIC: lambda: True,
        Visibility.STAFF: lambda: roles.is_staff_of_any(user),
        Visibility.ORGANISATION: lambda: roles.is_member(user, practice.organisation_id),
    }[Visibility(visibility)]()


def may_read_revision(user: Any, practice: Practice, revision: Revision) -> bool:
    """Whether the person may read this one in the history: by the visibility that it was published with."""
    if is_author(user, practice):
        return True
    if revision.pk == practice.draft_revision_id:
        return read_draft(user, practice) is None
    return revision.status == Status.PUBLISHED and _is_shared_with(user, practice, revision.visibility)


def may_read_file(user: Any, practice: Practice, file: Attachment) -> bool:
    """Whether the person may read a version of the practice that has the file; while it is held, who added it alone."""
    if file.is_held:
        return file.uploaded_by_id == user.pk and may_edit_at_all(user, practice)
    return any(may_read_revision(user, practice, revision) for revision in file.revisions.all())


def why_not_say_blank(user: Any, file: Attachment) -> str | None:
    """May give their word that a file of a draft they write, which looks filled in, is about nobody."""
    if file.names_somebody or not file.looks_filled_in:
        return _("Something in this file tells who somebody is. Take that out of a copy, and add it.")
    if file.uploaded_by_id != user.pk:
        return _("Only whoever added this file can see it, and say what it is.")
    return None


def read_draft(user: Any, practice: Practice) -> str | None:
    """May read the revision that is being written or reviewed."""
    if practice.draft_revision is None:
        return _("Nothing is being changed at the moment.")
    if may_edit_at_all(user, practice) or _moderator_sees_draft(user, practice) or is_trusted_reader(user, practice):
        return None
    return _("Only its authors can read what is being written.")


def read_notes(user: Any, practice: Practice) -> str | None:
    """May read and change what its authors note for themselves. Managers who edit a process are not among them."""
    return None if is_author(user, practice) else _("Only its authors can read their notes.")


def _moderator_sees_draft(user: Any, practice: Practice) -> bool:
    draft = practice.draft_revision
    return bool(draft and roles.is_moderator(user) and draft.status in lifecycle.SEEN_BY_MODERATORS)


def follow(user: Any, practice: Practice) -> str | None:
    """May open the pages where its authors see how far it has got, in any state."""
    return None if may_edit_at_all(user, practice) else _("Only its authors can edit this write-up.")


def edit(user: Any, practice: Practice) -> str | None:
    if reason := follow(user, practice):
        return reason
    draft = practice.draft_revision
    if practice.status == Status.RETIRED:
        return _("This write-up is retired. Bring it back before you change it.")
    if draft is None:
        return None  # published: editing opens a new revision
    if draft.status == Status.SUBMITTED:
        return _("This write-up is in review. Withdraw it to go on editing.")
    if draft.status == Status.DECLINED:
        return _("This write-up was declined. Revive it to go on editing.")
    return None


def submit(user: Any, practice: Practice) -> str | None:
    if not may_edit_at_all(user, practice):
        return _("Only its authors can submit this write-up.")
    draft = practice.draft_revision
    if draft is None:
        return _("There is nothing new to submit.")
    if not lifecycle.can_move(draft.status, Status.SUBMITTED):
        return _("This write-up is not a draft, so it cannot be submitted.")
    if practice.organisation and not practice.organisation.is_verified:
        return _("Your organisation has not been verified yet. An administrator does that; then you can submit.")
    if practice.organisation and not roles.is_member(user, practice.organisation_id):
        return _("You no longer belong to the organisation that this is from. Ask a co-author who does.")
    if draft.is_process and not roles.is_manager(user, practice.organisation_id):
        return _("A manager of the organisation submits a team’s process. Add one as a co-author.")
    return None


def withdraw(user: Any, practice: Practice) -> str | None:
    if not may_edit_at_all(user, practice):
        return _("Only its authors can withdraw this write-up.")
    if not practice.draft_revision or practice.draft_revision.status != Status.SUBMITTED:
        return _("This write-up is not in review.")
    return None


def revive(user: Any, practice: Practice) -> str | None:
    """Turn a declined write-up back into a draft."""
    if not may_edit_at_all(user, practice):
        return _("Only its authors can revive this write-up.")
    if not practice.draft_revision or practice.draft_revision.status != Status.DECLINED:
        return _("This write-up has not been declined.")
    return None


def discard(user: Any, practice: Practice) -> str | None:
    """Throw away the draft; a published revision stays as it is."""
    if not may_edit_at_all(user, practice):
        return _("Only its authors can delete this draft.")
    draft = practice.draft_revision
    if draft is None:
        return _("There is no draft to delete.")
    if draft.status == Status.SUBMITTED:
        return _("This write-up is in review. Withdraw it before you delete it.")
    return None


def manage_authors(user: Any, practice: Practice) -> str | None:
    if not is_author(user, practice):
        return _("Only its authors can say who else writes it.")
    return None


def ask_reader(user: Any, practice: Practice) -> str | None:
    """Ask a colleague to read the draft before it is submitted."""
    if not is_author(user, practice):
        return _("Only its authors can say who reads it first.")
    if practice.draft_revision is None or practice.draft_revision.status not in READ_WHILE:
        return _("Nothing is being written at the moment that somebody could read.")
    return None


def offer(user: Any, practice: Practice) -> str | None:
    """Offer the draft to a colleague, who would go on with it as its lead author."""
    if not any(authorship.user_id == user.pk and authorship.is_lead for authorship in practice.authorships.all()):
        return _("Only whoever leads this write-up can hand it to somebody else.")
    return ask_reader(user, practice)


def take_over(user: Any, practice: Practice) -> str | None:
    """Accept a draft that its lead author offers."""
    offered = any(reader.user_id == user.pk and reader.may_take_over for reader in practice.trusted_readers.all())
    return None if offered and is_trusted_reader(user, practice) else _("Nobody has offered you this write-up.")


def note_for_authors(user: Any, practice: Practice) -> str | None:
    """Tell the authors something about their draft, as its trusted reader."""
    return None if is_trusted_reader(user, practice) else _("Only those whom its authors have asked can do this.")


def _review(user: Any, practice: Practice) -> str | None:
    if not roles.is_moderator(user):
        return _("Only moderators can review write-ups.")
    draft = practice.draft_revision
    if is_author(user, practice) or (draft and _has_written(user, draft)):
        return _("Someone else must review a write-up of yours.")
    if draft is not None and draft.submitted_by_id == user.pk:
        return _("Someone else must review what you submitted.")
    if draft is None or draft.status != Status.SUBMITTED:
        return _("This write-up is not in review.")
    return None


def _has_written(user: Any, draft: Revision) -> bool:
    """Whether the person wrote a part of it; leaving its authors does not make them a stranger to it."""
    saves = draft.section_saves.all()
    return draft.created_by_id == user.pk or any(save.saved_by_id == user.pk for save in saves)


def take(user: Any, practice: Practice) -> str | None:
    """Take an item from the queue, or take it over from somebody who has held it too long."""
    reason = _review(user, practice)
    if reason:
        return reason
    draft = practice.draft
    if draft.held_by_id and draft.held_by_id != user.pk and not hold_has_lapsed(draft):
        return _("A colleague is reviewing this. It can be taken over after two working days.")
    return None


def release(user: Any, practice: Practice) -> str | None:
    reason = _review(user, practice)
    if reason:
        return reason
    if practice.draft.held_by_id != user.pk:
        return _("You are not holding this write-up.")
    return None


def require_reviewer(user: Any, practice: Practice) -> None:
    """Raise PermissionDenied unless this person could review the practice: for whom it is handed to."""
    reason = _review(user, practice)
    if reason:
        raise PermissionDenied(reason)


def decide(user: Any, practice: Practice) -> str | None:
    """Publish, return or decline what is in review. Whoever decides holds the item."""
    reason = _review(user, practice)
    if reason:
        return reason
    if practice.draft.held_by_id != user.pk:
        return _("Take this write-up before you decide, so that two people do not review it at once.")
    return None


def retire(user: Any, practice: Practice) -> str | None:
    if practice.status != Status.PUBLISHED:
        return _("Only a published write-up can be retired.")
    if may_edit_at_all(user, practice):
        return None
    if roles.is_moderator(user):
        return None
    return _("Only its authors, its organisation’s managers or a moderator can retire this write-up.")


def restore(user: Any, practice: Practice) -> str | None:
    """Bring a retired write-up back."""
    if practice.status != Status.RETIRED:
        return _("This write-up is not retired.")
    if may_edit_at_all(user, practice) or roles.is_moderator(user):
        return None
    return _("Only its authors, its organisation’s managers or a moderator can bring this write-up back.")


def withhold(user: Any, practice: Practice) -> str | None:
    """Take a published write-up away from readers at once, everywhere. One’s own, too: it can only protect somebody."""
    if not roles.is_moderator(user):
        return _("Only moderators can withhold a write-up.")
    if not practice.is_published:
        return _("Only a published write-up can be withheld.")
    if practice.withheld_at:
        return _("This write-up is withheld already.")
    return None


def show_again(user: Any, practice: Practice) -> str | None:
    """Give a withheld write-up back to its readers."""
    if not roles.is_moderator(user):
        return _("Only moderators can show a write-up again.")
    if is_author(user, practice):
        return _("Someone else must decide whether a write-up of yours is shown again.")
    if not practice.withheld_at:
        return _("This write-up is not withheld.")
    return None


def why_nobody_looks_after(practice: Practice) -> str | None:
    """Why nothing beside what it says is kept up to date, whoever asks."""
    if practice.status != Status.PUBLISHED:
        return _("Only a published write-up is looked after in this way.")
    if practice.withheld_at:
        return _("A moderator has withheld this write-up.")
    if practice.from_public_sources:
        return _("The hub wrote this from public sources, and looks after it.")
    return None


def look_after(user: Any, practice: Practice) -> str | None:
    """Name who can be asked about what is published, and when it is looked at again."""
    if is_author(user, practice) or answers_for(user, practice):
        return why_nobody_looks_after(practice)
    return _("Only its authors and its organisation’s managers look after this write-up.")


def confirm(user: Any, practice: Practice) -> str | None:
    """Say that what is published is still true."""
    return why_nobody_looks_after(practice) if is_deputy(user, practice) else look_after(user, practice)


def say_contact_gone(user: Any, practice: Practice) -> str | None:
    """Say that the contact cannot be reached any more."""
    reason = why_nobody_looks_after(practice) if roles.is_moderator(user) else look_after(user, practice)
    if reason:
        return reason
    if not practice.shown.contact_email:
        return _("This write-up has no contact yet.")
    if practice.contact_lost_at:
        return _("A contact is being found already.")
    return None


def bring_back_revision(user: Any, practice: Practice) -> str | None:
    """Begin a draft from an older revision."""
    reason = edit(user, practice)
    if reason:
        return reason
    if not practice.is_published:
        return _("Nothing is published yet, so there is nothing older to bring back.")
    if practice.draft_revision is not None:
        return _("A change is being written already. Submit it or delete that draft first, then bring this one back.")
    return None


def take_part(user: Any, practice: Practice) -> str | None:
    """May say something about it under one’s name."""
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that people know who is speaking.")
    if practice.status != Status.PUBLISHED:
        return _("This is open only on published write-ups.")
    if practice.withheld_at:
        return _("This write-up is withheld while the moderators look at it.")
    return read(user, practice)


def adopt(user: Any, practice: Practice) -> str | None:
    """May say that a team of one's organisation takes it up."""
    if reason := take_part(user, practice):
        return reason
    if not user.organisations:
        return _("Join your organisation first, so that others know where it is used.")
    if not any(organisation.is_verified for organisation in user.organisations):
        return _("Your organisation has not been verified yet. An administrator does that; then you can say this.")
    return None


def require_member(user: Any, organisation: Organisation) -> None:
    """Raise PermissionDenied unless the person belongs to the organisation, and it is verified: for whom they speak."""
    if not roles.is_member(user, organisation.pk):
        raise PermissionDenied(_("You can speak only for an organisation that you belong to."))
    if not organisation.is_verified:
        raise PermissionDenied(_("Your organisation has not been verified yet. An administrator does that."))


def endorse(user: Any, practice: Practice) -> str | None:
    if is_author(user, practice):
        return _("You cannot endorse your own write-up.")
    return take_part(user, practice)


def comment(user: Any, practice: Practice) -> str | None:
    return take_part(user, practice)


def mark_answered(user: Any, practice: Practice) -> str | None:
    if not is_author(user, practice):
        return _("Only its authors can mark a question as answered.")
    return take_part(user, practice)


def moderate_comments(user: Any, practice: Practice) -> str | None:
    if not roles.is_moderator(user):
        return _("Only moderators can decide about comments.")
    return read(user, practice)


def report(user: Any, practice: Practice) -> str | None:
    """Ask the moderators to look at a published write-up."""
    if not user.is_authenticated:
        return _("Sign in first.")
    if is_author(user, practice):
        return _("This write-up is your own. You can change it or retire it.")
    if not practice.is_published:
        return _("Only a published write-up can be reported.")
    return read(user, practice)


def close_reports(user: Any, practice: Practice) -> str | None:
    """Say that what was reported about a write-up has been looked at."""
    if not roles.is_moderator(user):
        return _("Only moderators can decide about reports.")
    if is_author(user, practice):
        return _("Someone else must decide about reports on a write-up of yours.")
    return read(user, practice)


def contact(user: Any, practice: Practice) -> str | None:
    """Write to the practice's contact through the hub."""
    if is_author(user, practice):
        return _("This write-up is your own.")
    reason = take_part(user, practice)
    if reason:
        return reason
    if not practice.shown.contact_email:
        return _("This write-up has no contact yet.")
    if practice.contact_lost_at:
        return _("A contact is being found for this write-up. Until then, ask in the discussion.")
    return None


RULES = Rules(
    read,
    read_draft,
    read_notes,
    follow,
    edit,
    submit,
    withdraw,
    revive,
    discard,
    manage_authors,
    ask_reader,
    offer,
    take_over,
    note_for_authors,
    take,
    release,
    decide,
    retire,
    restore,
    withhold,
    show_again,
    take_part,
    adopt,
    endorse,
    comment,
    mark_answered,
    moderate_comments,
    report,
    close_reports,
    contact,
    look_after,
    confirm,
    say_contact_gone,
    bring_back_revision,
    hand_over=release,
)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
