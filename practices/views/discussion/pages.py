"""What the views of a discussion share: what they are about, and how they answer."""

from uuid import uuid5

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from practice_hub import kept_text
from practices import conversation, policies
from practices.forms.discussion import CommentForm
from practices.models import Practice


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


def find_practice(request, slug):
    published = Practice.objects.published().visible_to(request.user)
    return get_object_or_404(published.for_page(), slug=slug)


def find_comment(request, slug, pk):
    comments = find_practice(request, slug).comments
    return get_object_or_404(comments.visible_to(request.user).for_discussion(), pk=pk)


def find_endorsement(request, slug, pk):
    endorsements = find_practice(request, slug).endorsements
    return get_object_or_404(endorsements.visible_to(request.user).for_page(), pk=pk)


def is_filled_in(request, form):
    return request.method == "POST" and form.is_valid()


def refuse(request, reason):
    """Answer 403 where there is a reason to; what was typed is kept, in case the page opens again."""
    if reason:
        kept_text.keep(request)
        raise PermissionDenied(reason)


def draw(request, name, *, status=None, **context):
    is_bound = getattr(context.get("form"), "is_bound", False)
    has_failed = is_bound and request.method == "POST"
    context["is_kept"] = is_bound and not has_failed
    return render(request, f"practices/discussion/{name}.html", context, status=status or (400 if has_failed else 200))


def key_of(key, words):
    """The same words sent again are a double click; others, from a page one went back to, are something new."""
    return uuid5(key, words)
