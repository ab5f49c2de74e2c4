"""The review queue and the decision, and the end and return of a published write-up."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import roles
from accounts.models import User
from practice_hub import kept_text
from practices import content, diff, fact_check_policies, identifying, marks, policies
from practices.actions import moderation
from practices.forms.moderation import Decision, DecisionForm, HandOverForm, RetireForm, WithholdForm
from practices.lifecycle import Status
from practices.models import Practice, Review, Revision, Specialism
from practices.sections import missing
from practices.views.listing import authors_to_block, similar_to, without_blocked

PAGE_SIZE = 25


def moderators_only(view):
    """Answer 403 with the reason to anybody else who is signed in."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not roles.is_moderator(request.user):
            raise PermissionDenied(_("Only moderators can review write-ups."))
        return view(request, *args, **kwargs)

    return checked


def _practice(request, slug):
    return get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)


@require_GET
@moderators_only
def review_queue(request):
    waiting, left_out = without_blocked(request, Revision.objects.for_queue())
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    known = set(request.user.specialisms.values_list("topic", flat=True))
    for revision in page:
        revision.why_not_take = policies.why_not(request.user, "take", revision.practice)
        revision.topics_known = [topic for topic in revision.topics.all() if topic.pk in known]
    withheld = Practice.objects.withheld().select_related("published_revision")
    context = {"page": page, "left_out": left_out, "withheld": withheld}
    return render(request, "practices/moderation/queue.html", context)


@require_GET
@moderators_only
def review(request, slug):
    practice = _practice(request, slug)
    answers = kept_text.kept(request, reverse("review_decide", args=[practice.slug]))
    form = answers and DecisionForm(answers, revision=_under_review(request.user, practice))
    return _render_review(request, practice, form=form, is_kept=answers is not None)


def _under_review(user, practice):
    """The draft, once its authors have shown it to the moderators; until then what readers see."""
    return practice.draft_revision if policies.can(user, "read_draft", practice) else practice.published_revision


def _render_review(request, practice, form=None, hand_over_form=None, is_kept=False, status=200):
    revision = _under_review(request.user, practice)
    findings = identifying.findings(practice, revision)
    earlier = list(Review.objects.for_practice(practice))
    moderators = _others_who_review(request.user, revision)
    context = {
        "practice": practice,
        "revision": revision,
        "marked": marks.marked(revision, findings),
        "findings": identifying.open_among(findings),
        "dismissed": [finding for finding in findings if finding.dismissal],
        "files": revision.attachments.shown().with_words(),
        "gaps": missing(revision),
        "reviews": earlier,
        "record": _record_of(revision.submitted_by),
        "changes": _changes(practice, revision, earlier),
        "alike": similar_to(request.user, practice),
        "is_in_review": revision.status == Status.SUBMITTED,
        "why_not_decide": policies.why_not(request.user, "decide", practice),
        "why_not_take": policies.why_not(request.user, "take", practice),
        "authors_to_block": authors_to_block(request.user, practice),
        "fact_checks": revision.fact_checks.for_moderators(),
        "why_not_ask_partner": fact_check_policies.why_not(request.user, "ask", practice),
        "holds": revision.held_by_id == request.user.pk,
        "form": form or DecisionForm(revision=revision),
        "is_kept": is_kept,
        "hand_over_form": hand_over_form or HandOverForm(moderators=moderators),
    }
    page = render_to_string("practices/moderation/review.html", context, request)
    return HttpResponse(marks.drawn(page, findings), status=status)


def _record_of(person):
    """[(decision, how many)] of earlier ones on what this person wrote; None where the hub knows nobody."""
    if person is None:
        return None
    counted = Review.objects.record_of(person)
    return [(label, counted[value]) for value, label in Decision.choices if value in counted]


def _changes(practice, revision, earlier):
    """What is new since the last return, else since what readers see; None on a first submission."""
    of_this = [review for review in earlier if review.revision_id == revision.pk]
    if of_this:
        before = of_this[-1].snapshot
    elif practice.published_revision and practice.published_revision_id != revision.pk:
        before = content.snapshot(practice.published_revision)
    else:
        return None
    return diff.compare(before, content.snapshot(revision), with_private=True)


def _others_who_review(user, revision):
    others = User.objects.moderators().exclude(pk=user.pk)
    return Specialism.objects.reviewers_for(others, revision)


