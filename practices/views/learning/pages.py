"""What these views share: how they find things, and how they answer."""

from django.shortcuts import get_object_or_404, render

from practice_hub import kept_text
from practices import policies
from practices.actions.once import once
from practices.models import Audit
from practices.views.adoption.pages import find_adoption


def find_readable_adoption(request, pk):
    """The adoption, as long as the person may read what it has adopted: these pages say what that says."""
    adoption = find_adoption(request, pk)
    policies.require(request.user, "read", adoption.practice)
    return adoption


def find_audit(request, pk):
    return get_object_or_404(Audit.objects.visible_to(request.user).for_page(), pk=pk)


def is_filled_in(request, form):
    return request.method == "POST" and form.is_valid()


def do_once(request, form, address, act):
    """Act, unless this very form has been handled; the address to go to."""

    def handle():
        act()
        return address

    address = once(key=form.cleaned_data["key"], by=request.user, handle=handle)
    kept_text.forget(request)
    return address


def draw(request, name, form, **context):
    is_kept = form.is_bound and request.method == "GET"
    context |= {"form": form, "is_kept": is_kept}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, f"practices/learning/{name}.html", context, status=status)
