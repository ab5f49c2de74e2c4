"""The one address of OAI-PMH, asked by GET or by POST, which the protocol wants to be answered alike."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from practices.api import throttling
from practices.api.problems import Problem
from practices.api.tokens import VISITOR
from practices.oai import records, xml
from practices.oai.arguments import Place, check_format, checked
from practices.oai.errors import OaiError
from practices.structured_data import absolute


# A harvester holds no form of ours, and nothing is done here in anybody's name.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request):
    try:
        throttling.count(request, VISITOR)
    except Problem as problem:
        # As the protocol has it: 503, and when to come again.
        return HttpResponse(f"{problem.detail}\n", status=503, content_type="text/plain", headers=problem.headers)
    answer = xml.write(_answer(request.POST if request.method == "POST" else request.GET))
    return HttpResponse(answer, content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _answer(query):
    address, arguments = absolute(reverse("oai")), {}
    try:
        arguments = checked(query)
        check_format(arguments)
        root = xml.answer(address, arguments)
        ANSWERS[arguments["verb"]](root, arguments)
    except OaiError as error:
        root = xml.answer(address, arguments if error.tells_arguments else {})
        xml.add_error(root, error)
    return root


def _identify(root, arguments):
    xml.add_identify(root, absolute(reverse("oai")), records.earliest() or timezone.now())


def _formats(root, arguments):
    if "identifier" in arguments:
        records.record(arguments["identifier"])
    xml.add_formats(root)


def _sets(root, arguments):
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is whole; it has no tokens.")
    topics = records.sets()
    if not topics:
        raise OaiError("noSetHierarchy", "There is no topic to browse by yet.")
    xml.add_sets(root, topics)


def _record(root, arguments):
    found = records.record(arguments["identifier"])
    xml.add_record(xml.add(root, "GetRecord"), found)


def _list(add):
    def answer(root, arguments):
        place = Place.of(arguments)
        found, goes_on, size = records.listed(place)
        parent = xml.add(root, arguments["verb"])
        for record in found:
            add(parent, record)
        xml.add_where_it_goes_on(parent, place, goes_on, size)

    return answer


ANSWERS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list(xml.add_header),
    "ListRecords": _list(xml.add_record),
}
