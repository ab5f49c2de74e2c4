"""What people say about a practice, each form on a page of its own, and writing to its contact."""

from functools import partial
from uuid import uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from practice_hub import kept_text
from practices import comment_policies, conversation, endorsement_policies, identifying, policies
from practices import contact as limits
from practices.actions import discussion
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.discussion import (
    CommentForm,
    ContactForm,
    EditCommentForm,
    EndorsementForm,
    HideForm,
    ReportForm,
)
from practices.models import Comment, Endorsement, Practice, Report
from practices.views.listing import authors_to_block, page_of, without_blocked
from practices.views.moderation import moderators_only

# Of endorsements and of write-ups, so many stand beside a page of comments; the next follow when these are decided.
AT_ONCE = 15
CHANGED_MEANWHILE = gettext_lazy(
    "This has changed since you read it, or a colleague has decided about it. Read it again before you decide."
)


def page_context(request, practice):
    """What the fragments in templates/practices/discussion/ need on the page of a published practice."""
    answers = kept_text.kept(request, reverse("comments", args=[practice.slug]))
    return {
        "endorsements": conversation.endorsements_of(practice, request.user),
        "discussion": conversation.discussion_of(practice, request.user),
        "contact": conversation.contact_of(practice, request.user),
        "comment_form": CommentForm(answers, writer=request.user),
        "is_kept": answers is not None,
        "why_not_report": policies.why_not(request.user, "report", practice),
    }


@require_http_methods(["GET", "POST"])
def endorse(request, slug):
    practice = _practice(request, slug)
    _refuse(request, policies.why_not(request.user, "endorse", practice))
    mine = practice.endorsements.filter(user=request.user).first()
    said = {"standing": mine.standing, "why": mine.why} if mine else None
    form = EndorsementForm(kept_text.answers(request), initial=said)
    context = {"practice": practice, "form": form, "mine": mine, "waits": comment_policies.must_wait(request.user)}
    if not _is_filled_in(request, form):
        return _page(request, "endorse", **context)
    try:
        endorsement = discussion.endorse(practice=practice, by=request.user, **form.cleaned_data)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _page(request, "endorse", status=429, **context)
    kept_text.forget(request)
    messages.success(request, _thanks_for_endorsement(endorsement))
    return redirect(endorsement)


def _thanks_for_endorsement(endorsement):
    if endorsement.is_shown:
        return _("Thank you. Your endorsement is on the page; you can change or withdraw it.")
    return _("Thank you. A moderator reads your endorsement before others see it; you can change or withdraw it.")


@require_POST
def endorsement_withdraw(request, slug):
    """Takes one's word back, also where one may no longer read what it was given for."""
    is_readable = Q(pk__in=Practice.objects.published().visible_to(request.user).values("pk"))
    is_endorsed = Q(pk__in=request.user.endorsements.values("practice"))
    practice = get_object_or_404(Practice.objects.filter(is_readable | is_endorsed).for_page(), slug=slug)
    discussion.withdraw_endorsement(practice=practice, by=request.user)
    messages.success(request, _("Your endorsement is withdrawn."))
    if policies.can(request.user, "read", practice):
        return redirect(f"{practice.get_absolute_url()}#endorsements")
    return redirect("account")


@require_http_methods(["GET", "POST"])
def endorsement_report(request, slug, pk):
    endorsement = _endorsement(request, slug, pk)
    _refuse(request, endorsement_policies.why_not_report(request.user, endorsement))
    report = partial(discussion.report_endorsement, endorsement=endorsement)
    above = conversation.voice_of(endorsement, request.user)
    return _report(request, "endorsement_report", endorsement, report, practice=endorsement.practice, above=above)


@require_http_methods(["GET", "POST"])
@moderators_only
def endorsement_hide(request, slug, pk):
    endorsement = _endorsement(request, slug, pk)
    _refuse(request, endorsement_policies.why_not_decide(request.user, endorsement))
    hide = partial(discussion.hide_endorsement, endorsement=endorsement)
    above = conversation.voice_of(endorsement, request.user)
    done = _("The endorsement is hidden. Its giver has been told why.")
    return _hide(request, "endorsement_hide", endorsement, hide, above, done)


@require_POST
@moderators_only
def endorsement_approve(request, slug, pk):
    endorsement = _endorsement(request, slug, pk)
    approve = partial(discussion.approve_endorsement, endorsement=endorsement)
    return _approve(request, endorsement, approve, _("The endorsement is shown."))


@require_http_methods(["GET", "POST"])
def comments(request, slug):
    """Adds a comment. A GET leads to the discussion, where the form stands."""
    practice = _practice(request, slug)
    form = CommentForm(kept_text.answers(request), writer=request.user)
    if request.method == "GET" or not form.is_bound:
        return redirect(f"{practice.get_absolute_url()}#discussion")
    _refuse(request, policies.why_not(request.user, "comment", practice))
    if form.is_valid():
        return _add_comment(request, practice, form)
    return _comment_page(request, practice, form)


