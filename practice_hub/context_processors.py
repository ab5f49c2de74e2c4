"""What every page needs to know of the hub itself."""

from django.conf import settings

# The item of the service navigation that an address belongs to, by the name of its route.
SECTION_OF_ROUTE = {
    "practices": "practices",
    "practice": "practices",
    "history": "practices",
    "revision": "practices",
    "compare": "practices",
    "retire": "practices",
    "withhold": "practices",
    "places": "places",
    "place": "places",
    "topics": "topics",
    "topic": "topics",
    "practice_new": "share",
    "import_text": "share",
    "import_draft": "share",
    "my_practices": "mine",
    "edit": "mine",
    "edit_section": "mine",
    "check_answers": "mine",
    "recognisable": "mine",
    "preview": "mine",
    "discard": "mine",
    "authors": "mine",
    "readers": "mine",
    "offer": "mine",
    "reader_notes": "mine",
    "account": "account",
    "account_details": "account",
    "account_mail": "account",
    "account_export": "account",
    "account_erase": "account",
    "find_organisation": "account",
    "propose_organisation": "account",
    "leave_organisation": "account",
    "organisation_members": "account",
    "invite_member": "account",
    "remove_member": "account",
    "notifications": "account",
    "review_queue": "review",
    "review": "review",
    "review_decide": "review",
    "review_hand_over": "review",
    "fact_check_ask": "review",
    "my_topics": "review",
    "purge": "review",
    "blocked_people": "review",
    "block_person": "review",
    "review_reasons": "review",
    "reason_add": "review",
    "reason_edit": "review",
    "reason_remove": "review",
    "review_comments": "review",
    "review_topics": "review",
    "topic_take_up": "review",
    "topic_merge": "review",
    "topic_edit": "review",
    "review_terms": "review",
    "term_add": "review",
    "term_edit": "review",
    "term_remove": "review",
    "review_needs": "review",
    "review_law": "review",
    "law_changed": "review",
    "law_undo": "review",
    "still_true": "mine",
    "contact_new": "mine",
    "contact_gone": "mine",
    "organisation_due": "account",
    "need_answer": "review",
    "needs": "account",
    "need_new": "account",
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
