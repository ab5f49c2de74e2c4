"""The revisions of a write-up: all of them, one of them, what changed between any two, and back to an older one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import roles
from practices import content, diff, policies, suggestions
from practices.actions import authoring
from practices.attribution import HIDDEN_BEHIND_THE_REGION, shown_authors
from practices.choices import ShownAs
from practices.lifecycle import Status
from practices.models import Practice
from practices.small_counts import without_small_counts

# From what tells most of who wrote it to what tells least.
LESS_AND_LESS = (ShownAs.NAME, ShownAs.TEAM, ShownAs.REGION)
LONGEST_PAIR = 12  # digits of two numbers that revisions could have


@login_not_required
@require_safe
def history(request, slug):
    practice, revisions = _readable(request, slug)
    learned = {each.revision.pk: each.words for each in suggestions.changed_by_learning(practice)}
    for revision in revisions:
        revision.learned = learned.get(revision.pk, "")
        revision.shown_authors = shown_authors(practice, revision)
        revision.is_older = revision.status == Status.PUBLISHED and revision.pk != practice.published_revision_id
    context = {
        "practice": practice,
        "revisions": revisions[::-1],
        "older_first": revisions,
        "writes": policies.can(request.user, "follow", practice),
        "why_not_bring_back": policies.why_not(request.user, "bring_back_revision", practice),
    }
    return render(request, "practices/history/list.html", context)


@login_not_required
@require_safe
def revision(request, slug, number):
    practice, revisions = _readable(request, slug)
    return render(
        request, "practices/history/revision.html", {"practice": practice, "revision": _pick(revisions, number)}
    )


@login_not_required
@require_safe
def compare_choice(request, slug):
    """Where the two lists of the history page lead: to the address of that comparison."""
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    if not (a.isdecimal() and b.isdecimal() and len(a + b) <= LONGEST_PAIR):
        return redirect("history", slug=slug)
    return redirect("compare", slug=slug, a=int(a), b=int(b))


@login_not_required
@require_safe
def compare(request, slug, a, b):
    practice, revisions = _readable(request, slug)
    before, after = _pick(revisions, a), _pick(revisions, b)
    inside = _is_inside(request.user, practice)
    said = [content.snapshot(each) if inside else _as_readers_see(each) for each in (before, after)]
    changes = diff.compare(*said, with_private=inside)
    if not inside and (before.hides_organisation or after.hides_organisation):
        changes = [change for change in changes if change.field not in HIDDEN_BEHIND_THE_REGION]
    context = {"practice": practice, "before": before, "after": after, "changes": changes}
    return render(request, "practices/history/compare.html", context)


@require_POST
def bring_back(request, slug, number):
    """Begins a draft that says what this revision said."""
    practice, revisions = _readable(request, slug)
    authoring.bring_back_revision(practice=practice, revision=_pick(revisions, number), by=request.user)
    done = _("This draft says what revision %(number)d said. Readers see nothing of it until it is published.")
    messages.success(request, done % {"number": number})
    return redirect("edit", slug=practice.slug)


def _readable(request, slug):
    """The practice, and those of its revisions that this person may read, oldest first."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    revisions = [
        revision
        for revision in practice.revisions.order_by("number").prefetch_related("places", "topics")
        if policies.may_read_revision(request.user, practice, revision)
    ]
    if not _is_inside(request.user, practice):
        # Who chose since then to show less of themselves must not be given away by an older revision.
        now = practice.published_revision.shown_as
        for revision in revisions:
            revision.shown_as = max(revision.shown_as, now, key=LESS_AND_LESS.index)
    return practice, revisions


def _as_readers_see(revision):
    said = content.snapshot(revision)
    said["outcomes"] = [
        {**outcome, "number": without_small_counts(str(outcome.get("number", "")))} for outcome in said["outcomes"]
    ]
    return said


def _is_inside(user, practice):
    """Whether the person sees who wrote it in any case: its authors, and moderators."""
    return policies.is_author(user, practice) or roles.is_moderator(user)


def _pick(revisions, number):
    for revision in revisions:
        if revision.number == number:
            return revision
    raise Http404
