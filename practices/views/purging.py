"""Moderators take words out of everything: first the hub says where they stand, then it removes them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from practices.actions import purging
from practices.forms.moderation import PurgeForm
from practices.views.moderation import moderators_only


@require_http_methods(["GET", "POST"])
@moderators_only
def purge(request):
    form = PurgeForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form)
    text = form.cleaned_data["text"]
    try:
        if "remove" in request.POST:
            return _remove(request, text)
        return _page(request, form, purging.look_for(text=text, by=request.user))
    except purging.TooShort:
        form.add_error("text", _("Enter more of the words: so few letters stand in too many others"))
    except purging.TooMany:
        form.add_error(
            "text",
            _("These words stand in more than %(most)d write-ups. Choose words that tell of one person")
            % {"most": purging.MOST_WRITE_UPS},
        )
    return _page(request, form)


def _remove(request, text):
    rows = purging.purge(text=text, by=request.user)
    said = ngettext("The words are gone from %(n)d place.", "The words are gone from %(n)d places.", rows)
    messages.success(request, said % {"n": rows})
    return redirect("purge")


def _page(request, form, found=None):
    """`found` is how many rows of each kind have the words; None while nobody has looked."""
    context = {"form": form, "found": found and found.most_common(), "has_looked": found is not None}
    return render(request, "practices/moderation/purge.html", context, status=400 if form.errors else 200)
