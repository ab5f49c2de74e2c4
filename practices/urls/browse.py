from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from practices import feeds
from practices.sitemaps import SITEMAPS
from practices.views import browse, pathways, places, practice, sharing


def anybody_reads(view):
    """A view of Django's, which would answer any method, as our own pages are: open, and only to be read."""
    return login_not_required(require_safe(view))


urlpatterns = [
    path("", browse.start, name="start"),
    path("practices/", browse.practices, name="practices"),
    path("practices/suggest/", browse.suggest, name="suggest"),
    path("practices/searched/", browse.searched, name="searched"),
    path("practices/<slug:slug>/", practice.practice, name="practice"),
    path("practices/<slug:slug>/sheet/", sharing.sheet, name="sheet"),
    path("practices/<slug:slug>/card.png", sharing.card, name="card"),
    path("places/", places.places, name="places"),
    path("places/<slug:slug>/", places.place, name="place"),
    path("topics/", browse.topics, name="topics"),
    path("topics/<slug:slug>/", browse.topic, name="topic"),
    path("pathways/", pathways.pathways, name="pathways"),
    path("pathways/<slug:slug>/", pathways.pathway, name="pathway"),
    path("organisations/", browse.organisations, name="organisations"),
    path("organisations/<slug:slug>/", browse.organisation, name="organisation"),
    path("feeds/latest.atom", anybody_reads(feeds.LatestFeed()), name="feed_latest"),
    path("feeds/topics/<slug:slug>.atom", anybody_reads(feeds.TopicFeed()), name="feed_topic"),
    path("feeds/places/<slug:slug>.atom", anybody_reads(feeds.PlaceFeed()), name="feed_place"),
    path("feeds/organisations/<slug:slug>.atom", anybody_reads(feeds.OrganisationFeed()), name="feed_organisation"),
    path("feeds/search/", anybody_reads(feeds.SearchFeed()), name="feed_search"),
    path("sitemap.xml", anybody_reads(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", browse.robots, name="robots"),
]
