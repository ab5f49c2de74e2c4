"""What somebody has saved: their collections, those they are let read, and a note on each practice in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation, User
from practice_hub import kept_text
from practices import collection_policies, saved_by_visitors
from practices.actions import collections as actions
from practices.actions.once import once
from practices.forms.collections import CollectionForm, CollectionReaderForm, NewCollectionForm, SavedForm
from practices.models import Collection, SavedPractice
from practices.views.listing import cards, page_of


@login_not_required
@require_safe
def collections(request):
    """One's own collections and those one is let read; a visitor's own saved practices, of which there is one list."""
    if not request.user.is_authenticated:
        shown = cards(saved_by_visitors.keys(request.session), user=request.user)
        return render(request, "practices/collections/visitor.html", {"cards": shown})
    readable = Collection.objects.visible_to(request.user).for_listing().annotate(number=Count("readers"))
    context = {
        "mine": [each for each in readable if each.owner_id == request.user.pk],
        "shared": [each for each in readable if each.owner_id != request.user.pk],
    }
    return render(request, "practices/collections/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_new(request):
    form = NewCollectionForm(kept_text.answers(request))
    if request.method == "POST" and form.is_valid():
        address = once(key=form.cleaned_data["key"], by=request.user, handle=lambda: _make(request, form))
        kept_text.forget(request)
        return redirect(address)
    return _form_page(request, "new", form)


def _make(request, form):
    made = actions.make(name=form.cleaned_data["name"], by=request.user)
    messages.success(request, _("“%(name)s” is made. Save something, and move it here.") % {"name": made.name})
    return made.get_absolute_url()


@require_safe
def collection(request, pk):
    """Those of its practices that the reader may read now; of the others nothing is told."""
    collection = _find(request, pk)
    page = page_of(request, collection.saved.shown_to(request.user).values_list("practice", flat=True))
    notes = {saved.practice_id: saved for saved in collection.saved.filter(practice__in=page.object_list)}
    context = {
        "collection": collection,
        "page": page,
        "entries": [(card, notes[card.practice.pk]) for card in cards(page, user=request.user)],
        "is_mine": collection_policies.can(request.user, "change", collection),
        "reads_by_name": collection.readers.filter(pk=request.user.pk).exists(),
    }
    return render(request, "practices/collections/collection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request, pk):
    collection = _find(request, pk)
    collection_policies.require(request.user, "change", collection)
    ours = Organisation.objects.filter(pk__in=list(request.user.memberships_by_organisation)).alphabetical()
    initial = {"name": collection.name, "organisation": collection.organisation_id}
    form = CollectionForm(kept_text.answers(request), organisations=ours, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change(collection=collection, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("The collection is changed."))
        return redirect(collection)
    return _form_page(request, "edit", form, collection=collection)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_readers(request, pk):
    """The colleagues whom it is shared with by name, and the form to name another."""
    collection = _find(request, pk)
    collection_policies.require(request.user, "change", collection)
    colleagues = actions.colleagues_who_could_read(collection, request.user)
    form = CollectionReaderForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        actions.let_read(collection=collection, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, _("%(name)s can read it now.") % {"name": form.cleaned_data["user"]})
        return redirect("collection_readers", pk=pk)
    context = {
        "collection": collection,
        "form": form,
        "readers": collection.readers.order_by("display_name", "pk"),
        "has_colleagues": colleagues.exists(),
    }
    return render(request, "practices/collections/readers.html", context, status=400 if form.errors else 200)


@require_POST
def collection_reader_remove(request, pk, user):
    collection = _find(request, pk)
    reader = get_object_or_404(User, pk=user, collections_to_read=collection)
    actions.let_go(collection=collection, user=reader, by=request.user)
    if reader == request.user:
        messages.success(request, _("You no longer read that collection."))
        return redirect("collections")
    messages.success(request, _("%(name)s no longer reads it.") % {"name": reader})
    return redirect("collection_readers", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_delete(request, pk):
    """Asks first; the practices themselves stay where they are."""
    collection = _find(request, pk)
    collection_policies.require(request.user, "change", collection)
    if request.method != "POST":
        return render(request, "practices/collections/delete.html", {"collection": collection})
    name = collection.name
    actions.throw_away(collection=collection, by=request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
    return redirect("collections")


@require_http_methods(["GET", "HEAD", "POST"])
def saved_practice(request, pk, slug):
    """The note on a practice in one of the person's own collections, and which of them it is in."""
    saved = _find_saved(request, pk, slug)
    form = SavedForm(kept_text.answers(request), saved=saved, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = actions.note(saved=saved, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("Your note is saved."))
        return redirect("collection", pk=saved.collection_id)
    return _form_page(request, "saved", form, saved=saved, collection=saved.collection)


@require_POST
def saved_remove(request, pk, slug):
    saved = _find_saved(request, pk, slug)
    title = saved.practice.title
    actions.take_out(saved=saved, by=request.user)
    messages.success(request, _("“%(title)s” is no longer in this collection.") % {"title": title})
    return redirect("collection", pk=pk)


def _find(request, pk):
    return get_object_or_404(Collection.objects.visible_to(request.user).for_listing(), pk=pk)


def _find_saved(request, pk, slug):
    """Something in one of the person’s own collections that they may still read."""
    collection = _find(request, pk)
    collection_policies.require(request.user, "change", collection)
    saved = SavedPractice.objects.select_related("collection", "practice__published_revision")
    return get_object_or_404(saved.shown_to(request.user), collection=collection, practice__slug=slug)


def _form_page(request, name, form, **context):
    is_kept = form.is_bound and request.method != "POST"
    context |= {"form": form, "is_kept": is_kept, "back": reverse("collections")}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, f"practices/collections/{name}.html", context, status=status)
