"""Addresses, grouped by who uses them. Fixed paths stand before `<slug>`, and are reserved slugs."""

from . import authoring, browse, discussion, moderation

# authoring first: it holds /practices/new/ and /practices/mine/, which a slug must not shadow;
# discussion before moderation, for /review/comments/.
urlpatterns = authoring.urlpatterns + discussion.urlpatterns + moderation.urlpatterns + browse.urlpatterns