@require_http_methods(["GET", "POST"])
def comment_reply(request, slug, pk):
    parent = _comment(request, slug, pk)
    form = CommentForm(kept_text.answers(request), writer=request.user)
    reason = comment_policies.why_not(request.user, "reply", parent)
    if reason and request.method == "POST" and policies.can(request.user, "comment", parent.practice):
        # Removed or hidden while the reply was being written.
        form.add_error(None, _("%(reason)s You can post this as a comment of its own.") % {"reason": reason})
        return _comment_page(request, parent.practice, form, status=409)
    _refuse(request, reason)
    if _is_filled_in(request, form):
        return _add_comment(request, parent.practice, form, parent)
    return _comment_page(request, parent.practice, form, above=_remark(request, parent))


def _comment_page(request, practice, form, above=None, status=None):
    waits = comment_policies.must_wait(request.user)
    return _page(request, "comment", practice=practice, form=form, above=above, waits=waits, status=status)


def _add_comment(request, practice, form, parent=None):
    by, said = request.user, form.cleaned_data

    def add():
        return discussion.add_comment(practice=practice, by=by, body=said["body"], parent=parent).get_absolute_url()

    try:
        address = once(key=_key_of(said["key"], said["body"]), by=by, handle=add)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        above = _remark(request, parent) if parent else None
        return _comment_page(request, practice, form, above=above, status=429)
    kept_text.forget(request)
    messages.success(request, _thanks_for_comment(by, practice, said["body"]))
    if signpost := identifying.signpost(said["body"]):
        messages.warning(request, signpost)
    return redirect(address)


def _key_of(key, words):
    """The same words sent again are a double click; others, from a page one went back to, are something new."""
    return uuid5(key, words)


def _thanks_for_comment(user, practice, body):
    if comment_policies.must_wait(user):
        return _("Thank you. A moderator reads your first two comments before others see them; this one is waiting.")
    if comment_policies.words_must_wait(user, practice, body):
        return _("Thank you. It may tell who somebody is, so a moderator reads it before others see it.")
    return _("Your comment is on the page.")


@require_http_methods(["GET", "POST"])
def comment_edit(request, slug, pk):
    comment = _comment(request, slug, pk)
    _refuse(request, comment_policies.why_not(request.user, "edit", comment))
    form = EditCommentForm(kept_text.answers(request), writer=request.user, initial={"body": comment.body})
    if _is_filled_in(request, form):
        discussion.edit_comment(comment=comment, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("Your comment is changed."))
        return redirect(comment)
    waits = comment_policies.must_wait(request.user)
    return _page(request, "comment_edit", practice=comment.practice, form=form, waits=waits)


@require_http_methods(["GET", "POST"])
def comment_remove(request, slug, pk):
    """Asks first, then removes."""
    comment = _comment(request, slug, pk)
    _refuse(request, comment_policies.why_not(request.user, "remove", comment))
    if request.method == "POST":
        discussion.remove_comment(comment=comment, by=request.user)
        messages.success(request, _("Your comment is removed."))
        return redirect(f"{comment.practice.get_absolute_url()}#discussion")
    return _page(request, "comment_remove", practice=comment.practice, above=_remark(request, comment))


@require_http_methods(["GET", "POST"])
def comment_report(request, slug, pk):
    comment = _comment(request, slug, pk)
    _refuse(request, comment_policies.why_not(request.user, "report", comment))
    report = partial(discussion.report_comment, comment=comment)
    above = _remark(request, comment)
    return _report(request, "comment_report", comment, report, practice=comment.practice, above=above)


@require_http_methods(["GET", "POST"])
def practice_report(request, slug):
    practice = _practice(request, slug)
    _refuse(request, policies.why_not(request.user, "report", practice))
    report = partial(discussion.report_practice, practice=practice)
    return _report(request, "practice_report", practice, report, practice=practice)


def _report(request, name, item, report, **about):
    """The form that reports a write-up, a comment or an endorsement; `about` is what its page shows of that."""
    form = ReportForm(kept_text.answers(request))
    context = about | {"form": form}
    if not _is_filled_in(request, form):
        return _page(request, name, **context)
    try:
        report(by=request.user, **form.cleaned_data)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _page(request, name, status=429, **context)
    except discussion.ChangedSinceRead:
        messages.warning(request, _("It has been taken back meanwhile, so there is nothing to report."))
    else:
        messages.success(request, _("Thank you. A moderator will look at it."))
    kept_text.forget(request)
    return redirect(item)


