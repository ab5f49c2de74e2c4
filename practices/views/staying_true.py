"""Whether what is published is still true, whom to ask about it, and what is due in an organisation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import roles
from accounts.models import Organisation
from practice_hub import kept_text
from practices import policies
from practices.actions import authoring, staying_true
from practices.due import due_for, may_be_due
from practices.forms.staying_true import Answer, NewContactForm, StillTrueForm
from practices.models import Practice, Reminder
from practices.views.listing import page_of

Kind = Reminder.Kind
# What a manager sees: the heading, and the kinds that stand under it.
GROUPS = (
    (Kind.PASSED.label, {Kind.PASSED, Kind.LONG_PASSED}),
    (Kind.CONTACT.label, {Kind.CONTACT}),
    (Kind.LAW.label, {Kind.LAW}),
    (Kind.COMING.label, {Kind.COMING}),
)


@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request, slug):
    """The one question that reminders lead to."""
    practice = _find(request, slug, "confirm")
    form = StillTrueForm(kept_text.answers(request), answers=_answers(request.user, practice))
    if request.method == "POST" and form.is_valid():
        kept_text.forget(request)
        return _carry_out(request, practice, form.cleaned_data)
    may = {f"may_{action}": policies.can(request.user, action, practice) for action in ("follow", "look_after")}
    return _page(request, "still_true", practice, form, due=due_for([practice]), **may)


def _answers(user, practice):
    """What this person may answer: who may not change or retire it can still confirm it."""
    asked = {Answer.YES: "confirm", Answer.CHANGE: "follow", Answer.ENDED: "retire"}
    return [answer for answer, action in asked.items() if policies.can(user, action, practice)]


def _carry_out(request, practice, said):
    if said["answer"] == Answer.ENDED:
        return redirect("retire", slug=practice.slug)
    if said["answer"] == Answer.CHANGE:
        if practice.draft_revision is None:
            authoring.open_new_revision(practice=practice, by=request.user)
        return redirect("edit", slug=practice.slug)
    staying_true.confirm(practice=practice, by=request.user, review_by=said["review_by"])
    messages.success(request, _("Thank you. Readers see that it was confirmed today."))
    return redirect(practice)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_gone(request, slug):
    """Asks first, then tells readers that a contact is being found."""
    practice = _find(request, slug, "say_contact_gone")
    if request.method == "POST":
        staying_true.say_contact_gone(practice=practice, by=request.user)
        messages.success(request, _("Readers are told that a contact is being found."))
        return redirect(practice)
    may_name = policies.can(request.user, "look_after", practice)
    return render(request, "practices/staying_true/contact_gone.html", {"practice": practice, "may_name": may_name})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request, slug):
    practice = _find(request, slug, "look_after")
    form = NewContactForm(kept_text.answers(request), practice=practice, user=request.user)
    if request.method == "POST" and form.is_valid():
        staying_true.name_contact(practice=practice, by=request.user, said=form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("The write-up names the new contact."))
        return redirect(practice)
    return _page(request, "contact_new", practice, form)


@require_safe
def organisation_due(request, slug):
    """Everything of the organisation that is due, as far as its manager is told of it."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if not roles.is_manager(request.user, organisation.pk):
        raise PermissionDenied(_("Only managers of the organisation see what is due in it."))
    ours = Practice.objects.current().visible_to(request.user).filter(organisation=organisation)
    practices = may_be_due(ours).for_page().order_by("published_revision__review_by", "pk")
    due = due_for(practice for practice in practices if policies.can(request.user, "look_after", practice))
    page = page_of(request, [each for _label, kinds in GROUPS for each in due if each.kind in kinds])
    groups = [(label, [each for each in page if each.kind in kinds]) for label, kinds in GROUPS]
    context = {"organisation": organisation, "page": page, "groups": [group for group in groups if group[1]]}
    return render(request, "practices/staying_true/due.html", context)


def _find(request, slug, action):
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    policies.require(request.user, action, practice)
    return practice


def _page(request, name, practice, form, **context):
    is_kept = form.is_bound and request.method == "GET"
    status = 400 if form.is_bound and not is_kept else 200
    context |= {"practice": practice, "form": form, "is_kept": is_kept}
    return render(request, f"practices/staying_true/{name}.html", context, status=status)
