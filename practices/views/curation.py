"""Topics: what authors suggested, and what readers browse."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from practice_hub import kept_text
from practices import topic_policies
from practices.actions import curation
from practices.forms.curation import MergeForm, TopicForm
from practices.models import Topic
from practices.views.listing import page_of


@require_GET
def review_topics(request):
    topic_policies.require(request.user, "look_after")
    topics = Topic.objects.known_to_moderators().with_use().alphabetical()
    context = {"page": page_of(request, topics.suggested()), "curated": topics.curated()}
    return render(request, "practices/curation/topics.html", context)


@require_http_methods(["GET", "POST"])
def topic_take_up(request, pk):
    topic = _topic(request, "take_up", pk)
    form = TopicForm(kept_text.answers(request), topic=topic)
    done = _("Readers can browse the topic now.")
    return _page(request, "take_up", topic, form, curation.take_up, done)


@require_http_methods(["GET", "POST"])
def topic_merge(request, pk):
    topic = _topic(request, "merge", pk)
    form = MergeForm(kept_text.answers(request))
    done = _("“%(topic)s” is merged. Its write-ups are found under the other topic.") % {"topic": topic}
    return _page(request, "merge", topic, form, curation.merge, done)


@require_http_methods(["GET", "POST"])
def topic_edit(request, pk):
    topic = _topic(request, "change", pk)
    form = TopicForm(kept_text.answers(request), topic=topic)
    return _page(request, "edit", topic, form, curation.change, _("The topic is changed."))


def _topic(request, action, pk):
    """The topic; 403 for whoever looks after none, before it is said whether there is one."""
    topic_policies.require(request.user, "look_after")
    topic = get_object_or_404(Topic.objects.known_to_moderators().with_use(), pk=pk)
    topic_policies.require(request.user, action, topic)
    return topic


def _page(request, name, topic, form, act, done):
    act = partial(act, topic=topic)
    return form_page(request, name, form, act, done, back="review_topics", topic=topic)


def form_page(request, name, form, act, done, *, back, **context):
    """The form; or, when it is filled in, what it asks for, done, and then the list at `back`."""
    if request.method == "POST" and form.is_valid():
        act(by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, done)
        return redirect(back)
    is_kept = form.is_bound and request.method == "GET"
    status = 400 if form.is_bound and not is_kept else 200
    context |= {"form": form, "is_kept": is_kept, "back": back}
    return render(request, f"practices/curation/{name}.html", context, status=status)
