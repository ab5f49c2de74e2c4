"""The page of one practice."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices import (
    adopters,
    evidence_trail,
    follow_up_policies,
    law,
    like_places,
    policies,
    reading,
    share_card,
    sharing,
    structured_data,
)
from practices.attribution import shown_authors
from practices.choices import Visibility
from practices.family import family_of
from practices.followed import follow_button
from practices.models import OldSlug, Practice
from practices.saving import saved_among
from practices.search import alike
from practices.views.discussion.pages import page_context
from practices.views.listing import cards
from practices.visitor_pages import same_for_visitors

LOOKING_AFTER = ("edit", "retire", "restore", "withhold", "show_again", "confirm", "look_after", "say_contact_gone")


@login_not_required
@require_safe
@same_for_visitors
def practice(request, slug):
    visible = Practice.objects.visible_to(request.user)
    practice = visible.for_page().filter(slug=slug).first()
    if practice is None:
        moved = get_object_or_404(OldSlug.objects.select_related("practice"), slug=slug, practice__in=visible)
        return redirect(moved.practice, permanent=True)
    if not practice.is_published:
        return redirect("preview", slug=slug)
    revision = practice.published_revision
    may = {action: policies.can(request.user, action, practice) for action in LOOKING_AFTER}
    near = alike.related(practice, user=request.user)
    discussion = page_context(request, practice)
    facts = adopters.facts_of(practice)
    context = {
        "breadcrumbs": _breadcrumbs(revision),
        "practice": practice,
        "revision": revision,
        "parts": reading.parts_of(revision),
        "written_by": shown_authors(practice, revision),
        "trail": evidence_trail.trail_of(practice, discussion["endorsements"], request.user),
        "canonical": structured_data.absolute(practice.get_absolute_url()),
        "article": structured_data.article(practice) if revision.visibility == Visibility.PUBLIC else None,
        "share": sharing.share_of(practice),
        "face": share_card.face_of(practice) if sharing.is_for_everybody(practice) else None,
        "successor": visible.published().for_listing().filter(pk=practice.successor_id).first(),
        "may": may,
        "may_look_after": any(may.values()),
        "law_changes": law.changes_for([practice]).get(practice.pk, []),
        "saved_at": saved_among(request, [practice.pk]).get(practice.pk, ""),
        "following": follow_button(request.user, practice),
        "related": cards(near.still_done, user=request.user),
        "stopped": cards(near.retired, user=request.user),
        "facts": facts,
        "in_use_near": like_places.in_use_near(practice, request.user) if facts.in_use else [],
        "our_adoptions": adopters.own_of(practice, request.user),
        "why_not_adopt": policies.why_not(request.user, "adopt", practice),
        "family": family_of(practice, request.user),
        "may_read_reports": follow_up_policies.can(request.user, "read_reports", practice),
        "may_read_draft": policies.can(request.user, "read_draft", practice),
        **discussion,
    }
    return render(request, "practices/practice/practice.html", context)


def _breadcrumbs(revision):
    """The search, and the first topic that can be browsed."""
    curated = [topic for topic in revision.topics.all() if topic.is_curated]
    crumbs = [(_("Find practice"), reverse("practices"))]
    return crumbs + [(topic.name, topic.get_absolute_url()) for topic in curated[:1]]
