"""A team writes up its own version of what it took up."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices.actions.once import once
from practices.actions.own_versions import start_own_version
from practices.forms.starting import SentOnce
from practices.views.adoption.pages import find_adoption


@require_POST
def own_version(request, pk):
    adoption = find_adoption(request, pk, "grow")
    form = SentOnce(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Press “Start our own version” once more, on this page."))
        return redirect(adoption)
    return redirect(once(key=form.cleaned_data["key"], by=request.user, handle=partial(_start, request, adoption)))


def _start(request, adoption):
    practice = start_own_version(adoption=adoption, by=request.user)
    messages.success(
        request, _("Your draft begins with what you took up and what you changed. Only its authors can read it.")
    )
    return reverse("edit", args=[practice.slug])
