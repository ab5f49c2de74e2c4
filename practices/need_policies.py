"""Who may ask for what they did not find, who answers, and who decides. In the manner of `policies`.

What of it somebody may see at all is a matter of `Need.objects.visible_to` and `NeedAnswer.objects.visible_to`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices.models import Need, NeedAnswer

BETWEEN_MESSAGES = timedelta(days=1)


def ask(user: Any, need: Need | None = None) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that the moderators know who asks.")
    return None


def look_after(user: Any, need: Need | None = None) -> str | None:
    """Open the list of what waits for an answer."""
    return None if roles.is_moderator(user) else _("Only moderators see what others ask for.")


def answer(user: Any, need: Need) -> str | None:
    """As a moderator, in words of the hub's."""
    if reason := look_after(user):
        return reason
    if need.asked_by_id == user.pk:
        return _("Somebody else answers what you asked for.")
    if need.has_answer:
        return _("A colleague has answered this already.")
    return _why_not_open(need)


def tell(user: Any, need: Need) -> str | None:
    """As a member: with a practice, an offer to write one, or oneself."""
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that people know who answers.")
    if need.asked_by_id == user.pk:
        return _("Somebody else answers what you asked for.")
    if not need.is_shared:
        return _("This was asked of the moderators alone.")
    return _why_not_open(need)


def close(user: Any, need: Need) -> str | None:
    if need.asked_by_id != user.pk:
        return _("Only whoever asked can say that it is settled.")
    return _("This is closed already.") if need.closed_at else None


def hide(user: Any, need: Need) -> str | None:
    if reason := _decide(user, need.asked_by_id):
        return reason
    return _("This is hidden already.") if need.hidden_at else None


def show(user: Any, need: Need) -> str | None:
    if reason := _decide(user, need.asked_by_id):
        return reason
    return None if need.hidden_at else _("This is not hidden.")


def take_back(user: Any, answer: NeedAnswer) -> str | None:
    if not user.is_authenticated or answer.by_id != user.pk:
        return _("Only whoever gave an answer can take it back.")
    return None


def write_to(user: Any, answer: NeedAnswer) -> str | None:
    if answer.need.asked_by_id != user.pk:
        return _("Only whoever asked can write to them here.")
    if answer.kind != NeedAnswer.Kind.PERSON or not answer.is_shown or not (answer.by and answer.by.is_active):
        return _("There is nobody to write to here.")
    if answer.written_to_at and answer.written_to_at > timezone.now() - BETWEEN_MESSAGES:
        return _("You have written to them today. Their answer comes to your e-mail address.")
    return None


def hide_answer(user: Any, answer: NeedAnswer) -> str | None:
    if reason := _decide(user, answer.by_id):
        return reason
    return None if answer.is_shown else _("This is hidden already.")


def show_answer(user: Any, answer: NeedAnswer) -> str | None:
    if reason := _decide(user, answer.by_id):
        return reason
    return _("This is not hidden.") if answer.is_shown else None


def _decide(user: Any, writer: int | None) -> str | None:
    if not roles.is_moderator(user):
        return _("Only moderators hide and show what others write.")
    return _("Someone else must decide about what you wrote.") if writer == user.pk else None


def _why_not_open(need: Need) -> str | None:
    if need.hidden_at:
        return _("A moderator has hidden this.")
    return _("This is closed: whoever asked needs no more answers.") if need.closed_at else None


RULES = Rules(ask, look_after, answer, tell, close, hide, show, take_back, write_to, hide_answer, show_answer)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
