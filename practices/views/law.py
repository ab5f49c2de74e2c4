"""The register of law and guidance that write-ups cite, and what of it has changed."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice_hub import kept_text
from practices import law, law_policies
from practices.actions import law as actions
from practices.forms.law import LawChangedForm
from practices.models import LawChange
from practices.views.curation import form_page
from practices.views.listing import page_of

SHOWN_AT_ONCE = 50


@require_safe
def review_law(request):
    law_policies.require(request.user, "look_after")
    page = page_of(request, law.register(request.user), SHOWN_AT_ONCE)
    context = {"page": page, "changes": LawChange.objects.newest()}
    return render(request, "practices/curation/law.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def law_changed(request, title):
    """Says of one act or guidance, whatever the spelling of its title, that it has changed."""
    law_policies.require(request.user, "look_after")
    citations = law.citations_of(law.key_of(title), request.user)
    if not citations:
        raise Http404
    title = " ".join(title.split())
    act = partial(actions.mark_changed, title=title)
    done = _("Every write-up that cites it says so now. Those who look after them are told by e-mail.")
    form = LawChangedForm(kept_text.answers(request))
    context = {"title": title, "citations": page_of(request, citations), "number": len(citations)}
    return form_page(request, "law_changed", form, act, done, back="review_law", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def law_undo(request, pk):
    """Asks first, then takes back that it has changed."""
    law_policies.require(request.user, "look_after")
    change = get_object_or_404(LawChange, pk=pk)
    if request.method != "POST":
        return render(request, "practices/curation/law_undo.html", {"change": change})
    actions.undo(change=change, by=request.user)
    messages.success(request, _("It is taken back. No write-up says that it has changed."))
    return redirect("review_law")
