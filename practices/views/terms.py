"""The sector's terms, on which search relies, as moderators change them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from practice_hub import kept_text
from practices import term_policies
from practices.actions import terms
from practices.forms.terms import FindTermsForm, TermForm
from practices.models import Term
from practices.views.curation import form_page
from practices.views.listing import page_of

PAGE_SIZE = 50


@require_GET
def review_terms(request):
    term_policies.require(request.user, "look_after")
    form = FindTermsForm(request.GET)
    found = form.narrow(Term.objects.in_use()).alphabetical()
    context = {"form": form, "page": page_of(request, found, PAGE_SIZE)}
    return render(request, "practices/curation/terms.html", context)


@require_http_methods(["GET", "POST"])
def term_add(request):
    term_policies.require(request.user, "look_after")
    form = TermForm(kept_text.answers(request))
    done = _("The term is added. The next search knows it.")
    return form_page(request, "term_add", form, terms.add, done, back="review_terms")


@require_http_methods(["GET", "POST"])
def term_edit(request, pk):
    term = _term(request, pk)
    form = TermForm(kept_text.answers(request), row=term)
    act, done = partial(terms.change, row=term), _("The term is changed. The next search goes by it.")
    return form_page(request, "term_edit", form, act, done, back="review_terms", term=term)


@require_http_methods(["GET", "POST"])
def term_remove(request, pk):
    term = _term(request, pk)
    if request.method == "GET":
        return render(request, "practices/curation/term_remove.html", {"term": term})
    terms.remove(row=term, by=request.user)
    messages.success(request, _("“%(term)s” is removed. Searches look for it no more.") % {"term": term})
    return redirect("review_terms")


def _term(request, pk):
    """The term; 403 for whoever looks after none, before it is said whether there is one."""
    term_policies.require(request.user, "look_after")
    return get_object_or_404(Term.objects.in_use(), pk=pk)
