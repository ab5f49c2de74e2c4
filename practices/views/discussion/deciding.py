"""What a moderator decides about what people say: show it, hide it, close the reports of a write-up."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from practice_hub import kept_text
from practices import comment_policies, conversation, endorsement_policies, policies
from practices.actions import discussion
from practices.forms.discussion import HideForm
from practices.models import Comment, Endorsement, Practice, Report
from practices.views.discussion.pages import (
    draw,
    find_comment,
    find_endorsement,
    find_practice,
    is_filled_in,
    refuse,
)
from practices.views.listing import authors_to_block, page_of, without_blocked
from practices.views.moderation import moderators_only

# Of endorsements and of write-ups, so many stand beside a page of comments; the next follow when these are decided.
AT_ONCE = 15
CHANGED_MEANWHILE = gettext_lazy(
    "This has changed since you read it, or a colleague has decided about it. Read it again before you decide."
)


@require_GET
@moderators_only
def review_comments(request):
    """What waits for a moderator: what somebody reported, and what newcomers say."""
    comments, comments_left_out = without_blocked(request, Comment.objects.for_queue())
    page = page_of(request, comments)
    for comment in page:
        comment.remark = conversation.remark_on(comment, request.user)
        comment.why_not_decide = comment_policies.why_not(request.user, "decide", comment)
    endorsements, endorsements_left_out = without_blocked(request, Endorsement.objects.for_queue())
    voices = [conversation.voice_of(row, request.user) for row in endorsements[:AT_ONCE]]
    reported = list(Practice.objects.reported()[:AT_ONCE])
    for practice in reported:
        practice.why_not_close = policies.why_not(request.user, "close_reports", practice)
        practice.authors_to_block = authors_to_block(request.user, practice)
        practice.reports_version = Report.version_of(practice.open_reports)
    context = {
        "page": page,
        "voices": voices,
        "endorsements_waiting": endorsements.count(),
        "reported": reported,
        "left_out": comments_left_out + endorsements_left_out,
    }
    return render(request, "practices/discussion/queue.html", context)


@require_POST
@moderators_only
def comment_approve(request, slug, pk):
    comment = find_comment(request, slug, pk)
    approve = partial(discussion.approve_comment, comment=comment)
    return _approve(request, comment, approve, _("The comment is shown."))


@require_POST
@moderators_only
def endorsement_approve(request, slug, pk):
    endorsement = find_endorsement(request, slug, pk)
    approve = partial(discussion.approve_endorsement, endorsement=endorsement)
    return _approve(request, endorsement, approve, _("The endorsement is shown."))


def _approve(request, item, approve, done):
    try:
        approve(by=request.user, version=request.POST.get("version", ""))
    except discussion.ChangedSinceRead:
        messages.warning(request, CHANGED_MEANWHILE)
    else:
        messages.success(request, done)
    return _after_decision(request, item)


@require_http_methods(["GET", "POST"])
@moderators_only
def comment_hide(request, slug, pk):
    comment = find_comment(request, slug, pk)
    refuse(request, comment_policies.why_not(request.user, "decide", comment))
    hide = partial(discussion.hide_comment, comment=comment)
    above = conversation.remark_on(comment, request.user)
    done = _("The comment is hidden. Its author has been told why.")
    return _hide(request, "comment_hide", comment, hide, above, done)


@require_http_methods(["GET", "POST"])
@moderators_only
def endorsement_hide(request, slug, pk):
    endorsement = find_endorsement(request, slug, pk)
    refuse(request, endorsement_policies.why_not_decide(request.user, endorsement))
    hide = partial(discussion.hide_endorsement, endorsement=endorsement)
    above = conversation.voice_of(endorsement, request.user)
    done = _("The endorsement is hidden. Its giver has been told why.")
    return _hide(request, "endorsement_hide", endorsement, hide, above, done)


def _hide(request, name, item, hide, above, done):
    """The form that hides a comment or an endorsement; `above` is that with who says it."""
    form = HideForm(kept_text.answers(request))
    from_queue = "from_queue" in request.GET or "from_queue" in request.POST
    context = {"practice": item.practice, "form": form, "item": item, "above": above, "from_queue": from_queue}
    if not is_filled_in(request, form):
        return draw(request, name, **context)
    try:
        hide(by=request.user, version=request.POST.get("version", ""), **form.cleaned_data)
    except discussion.ChangedSinceRead:
        form.add_error(None, CHANGED_MEANWHILE)
        return draw(request, name, status=409, **context)
    kept_text.forget(request)
    messages.success(request, done)
    return _after_decision(request, item)


@require_POST
@moderators_only
def practice_reports_close(request, slug):
    close = partial(discussion.close_practice_reports, practice=find_practice(request, slug))
    try:
        close(by=request.user, version=request.POST.get("version", ""))
    except discussion.ChangedSinceRead:
        messages.warning(request, CHANGED_MEANWHILE)
    else:
        messages.success(request, _("The reports are closed."))
    return redirect("review_comments")


def _after_decision(request, item):
    """To the queue for somebody who came from there; else to what was decided about."""
    return redirect("review_comments") if "from_queue" in request.POST else redirect(item)
