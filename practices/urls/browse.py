from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import path

from practices import feeds
from practices.sitemaps import SITEMAPS
from practices.views import browse, practice

urlpatterns = [
    path("", browse.start, name="start"),
    path("practices/", browse.practices, name="practices"),
    path("practices/<slug:slug>/", practice.practice, name="practice"),
    path("places/", browse.places, name="places"),
    path("places/<slug:slug>/", browse.place, name="place"),
    path("topics/", browse.topics, name="topics"),
    path("topics/<slug:slug>/", browse.topic, name="topic"),
    path("organisations/", browse.organisations, name="organisations"),
    path("organisations/<slug:slug>/", browse.organisation, name="organisation"),
    path("feeds/latest.atom", login_not_required(feeds.LatestFeed()), name="feed_latest"),
    path("feeds/topics/<slug:slug>.atom", login_not_required(feeds.TopicFeed()), name="feed_topic"),
    path("feeds/places/<slug:slug>.atom", login_not_required(feeds.PlaceFeed()), name="feed_place"),
    path("sitemap.xml", login_not_required(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", browse.robots, name="robots"),
]
