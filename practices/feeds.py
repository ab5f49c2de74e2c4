"""Atom feeds of what is public. A feed reader has no account, so nobody's permissions are asked but a visitor's."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import Place
from practices.attribution import shown_authors
from practices.models import Practice, SearchEntry, Topic

NEWEST = 30


class LatestFeed(Feed):
    feed_type = Atom1Feed

    def title(self, subject):
        return _("Latest write-ups – %(hub)s") % {"hub": settings.HUB_NAME}

    def link(self, subject):
        return reverse("practices")

    def entries(self, subject):
        return SearchEntry.objects.visible_to(AnonymousUser())

    def items(self, subject):
        keys = list(self.entries(subject).newest().primary_keys()[:NEWEST])
        practices = Practice.objects.visible_to(AnonymousUser()).published().for_page().in_bulk(keys)
        return [practices[key] for key in keys if key in practices]

    def item_title(self, practice):
        return practice.published_revision.title

    def item_description(self, practice):
        return escape(practice.published_revision.summary)  # the feed calls it HTML

    def item_author_name(self, practice):
        return shown_authors(practice, practice.published_revision)

    def item_categories(self, practice):
        return [topic.name for topic in practice.published_revision.topics.all()]

    def item_pubdate(self, practice):
        return practice.published_at

    def item_updateddate(self, practice):
        return practice.changed_at


class TopicFeed(LatestFeed):
    def get_object(self, request, slug):
        return get_object_or_404(Topic.objects.curated(), slug=slug)

    def title(self, topic):
        return _("%(topic)s – %(hub)s") % {"topic": topic.name, "hub": settings.HUB_NAME}

    def link(self, topic):
        return topic.get_absolute_url()

    def entries(self, topic):
        return super().entries(topic).filter(topic_ids__contains=[topic.pk])


class PlaceFeed(LatestFeed):
    def get_object(self, request, slug):
        return get_object_or_404(Place, slug=slug)

    def title(self, place):
        return _("%(place)s – %(hub)s") % {"place": place.official_name, "hub": settings.HUB_NAME}

    def link(self, place):
        return place.get_absolute_url()

    def entries(self, place):
        return super().entries(place).filter(place_ids__contains=[place.pk])
