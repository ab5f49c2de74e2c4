"""Who may do what to an options report. In the manner of `policies`.

Who may read one at all is a matter of `OptionsReport.objects.visible_to`: the people of its organisation, no others.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices.models import OptionsReport


def begin(user: Any, report: OptionsReport | None = None) -> str | None:
    if not any(organisation.is_verified for organisation in user.organisations):
        return _("A report belongs to an organisation. Join yours first; an administrator has to have verified it.")
    return None


def read(user: Any, report: OptionsReport) -> str | None:
    if roles.is_member(user, report.organisation_id):
        return None
    return _("Only the people of its organisation read a report.")


def edit(user: Any, report: OptionsReport) -> str | None:
    if reason := read(user, report):
        return reason
    if roles.is_manager(user, report.organisation_id) or any(each.pk == user.pk for each in report.editors.all()):
        return None
    return _("Only those who write this report and your organisation’s managers change it. Ask one of them to add you.")


def delete(user: Any, report: OptionsReport) -> str | None:
    if reason := read(user, report):
        return reason
    if report.begun_by_id == user.pk or roles.is_manager(user, report.organisation_id):
        return None
    return _("Whoever began a report deletes it, or a manager of the organisation.")


RULES = Rules(begin, read, edit, delete)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
