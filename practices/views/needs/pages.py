"""What the views of needs share: what they are about, and how they answer."""

from django.shortcuts import get_object_or_404, render

from practices.models import Need, NeedAnswer


def find_need(request, pk):
    return get_object_or_404(Need.objects.visible_to(request.user).for_page(), pk=pk)


def find_answer(request, pk, answer):
    answers = NeedAnswer.objects.visible_to(request.user).filter(need=pk).select_related("need__asked_by", "by")
    return get_object_or_404(answers, pk=answer)


def draw(request, name, form, *, status=None, **context):
    """A form about a need, with what was typed into it."""
    has_failed = form.is_bound and request.method == "POST"
    context |= {"form": form, "is_kept": form.is_bound and not has_failed}
    return render(request, f"practices/needs/{name}.html", context, status=status or (400 if has_failed else 200))
