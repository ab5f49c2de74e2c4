"""Addresses, grouped by who uses them. Fixed paths stand before `<slug>`, and are reserved slugs."""

from . import authoring, browse, discussion, moderation

# authoring first: it holds /practices/new/ and /practices/mine/, which a slug must not shadow.
urlpatterns = authoring.urlpatterns + moderation.urlpatterns + discussion.urlpatterns + browse.urlpatterns
