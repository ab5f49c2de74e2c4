"""Atom feeds of what is public. A feed reader has no account, so nobody's permissions are asked but a visitor's."""

from dataclasses import dataclass

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
from practices.browsing import organisations_known_to
from practices.filters import AS_TYPED, PracticeFilterSet
from practices.models import Practice, SearchEntry, Topic
from practices.search import NEWEST as NEWEST_FIRST
from practices.search import search
from practices.search_address import in_words, query_of, words_of

NEWEST = 30


class LatestFeed(Feed):
    feed_type = Atom1Feed

    def title(self, subject):
        return _("Latest write-ups – %(hub)s") % {"hub": settings.HUB_NAME}

    def link(self, subject):
        return reverse("practices")

    def entries(self, subject):
        return SearchEntry.objects.visible_to(AnonymousUser())

    def keys(self, subject):
        return self.entries(subject).newest().primary_keys()

    def items(self, subject):
        keys = list(self.keys(subject)[:NEWEST])
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


class OrganisationFeed(LatestFeed):
    def get_object(self, request, slug):
        """Whose page a visitor may open."""
        return get_object_or_404(organisations_known_to(AnonymousUser()), slug=slug)

    def title(self, organisation):
        return _("%(organisation)s – %(hub)s") % {"organisation": organisation.name, "hub": settings.HUB_NAME}

    def link(self, organisation):
        return organisation.get_absolute_url()

    def entries(self, organisation):
        return super().entries(organisation).filter(shown_organisation_id=organisation.pk)


@dataclass(frozen=True)
class Asked:
    """A search, as the address of the page of its results has it."""

    text: str
    name: str
    query: str
    as_typed: bool
    filterset: PracticeFilterSet


class SearchFeed(LatestFeed):
    """What a search finds, the newest first; by the query string of the page, whose order and number count not."""

    def get_object(self, request):
        filterset = PracticeFilterSet(request.GET, user=AnonymousUser())
        query, name = query_of(request.GET, filterset), in_words(request.GET, filterset)
        return Asked(words_of(request.GET), name, query, AS_TYPED in request.GET, filterset)

    def title(self, asked):
        if not asked.name:
            return super().title(asked)
        return _("%(search)s – %(hub)s") % {"search": asked.name, "hub": settings.HUB_NAME}

    def link(self, asked):
        return _with_query("practices", asked.query)

    def feed_url(self, asked):
        return _with_query("feed_search", asked.query)

    def keys(self, asked):
        user = AnonymousUser()
        options = {"filterset": asked.filterset, "sort": NEWEST_FIRST, "as_typed": asked.as_typed}
        return search(asked.text, user=user, **options).practices


def address_of_feed(said, filterset):
    """Where the feed of a search is, given the query string of its page."""
    return _with_query("feed_search", query_of(said, filterset))


def _with_query(route, query):
    return f"{reverse(route)}?{query}" if query else reverse(route)
