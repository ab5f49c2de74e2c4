"""What search engines are told of: pages that a visitor may read, and that say something."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from accounts.models import Place
from practices.models import Pathway, SearchEntry, Topic
from practices.search.counts import counted


class HubSitemap(Sitemap):
    """Gives the hub's own address, whatever name it was asked by."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.HUB_BASE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.HUB_BASE_URL).netloc


class PageSitemap(HubSitemap):
    def items(self):
        return ["start", "practices", "places", "topics", "pathways", "organisations"]

    def location(self, name):
        return reverse(name)


class PracticeSitemap(HubSitemap):
    def items(self):
        return SearchEntry.objects.visible_to(AnonymousUser()).select_related("practice").order_by("pk")

    def location(self, entry):
        return entry.practice.get_absolute_url()

    def lastmod(self, entry):
        return entry.changed_at


class PlaceSitemap(HubSitemap):
    def items(self):
        return Place.objects.filter(pk__in=counted("place_ids", user=AnonymousUser())).order_by("pk")


class TopicSitemap(HubSitemap):
    def items(self):
        return Topic.objects.curated().filter(pk__in=counted("topic_ids", user=AnonymousUser())).order_by("pk")


class PathwaySitemap(HubSitemap):
    def items(self):
        return Pathway.objects.alphabetical()


SITEMAPS = {
    "pages": PageSitemap,
    "practices": PracticeSitemap,
    "places": PlaceSitemap,
    "topics": TopicSitemap,
    "pathways": PathwaySitemap,
}
