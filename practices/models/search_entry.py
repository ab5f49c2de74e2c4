from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast, Concat, Lower

from accounts import roles
from practices.choices import Visibility

# Of what is for one organisation: “organisation:17”.
OF_AN_ORGANISATION = f"{Visibility.ORGANISATION.value}:"


def scope_of(visibility, organisation_id):
    """The scope of what is so visible and of that organisation: in Python, what the column `scope` is made of."""
    return f"{OF_AN_ORGANISATION}{organisation_id}" if visibility == Visibility.ORGANISATION else str(visibility)


def scopes_of(user):
    """The scopes that this person may read besides what they have written; None for every scope."""
    if roles.helps_to_run(user):
        return None
    scopes = [Visibility.PUBLIC.value]
    if roles.is_staff_of_any(user):
        scopes.append(Visibility.STAFF.value)
    if user.is_authenticated:
        scopes += [f"{OF_AN_ORGANISATION}{pk}" for pk in user.memberships_by_organisation]
    return scopes


class SearchEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The same answer as `Practice.objects.published().visible_to(user)`, without its joins.

        What is withheld has no entry, and is found by nobody.
        """
        scopes = scopes_of(user)
        if scopes is None:
            return self.all()
        visible = Q(scope__in=scopes)
        if user.is_authenticated:
            visible |= Q(practice__in=user.authorships.values("practice"))
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
    scope = models.GeneratedField(
        expression=Case(
            When(
                visibility=Visibility.ORGANISATION,
                then=Concat(Value(OF_AN_ORGANISATION), Cast("organisation_id", models.TextField())),
            ),
            default=F("visibility"),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
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
    adopted = ArrayField(models.CharField(max_length=60), default=list)  # by whom: the marks of search/adopted.py
    is_retired = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    search = SearchVectorField()
    length = models.GeneratedField(  # words of `search`, each as often as it stands there
        expression=models.Func("search", function="search_length"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    hot = SearchVectorField()  # the lexemes that it is about, each in tiers: made of `search`, see search/bm25.py
    forms = SearchVectorField()  # the words as they were written: for beginnings of words, and quotations
    indexed_at = models.DateTimeField(auto_now=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        # No btree on the facet columns: on common words the planner would prefer it to the text index.
        indexes = [
            GinIndex(fields=["search"], name="search_entry_search"),
            GinIndex(fields=["forms"], name="search_entry_forms"),
            models.Index(Lower("title"), name="search_entry_title"),
            models.Index(fields=["-published_at", "-practice"], name="search_entry_newest"),
        ]

    def __str__(self):
        return self.title
