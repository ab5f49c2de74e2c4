"""What every page needs to know of the hub itself."""

from django.conf import settings

# The item of the service navigation that an address belongs to, by the name of its route.
SECTION_OF_ROUTE = {
    "practices": "practices",
    "practice": "practices",
    "history": "practices",
    "revision": "practices",
    "compare": "practices",
    "places": "places",
    "place": "places",
    "topics": "topics",
    "topic": "topics",
    "practice_new": "share",
    "my_practices": "mine",
    "edit": "mine",
    "edit_section": "mine",
    "check_answers": "mine",
    "account": "account",
    "notifications": "account",
    "review_queue": "review",
    "review": "review",
    "review_comments": "review",
    "review_topics": "review",
    "review_terms": "review",
    "review_needs": "review",
    "review_law": "review",
    "law_changed": "review",
    "law_undo": "review",
    "still_true": "mine",
    "contact_new": "mine",
    "organisation_due": "account",
    "need_answer": "review",
    "needs": "account",
}


def hub(request):
    """`hub`: its name, whether it is a demonstration, and which part of the navigation we are in."""
    match = request.resolver_match
    section = SECTION_OF_ROUTE.get(match.url_name, "") if match else ""
    return {"hub": hub_facts() | {"section": section}}


def hub_facts():
    """The facts that need no request, for the pages that are drawn when something has gone wrong."""
    return {
        "name": settings.HUB_NAME,
        "is_demo": settings.HUB_DEMO,
        "support_email": settings.HUB_SUPPORT_EMAIL,
        "section": "",
    }
