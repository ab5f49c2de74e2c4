"""Who may put a newsletter together and send it. In the manner of `policies`. What was sent, everybody may read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules


def edit(user: Any, newsletter: Any = None) -> str | None:
    if not roles.is_moderator(user):
        return _("Only moderators put the newsletter together.")
    if newsletter is not None and not newsletter.is_draft:
        return _("This newsletter has been sent. Begin the next one.")
    return None


RULES = Rules(edit)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
