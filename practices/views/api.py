"""The API: JSON for programs, and a page that says how to use it. It knows tokens and no sessions."""

import hashlib
import json
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.models import Place
from practices.actions.api_tokens import note_use
from practices.api import loading, pagination, problems, questions, resources, schema, throttling, tokens
from practices.api.problems import Problem
from practices.browsing import organisations_known_to
from practices.filters import PracticeFilterSet
from practices.models import Topic
from practices.structured_data import absolute

METHODS = ("GET", "HEAD", "OPTIONS")


def for_programs(view):
    """The view gives what becomes JSON; whatever goes wrong becomes a problem that programs can read."""

    # Nothing is done here in anybody's name, so there is nothing that another site could have done.
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request, **about):
        try:
            return _answer(request, view, about)
        except Problem as problem:
            return problems.answer(problem)
        except Http404:
            return problems.answer(Problem(404, _("There is none, or you may not read it.")))

    return answered


def _answer(request, view, about):
    allowed = {"Allow": ", ".join(METHODS)}
    if request.method not in METHODS:
        raise Problem(405, _("The API is only read."), headers=allowed)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allowed)
    if not request.accepts("application/json"):
        raise Problem(406, _("The answer would be JSON."))
    caller = _caller_of(request)
    body = json.dumps(view(request, caller.reader, **about), ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    has_it = "HTTP_IF_NONE_MATCH" in request.META and get_conditional_response(request, etag=etag)
    response = has_it or HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    # Ask again each time: what is removed must be gone.
    response["Cache-Control"] = "private, no-cache" if caller.token else "no-cache"
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


def _caller_of(request):
    """Who asks; counted, and whoever tries tokens is counted by their address."""
    try:
        caller = tokens.caller_of(request)
    except Problem:
        throttling.count(request, tokens.VISITOR)
        raise
    throttling.count(request, caller)
    if caller.token:
        note_use(token=caller.token)
    return caller


@for_programs
def practices(request, reader):
    results = questions.practices_asked_for(request.GET, reader)
    page = _page(request, results.practices)
    items = [resources.PRACTICE_SUMMARY.as_json(each) for each in loading.loaded(page.keys, reader)]
    return _list(request, results.total, items, page.cursor)


@for_programs
def practice(request, reader, slug):
    questions.check(request.GET, ())
    return resources.PRACTICE.as_json(_found(loading.one(slug, reader)))


@for_programs
def topics(request, reader):
    return _all(request, resources.TOPIC, Topic.objects.curated().alphabetical())


@for_programs
def topic(request, reader, slug):
    return _one(request, resources.TOPIC, Topic.objects.curated(), slug)


@for_programs
def places(request, reader):
    return _all(request, resources.PLACE, Place.objects.live().select_related("successor").alphabetical())


@for_programs
def place(request, reader, slug):
    return _one(request, resources.PLACE, Place.objects.select_related("successor"), slug)


@for_programs
def organisations(request, reader):
    every = organisations_known_to(reader).prefetch_related("places").alphabetical()
    return _all(request, resources.ORGANISATION, every)


@for_programs
def organisation(request, reader, slug):
    return _one(request, resources.ORGANISATION, organisations_known_to(reader).prefetch_related("places"), slug)


@for_programs
def openapi(request, reader):
    questions.check(request.GET, ())
    return schema.document(PracticeFilterSet(request.GET, user=reader))


@login_not_required
@require_safe
def docs(request):
    """The same as the schema, to be read."""
    found = schema.endpoints(PracticeFilterSet(request.GET, user=tokens.VISITOR.reader))
    context = {
        "endpoints": [(schema.ROOT + each.path, each) for each in found],
        "resources": resources.RESOURCES,
        "root": absolute(schema.ROOT),
        "prefix": tokens.PREFIX,
        "by_token": throttling.BY_TOKEN,
        "from_an_address": throttling.FROM_AN_ADDRESS,
    }
    return render(request, "practices/api/docs.html", context)


def _found(thing):
    if thing is None:
        raise Http404
    return thing


def _page(request, keys):
    return pagination.cut(
        keys,
        cursor=request.GET.get("cursor"),
        limit=questions.limit_of(request.GET),
        question=questions.fingerprint(request.GET),
    )


def _list(request, total, items, cursor):
    return {"total": total, "items": items, "next": _next(request, cursor) if cursor else None}


def _next(request, cursor):
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{absolute(request.path)}?{query.urlencode()}"


def _all(request, resource, rows):
    questions.check(request.GET, questions.OF_A_LIST)
    keys = list(rows.values_list("pk", flat=True))
    page = _page(request, keys)
    found = rows.in_bulk(page.keys)
    return _list(request, len(keys), [resource.as_json(found[key]) for key in page.keys if key in found], page.cursor)


def _one(request, resource, rows, slug):
    questions.check(request.GET, ())
    return resource.as_json(_found(rows.filter(slug=slug).first()))
