from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts import roles
from practices.choices import Visibility


class SearchEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The same answer as `Practice.objects.published().visible_to(user)`, without its joins."""
        visible = Q(visibility=Visibility.PUBLIC)
        if user.is_authenticated:
            visible |= Q(visibility=Visibility.ORGANISATION, organisation_id__in=list(user.memberships_by_organisation))
            visible |= Q(practice__in=user.authorships.values("practice"))
        if roles.is_staff_of_any(user):
            visible |= Q(visibility=Visibility.STAFF)
        if roles.helps_to_run(user):
            visible = Q()
        return self.filter(visible)

    def count_by(self, column):
        """How many entries have each value of the column, in one statement; each value of an array counts."""
        value = models.F(column)
        if isinstance(self.model._meta.get_field(column), ArrayField):
            value = models.Func(value, function="unnest")
        return dict(self.order_by().annotate(value=value).values_list("value").annotate(models.Count("pk")))

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def primary_keys(self):
        """The keys of the practices, in the same order."""
        return self.values_list("pk", flat=True)


class SearchEntry(models.Model):
    """One flat row for each published practice, written in the transaction that publishes it.

    Filters, counts and permission need no join. Where the team is shown as its region alone, the place
    and organisation columns that readers filter by are empty.
    """

    practice = models.OneToOneField("practices.Practice", models.CASCADE, primary_key=True, related_name="search_entry")
    visibility = models.CharField(max_length=15)
    organisation_id = models.BigIntegerField()  # whose members may read it
    shown_organisation_id = models.BigIntegerField(null=True)  # whose page lists it
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    sector = models.CharField(max_length=10)
    stage = models.CharField(max_length=10)
    evidence = models.CharField(max_length=20)
    who_for = ArrayField(models.CharField(max_length=30), default=list)
    setting = ArrayField(models.CharField(max_length=30), default=list)
    frameworks = ArrayField(models.CharField(max_length=30), default=list)
    topic_ids = ArrayField(models.BigIntegerField(), default=list)
    place_ids = ArrayField(models.BigIntegerField(), default=list)
    regions = ArrayField(models.CharField(max_length=40), default=list)
    is_adopted = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    search = SearchVectorField()
    hot = SearchVectorField()  # the lexemes that it is about, each in tiers: made of `search`, see search/bm25.py
    forms = SearchVectorField()  # the words as they were written: for beginnings of words, and quotations
    indexed_at = models.DateTimeField(auto_now=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        # No btree on the facet columns: on common words the planner would prefer it to the text index.
        indexes = [
            GinIndex(fields=["search"], name="search_entry_search"),
            GinIndex(fields=["hot"], name="search_entry_hot"),
            GinIndex(fields=["forms"], name="search_entry_forms"),
            models.Index(Lower("title"), name="search_entry_title"),
        ]

    def __str__(self):
        return self.title
