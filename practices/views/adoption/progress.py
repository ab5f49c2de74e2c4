"""How far a team has got with a practice, and what it made of the steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice_hub import kept_text
from practices import policies
from practices.actions import adoption as actions
from practices.actions.adoption import ChangedMeanwhile, Progress
from practices.choices import AdoptionStatus, AdoptionStoppedBecause
from practices.forms.adaptations import StepsForm
from practices.forms.progress import StatusForm
from practices.views.adoption.pages import draw, find_adoption
from practices.views.adoption.recording import point_the_way
from practices.views.discussion.pages import is_filled_in


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_status(request, pk):
    adoption = find_adoption(request, pk, "change")
    form = StatusForm(kept_text.answers(request), adoption=adoption)
    if not is_filled_in(request, form):
        return draw(request, "status", adoption, form=form)
    said = form.cleaned_data
    progress = Progress(status=said["status"], on=said["since"], **form.why)
    try:
        actions.change_status(adoption=adoption, by=request.user, progress=progress, was=said["was"])
    except ChangedMeanwhile:
        return _changed_meanwhile(request, adoption, form)
    kept_text.forget(request)
    messages.success(request, _thanks(progress))
    point_the_way(request, progress.why)
    return redirect(adoption)


def _changed_meanwhile(request, adoption, form):
    adoption.refresh_from_db(fields=["status", "stopped_because", "stopped_why"])
    form.add_error(
        "status",
        _("Somebody has said “%(status)s” since you opened this page. If yours is right, save it again.")
        % {"status": adoption.get_status_display()},
    )
    form.draw_again(adoption.status)
    return draw(request, "status", adoption, form=form, status=409)


def _thanks(progress):
    if progress.status != AdoptionStatus.STOPPED:
        return _("Thank you. Saved.")
    if AdoptionStoppedBecause.HARM in progress.because:
        return _("Thank you for saying so. It can keep others from harm.")
    return _("Thank you, that helps others. Stopping what does not work is good work.")


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_steps(request, pk):
    adoption = find_adoption(request, pk, "change")
    if reason := policies.why_not(request.user, "read", adoption.practice):
        raise PermissionDenied(reason)
    form = StepsForm(kept_text.answers(request), adoption=adoption)
    if not is_filled_in(request, form):
        return draw(request, "steps", adoption, form=form)
    actions.adapt(adoption=adoption, by=request.user, steps=form.said)
    kept_text.forget(request)
    messages.success(request, _("Saved. What you changed helps others to see where it fits."))
    point_the_way(request, *(text for _position, _made, *texts in form.said for text in texts))
    return redirect(adoption)
