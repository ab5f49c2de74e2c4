"""A person's own account: what others see of them, what they are told, where they belong."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.profile import DetailsForm, MailChoicesForm
from accounts.models import Invitation
from practice_hub import kept_text


@require_safe
def account(request):
    person = request.user
    context = {
        "memberships": person.memberships.current().select_related("organisation").order_by("organisation__name"),
        "invitations": Invitation.objects.open().filter(email__iexact=person.email).select_related("organisation"),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def account_details(request):
    return _edit(request, DetailsForm, "accounts/details.html", _("Your details have been saved."))


@require_http_methods(["GET", "HEAD", "POST"])
def account_mail(request):
    return _edit(request, MailChoicesForm, "accounts/mail_choices.html", _("Your choices have been saved."))


def _edit(request, form_class, template, done):
    form = form_class(kept_text.answers(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        kept_text.forget(request)
        messages.success(request, done)
        return redirect("account")
    return render(request, template, {"form": form})
