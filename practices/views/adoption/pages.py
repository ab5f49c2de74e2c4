"""The page of one adoption, for its organisation, and the page of everybody who adopts a practice, for readers."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices import adopters as told
from practices import adoption_policies, audit_policies, briefings, learning_policies, policies
from practices.auditing.pooling import figures_of
from practices.auditing.released import checked_at
from practices.forms.starting import SentOnce
from practices.models import Adoption
from practices.views.discussion.pages import find_practice
from practices.visitor_pages import same_for_visitors

ON_ITS_PAGE = ("change", "confirm", "remove", "grow")


@require_safe
def adoption(request, pk):
    """Everything about it, for its organisation and for moderators."""
    adoption = find_adoption(request, pk)
    may = {action: adoption_policies.can(request.user, action, adoption) for action in ON_ITS_PAGE}
    words = told.Words()
    return draw(
        request,
        "adoption",
        adoption,
        may=may,
        because=told.reasons_of(adoption),
        to_brief=briefings.due_among([adoption]).get(adoption.pk),
        may_check=audit_policies.can(request.user, "set_up_for_adoption", adoption),
        may_suggest=learning_policies.can(request.user, "suggest", adoption),
        adaptations=[words.of_step(row) for row in adoption.adaptations.all()],
        may_read_revision=policies.may_read_revision(request.user, adoption.practice, adoption.revision),
        own_version=SentOnce(),
    )


@login_not_required
@require_safe
@same_for_visitors
def adopters(request, slug):
    """Everybody who uses the practice, by place, each as far as they let readers be told."""
    practice = find_practice(request, slug)
    context = {
        "practice": practice,
        "facts": told.facts_of(practice),
        "adopters": told.adopters_of(practice, request.user),
        "is_checked": bool(checked_at(practice)),
        "figures": figures_of(practice),
        "why_not_adopt": policies.why_not(request.user, "adopt", practice),
    }
    return render(request, "practices/adoption/adopters.html", context)


def find_adoption(request, pk, action="read"):
    """The adoption, for those who may open its page. To others there is none: readers are told of it elsewhere."""
    adoption = get_object_or_404(Adoption.objects.visible_to(request.user).for_page(), pk=pk)
    if not adoption_policies.can(request.user, "read", adoption):
        raise Http404
    if action != "read":
        adoption_policies.require(request.user, action, adoption)
    return adoption


def draw(request, name, adoption, *, form=None, status=None, **context):
    """A page about one adoption. What its write-up says is left out where the person may not read that now."""
    may_read = policies.can(request.user, "read", adoption.practice)
    is_bound = bool(form and form.is_bound)
    has_failed = is_bound and request.method == "POST"
    context |= {
        "adoption": adoption,
        "form": form,
        "may_read": may_read,
        "title": adoption.practice.title if may_read else _("a write-up that is not shared with you now"),
        "is_kept": is_bound and not has_failed,
    }
    return render(request, f"practices/adoption/{name}.html", context, status=status or (400 if has_failed else 200))