@require_POST
@moderators_only
def review_take(request, slug):
    practice = _practice(request, slug)
    moderation.take(practice=practice, by=request.user)
    return redirect("review", slug=practice.slug)


@require_POST
@moderators_only
def review_release(request, slug):
    practice = _practice(request, slug)
    moderation.release(practice=practice, by=request.user)
    messages.success(request, _("You have put “%(title)s” back in the queue.") % {"title": practice.draft_revision})
    return redirect("review_queue")


@require_POST
@moderators_only
def review_hand_over(request, slug):
    practice = _practice(request, slug)
    policies.require(request.user, "hand_over", practice)
    form = HandOverForm(request.POST, moderators=_others_who_review(request.user, practice.draft))
    if not form.is_valid():
        return _render_review(request, practice, hand_over_form=form, status=400)
    moderation.hand_over(practice=practice, by=request.user, to=form.cleaned_data["to"])
    messages.success(request, _("You have handed it over to %(name)s.") % {"name": form.cleaned_data["to"]})
    return redirect("review_queue")


@require_POST
@moderators_only
def review_decide(request, slug):
    practice = _practice(request, slug)
    if not policies.can(request.user, "decide", practice):
        kept_text.keep(request)  # for when the item is theirs again
    policies.require(request.user, "decide", practice)
    form = DecisionForm(request.POST, revision=practice.draft_revision)
    if not form.is_valid():
        return _render_review(request, practice, form=form, status=400)
    try:
        done = _carry_out(practice, form, request.user)
    except moderation.NotReadyToPublish:
        form.add_error("decision", _("It cannot be published while something is missing. Return it, saying what."))
        return _render_review(request, practice, form=form, status=400)
    kept_text.forget(request)
    messages.success(request, done)
    following = Revision.objects.next_for(request.user)
    return redirect("review", slug=following.practice.slug) if following else redirect("review_queue")


def _carry_out(practice, form, by):
    """Do what the form says; the sentence that tells the moderator."""
    decision, message = form.cleaned_data["decision"], form.about_all
    title = {"title": practice.draft_revision.title}
    if decision == Decision.PUBLISHED:
        moderation.publish(practice=practice, by=by, message=message)
        return _("“%(title)s” is published.") % title
    if decision == Decision.RETURNED:
        moderation.return_to_author(practice=practice, by=by, message=message, sections=form.asked)
        return _("“%(title)s” went back to its authors with your suggestions.") % title
    moderation.decline(practice=practice, by=by, message=message)
    return _("“%(title)s” is declined. Its authors have been told why.") % title


@require_http_methods(["GET", "POST"])
def retire(request, slug):
    practice = _practice(request, slug)
    policies.require(request.user, "retire", practice)
    form = RetireForm(kept_text.answers(request), practice=practice, user=request.user)
    if request.method == "POST" and form.is_valid():
        moderation.retire(practice=practice, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("The write-up is marked as retired. It can still be found, with your reason."))
        return redirect(practice)
    is_kept = form.is_bound and request.method == "GET"
    context = {"practice": practice, "form": form, "is_kept": is_kept}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, "practices/moderation/retire.html", context, status=status)


@require_POST
def restore(request, slug):
    practice = _practice(request, slug)
    moderation.restore(practice=practice, by=request.user)
    messages.success(request, _("The write-up is current again."))
    return redirect(practice)


@require_http_methods(["GET", "POST"])
def withhold(request, slug):
    practice = _practice(request, slug)
    policies.require(request.user, "withhold", practice)
    form = WithholdForm(kept_text.answers(request))
    if request.method == "POST" and form.is_valid():
        moderation.withhold(practice=practice, by=request.user, why=form.cleaned_data["why"])
        kept_text.forget(request)
        messages.success(request, _("Readers no longer see this write-up, anywhere. Its authors have been told."))
        return redirect(practice)
    is_kept = form.is_bound and request.method == "GET"
    context = {"practice": practice, "form": form, "is_kept": is_kept}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, "practices/moderation/withhold.html", context, status=status)


@require_POST
def show_again(request, slug):
    practice = _practice(request, slug)
    moderation.show_again(practice=practice, by=request.user)
    messages.success(request, _("Readers see the write-up again."))
    return redirect(practice)
