"""Comments on a practice, each form on a page of its own."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import comment_policies, conversation, identifying, policies
from practices.actions import discussion
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.discussion import CommentForm, EditCommentForm
from practices.views.discussion.pages import draw, find_comment, find_practice, is_filled_in, key_of, refuse


@require_http_methods(["GET", "POST"])
def comments(request, slug):
    """Adds a comment. A GET leads to the discussion, where the form stands."""
    practice = find_practice(request, slug)
    form = CommentForm(kept_text.answers(request), writer=request.user)
    if request.method == "GET" or not form.is_bound:
        return redirect(f"{practice.get_absolute_url()}#discussion")
    refuse(request, policies.why_not(request.user, "comment", practice))
    if form.is_valid():
        return _add_comment(request, practice, form)
    return _comment_page(request, practice, form)


@require_http_methods(["GET", "POST"])
def comment_reply(request, slug, pk):
    parent = find_comment(request, slug, pk)
    form = CommentForm(kept_text.answers(request), writer=request.user)
    reason = comment_policies.why_not(request.user, "reply", parent)
    if reason and request.method == "POST" and policies.can(request.user, "comment", parent.practice):
        # Removed or hidden while the reply was being written.
        form.add_error(None, _("%(reason)s You can post this as a comment of its own.") % {"reason": reason})
        return _comment_page(request, parent.practice, form, status=409)
    refuse(request, reason)
    if is_filled_in(request, form):
        return _add_comment(request, parent.practice, form, parent)
    return _comment_page(request, parent.practice, form, above=conversation.remark_on(parent, request.user))


def _comment_page(request, practice, form, above=None, status=None):
    waits = comment_policies.must_wait(request.user)
    return draw(request, "comment", practice=practice, form=form, above=above, waits=waits, status=status)


def _add_comment(request, practice, form, parent=None):
    by, said = request.user, form.cleaned_data

    def add():
        return discussion.add_comment(practice=practice, by=by, body=said["body"], parent=parent).get_absolute_url()

    try:
        address = once(key=key_of(said["key"], said["body"]), by=by, handle=add)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        above = conversation.remark_on(parent, request.user) if parent else None
        return _comment_page(request, practice, form, above=above, status=429)
    kept_text.forget(request)
    messages.success(request, _thanks_for_comment(by, practice, said["body"]))
    if signpost := identifying.signpost(said["body"]):
        messages.warning(request, signpost)
    return redirect(address)


def _thanks_for_comment(user, practice, body):
    if comment_policies.must_wait(user):
        return _("Thank you. A moderator reads your first two comments before others see them; this one is waiting.")
    if comment_policies.words_must_wait(user, practice, body):
        return _("Thank you. It may tell who somebody is, so a moderator reads it before others see it.")
    return _("Your comment is on the page.")


@require_http_methods(["GET", "POST"])
def comment_edit(request, slug, pk):
    comment = find_comment(request, slug, pk)
    refuse(request, comment_policies.why_not(request.user, "edit", comment))
    form = EditCommentForm(kept_text.answers(request), writer=request.user, initial={"body": comment.body})
    if is_filled_in(request, form):
        discussion.edit_comment(comment=comment, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("Your comment is changed."))
        return redirect(comment)
    waits = comment_policies.must_wait(request.user)
    return draw(request, "comment_edit", practice=comment.practice, form=form, waits=waits)


@require_http_methods(["GET", "POST"])
def comment_remove(request, slug, pk):
    """Asks first, then removes."""
    comment = find_comment(request, slug, pk)
    refuse(request, comment_policies.why_not(request.user, "remove", comment))
    if request.method == "POST":
        discussion.remove_comment(comment=comment, by=request.user)
        messages.success(request, _("Your comment is removed."))
        return redirect(f"{comment.practice.get_absolute_url()}#discussion")
    return draw(
        request, "comment_remove", practice=comment.practice, above=conversation.remark_on(comment, request.user)
    )


@require_POST
def comment_answered(request, slug, pk):
    comment = find_comment(request, slug, pk)
    discussion.mark_answered(comment=comment, by=request.user, is_answered="answered" in request.POST)
    return redirect(comment)
