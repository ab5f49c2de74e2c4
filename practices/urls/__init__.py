"""Addresses, grouped by who uses them. Fixed paths stand before `<slug>`, and are reserved slugs.

What is read most is found first: Django tries one pattern after the other, and a page that is kept in memory costs
little more than that.
"""

from . import (
    adoption,
    asking,
    auditing,
    authoring,
    browse,
    collecting,
    discussion,
    following,
    following_up,
    learning,
    leaving,
    machines,
    moderation,
    newsletters,
    our_adoptions,
    reporting,
    shadowing,
    sharing,
    staying_true,
)

# /practices/new/ and /practices/mine/ first, which a slug must not shadow; discussion, newsletters
# and staying_true before moderation, for /review/comments/, /review/newsletter/ and /review/law/.
urlpatterns = [
    *authoring.without_a_slug,
    *reporting.without_a_slug,
    *machines.without_a_slug,
    *browse.urlpatterns,
    *collecting.urlpatterns,
    *authoring.urlpatterns,
    *adoption.urlpatterns,
    *discussion.urlpatterns,
    *newsletters.urlpatterns,
    *staying_true.urlpatterns,
    *machines.urlpatterns,
    *asking.urlpatterns,
    *moderation.urlpatterns,
    *our_adoptions.urlpatterns,
    *following.urlpatterns,
    *following_up.urlpatterns,
    *leaving.urlpatterns,
    *auditing.urlpatterns,
    *learning.urlpatterns,
    *reporting.urlpatterns,
    *shadowing.urlpatterns,
    *sharing.urlpatterns,
]
