"""Telling a moderator about a write-up, a comment or an endorsement."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice_hub import kept_text
from practices import comment_policies, conversation, endorsement_policies, policies
from practices.actions import discussion
from practices.daily_limits import LimitReached
from practices.forms.discussion import ReportForm
from practices.views.discussion.pages import (
    draw,
    find_comment,
    find_endorsement,
    find_practice,
    is_filled_in,
    refuse,
)


@require_http_methods(["GET", "POST"])
def practice_report(request, slug):
    practice = find_practice(request, slug)
    refuse(request, policies.why_not(request.user, "report", practice))
    report = partial(discussion.report_practice, practice=practice)
    return _report(request, "practice_report", practice, report, practice=practice)


@require_http_methods(["GET", "POST"])
def comment_report(request, slug, pk):
    comment = find_comment(request, slug, pk)
    refuse(request, comment_policies.why_not(request.user, "report", comment))
    report = partial(discussion.report_comment, comment=comment)
    above = conversation.remark_on(comment, request.user)
    return _report(request, "comment_report", comment, report, practice=comment.practice, above=above)


@require_http_methods(["GET", "POST"])
def endorsement_report(request, slug, pk):
    endorsement = find_endorsement(request, slug, pk)
    refuse(request, endorsement_policies.why_not_report(request.user, endorsement))
    report = partial(discussion.report_endorsement, endorsement=endorsement)
    above = conversation.voice_of(endorsement, request.user)
    return _report(request, "endorsement_report", endorsement, report, practice=endorsement.practice, above=above)


def _report(request, name, item, report, **about):
    """The form that reports a write-up, a comment or an endorsement; `about` is what its page shows of that."""
    form = ReportForm(kept_text.answers(request))
    context = about | {"form": form}
    if not is_filled_in(request, form):
        return draw(request, name, **context)
    try:
        report(by=request.user, **form.cleaned_data)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return draw(request, name, status=429, **context)
    except discussion.ChangedSinceRead:
        messages.warning(request, _("It has been taken back meanwhile, so there is nothing to report."))
    else:
        messages.success(request, _("Thank you. A moderator will look at it."))
    kept_text.forget(request)
    return redirect(item)
