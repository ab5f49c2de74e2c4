"""Who asks a partner agency to check facts, and when it can still answer. In the manner of `policies`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import Rules
from practices import policies
from practices.models import FactCheck, Practice

MOST_FOR_A_REVISION = 3


def ask(user: Any, practice: Practice) -> str | None:
    """Whoever holds an item asks, as whoever holds it decides."""
    if reason := policies.decide(user, practice):
        return reason
    if practice.draft.fact_checks.count() >= MOST_FOR_A_REVISION:
        return _("Partners have been asked three times about this write-up, which is the most.")
    return None


def take_back(user: Any, check: FactCheck) -> str | None:
    if reason := policies.decide(user, check.revision.practice):
        return reason
    return answer(user, check)


def answer(partner: Any, check: FactCheck) -> str | None:
    """Whoever has the link answers, signed in or not."""
    if check.taken_back_at:
        return _("The moderators no longer need an answer: they took the question back.")
    if check.answered_at:
        return _("This question has been answered already.")
    if not check.is_of_what_is_in_review:
        return _("The moderators have decided about this write-up meanwhile, or its authors took it back.")
    return None


RULES = Rules(ask, take_back, answer)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