@require_POST
@moderators_only
def practice_reports_close(request, slug):
    close = partial(discussion.close_practice_reports, practice=_practice(request, slug))
    try:
        close(by=request.user, version=request.POST.get("version", ""))
    except discussion.ChangedSinceRead:
        messages.warning(request, CHANGED_MEANWHILE)
    else:
        messages.success(request, _("The reports are closed."))
    return redirect("review_comments")


@require_POST
def comment_answered(request, slug, pk):
    comment = _comment(request, slug, pk)
    discussion.mark_answered(comment=comment, by=request.user, is_answered="answered" in request.POST)
    return redirect(comment)


@require_http_methods(["GET", "POST"])
@moderators_only
def comment_hide(request, slug, pk):
    comment = _comment(request, slug, pk)
    _refuse(request, comment_policies.why_not(request.user, "decide", comment))
    hide = partial(discussion.hide_comment, comment=comment)
    above = _remark(request, comment)
    done = _("The comment is hidden. Its author has been told why.")
    return _hide(request, "comment_hide", comment, hide, above, done)


def _hide(request, name, item, hide, above, done):
    """The form that hides a comment or an endorsement; `above` is that with who says it."""
    form = HideForm(kept_text.answers(request))
    from_queue = "from_queue" in request.GET or "from_queue" in request.POST
    context = {"practice": item.practice, "form": form, "item": item, "above": above, "from_queue": from_queue}
    if not _is_filled_in(request, form):
        return _page(request, name, **context)
    try:
        hide(by=request.user, version=request.POST.get("version", ""), **form.cleaned_data)
    except discussion.ChangedSinceRead:
        form.add_error(None, CHANGED_MEANWHILE)
        return _page(request, name, status=409, **context)
    kept_text.forget(request)
    messages.success(request, done)
    return _after_decision(request, item)


@require_POST
@moderators_only
def comment_approve(request, slug, pk):
    comment = _comment(request, slug, pk)
    approve = partial(discussion.approve_comment, comment=comment)
    return _approve(request, comment, approve, _("The comment is shown."))


def _approve(request, item, approve, done):
    try:
        approve(by=request.user, version=request.POST.get("version", ""))
    except discussion.ChangedSinceRead:
        messages.warning(request, CHANGED_MEANWHILE)
    else:
        messages.success(request, done)
    return _after_decision(request, item)


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


def _after_decision(request, item):
    """To the queue for somebody who came from there; else to what was decided about."""
    return redirect("review_comments") if "from_queue" in request.POST else redirect(item)


@require_http_methods(["GET", "POST"])
def contact(request, slug):
    """Writes to the team through the hub; where a limit is reached, what was typed stays on the page."""
    practice = _practice(request, slug)
    _refuse(request, policies.why_not(request.user, "contact", practice))
    form = ContactForm(kept_text.answers(request))
    if not _is_filled_in(request, form):
        return _contact_page(request, practice, form)
    try:
        address = _send(practice, form.cleaned_data, request.user)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _contact_page(request, practice, form, status=429)
    kept_text.forget(request)
    messages.success(request, _("Your message is on its way. The answer comes to your e-mail address."))
    return redirect(address)


def _contact_page(request, practice, form, status=None):
    why_not_now = None if form.is_bound else limits.why_not_now(request.user, practice)
    team = conversation.contact_of(practice, request.user)
    context = {"practice": practice, "form": form, "contact": team, "why_not_now": why_not_now}
    return _page(request, "contact", status=status, **context)


def _send(practice, said, by):
    def send():
        discussion.send_contact_message(practice=practice, by=by, message=said["message"])
        return f"{practice.get_absolute_url()}#contact"

    return once(key=_key_of(said["key"], said["message"]), by=by, handle=send)


def _practice(request, slug):
    published = Practice.objects.published().visible_to(request.user)
    return get_object_or_404(published.for_page(), slug=slug)


def _comment(request, slug, pk):
    comments = _practice(request, slug).comments
    return get_object_or_404(comments.visible_to(request.user).for_discussion(), pk=pk)


def _endorsement(request, slug, pk):
    endorsements = _practice(request, slug).endorsements
    return get_object_or_404(endorsements.visible_to(request.user).for_page(), pk=pk)


def _remark(request, comment):
    return conversation.remark_on(comment, request.user)


def _is_filled_in(request, form):
    return request.method == "POST" and form.is_valid()


def _refuse(request, reason):
    """Answer 403 where there is a reason to; what was typed is kept, in case the page opens again."""
    if reason:
        kept_text.keep(request)
        raise PermissionDenied(reason)


def _page(request, name, *, status=None, **context):
    is_bound = getattr(context.get("form"), "is_bound", False)
    has_failed = is_bound and request.method == "POST"
    context["is_kept"] = is_bound and not has_failed
    return render(request, f"practices/discussion/{name}.html", context, status=status or (400 if has_failed else 200))
