"""The tokens of one's programs: what there is, a new one, and an end to one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from practices.actions import api_tokens as actions
from practices.daily_limits import LimitReached
from practices.forms.api_tokens import ApiTokenForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_tokens(request):
    """A new token is shown in the answer that made it and never again: the hub keeps none."""
    form = ApiTokenForm(request.POST or None)
    token, status = None, 200
    if request.method == "POST":
        if not form.is_valid():
            status = 400
        else:
            try:
                token = actions.make(**form.cleaned_data, by=request.user)
                form = ApiTokenForm()
            except LimitReached as limit:
                form.add_error(None, str(limit))
                status = 429
    context = {"form": form, "token": token, "tokens": request.user.api_tokens.newest()}
    return render(request, "practices/api/tokens.html", context, status=status)


@require_POST
def api_token_revoke(request, pk):
    actions.revoke(token=get_object_or_404(request.user.api_tokens, pk=pk), by=request.user)
    messages.success(request, _("The token is revoked: it lets nobody in any more."))
    return redirect("api_tokens")
