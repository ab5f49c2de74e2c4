"""Who may do what to a comment, and the reason when they may not. In the manner of `policies`.

What of a discussion somebody may see at all is a matter of `Comment.objects.visible_to`.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as accounts_policies
from accounts import roles
from accounts.rules import Rules
from practices import identifying, markdown, policies
from practices.models import Comment, Practice

Status = Comment.Status

# So many comments of a person must have been shown before the next is shown without waiting.
APPROVED_FIRST = 2
# More than these are what advertisers write.
MOST_LINKS = 2


def must_wait(user: Any) -> bool:
    """Whether what this person writes waits for a moderator before others see it."""
    if roles.is_moderator(user):
        return False
    return bool(user.comments.shown().count() < APPROVED_FIRST)


def words_must_wait(user: Any, practice: Practice, words: str) -> bool:
    """Whether these words wait for a moderator, since they may tell who somebody is."""
    return not roles.is_moderator(user) and identifying.may_tell(practice, words)


def why_not_so_many_links(user: Any, body: str) -> str | None:
    """Why these words have too many links for a comment of this person's, or None."""
    links = markdown.links_in(body)
    if links and must_wait(user):
        return _("Take out the links. Your first two comments can have none; later ones can.")
    if links > MOST_LINKS:
        return _("Take out some of the links. A comment can have %(most)d, and this has %(links)d.") % {
            "most": MOST_LINKS,
            "links": links,
        }
    return None


def reply(user: Any, comment: Comment) -> str | None:
    if comment.parent_id:
        return _("A reply cannot be replied to. Reply to the comment above it.")
    if comment.status != Status.SHOWN:
        return _("This comment is not shown to others, so nobody can reply to it.")
    return policies.comment(user, comment.practice)


def edit(user: Any, comment: Comment) -> str | None:
    reason = _own(user, comment)
    if reason:
        return reason
    if comment.status == Status.HIDDEN:
        return _("A moderator has hidden this comment, so it cannot be edited.")
    return policies.comment(user, comment.practice)


def remove(user: Any, comment: Comment) -> str | None:
    """Take back what one wrote: always, on a retired write-up too."""
    return _own(user, comment)


def _own(user: Any, comment: Comment) -> str | None:
    if not user.is_authenticated or comment.author_id != user.pk:
        return _("Only the person who wrote a comment can change or remove it.")
    if comment.status == Status.REMOVED:
        return _("This comment has been removed.")
    return None


def report(user: Any, comment: Comment) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if comment.author_id == user.pk:
        return _("This comment is your own. You can edit or remove it.")
    if comment.status != Status.SHOWN:
        return _("This comment is not shown to others.")
    return policies.read(user, comment.practice)


def mark_answered(user: Any, comment: Comment) -> str | None:
    if comment.parent_id:
        return _("A question can be marked as answered, a reply cannot.")
    if comment.status != Status.SHOWN:
        return _("This comment is not shown to others.")
    return policies.mark_answered(user, comment.practice)


def decide(user: Any, comment: Comment) -> str | None:
    """Show or hide it, as a moderator."""
    reason = policies.moderate_comments(user, comment.practice)
    if reason:
        return reason
    if comment.author_id == user.pk:
        return _("Someone else must decide about a comment of yours.")
    if policies.is_author(user, comment.practice):
        return _("Someone else must decide about comments on a write-up of yours.")
    if comment.status == Status.REMOVED:
        return _("This comment has been removed.")
    return None


def block(user: Any, comment: Comment) -> str | None:
    """Keep whoever wrote it out of the hub."""
    return accounts_policies.why_not(user, "block", comment.author)


RULES = Rules(reply, edit, remove, report, mark_answered, decide, block)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
