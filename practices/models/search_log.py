"""What people look for, and whether the hub has it. Never who looked, nor from where, nor at what time of the day."""

from datetime import timedelta

from django.db import models
from django.db.models import Avg, Case, Count, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=90)  # the privacy page says the same
# What fewer searches asked for may be one person's words, and is shown to nobody.
FEWEST_SHOWN = 5
LONGEST_QUERY = 100


class SearchLogQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(day__gte=timezone.localdate() - KEPT)

    def outdated(self):
        return self.filter(day__lt=timezone.localdate() - KEPT)

    def without_result(self):
        return self.filter(results=0)

    def by_query(self):
        """What was looked for often enough to be shown, most often first, as dictionaries."""
        opened = Case(When(opened=True, then=Value(100.0)), default=Value(0.0))
        figures = {"searches": Count("pk"), "mean_results": Avg("results"), "opened_percent": Avg(opened)}
        often = self.values("query").annotate(**figures).filter(searches__gte=FEWEST_SHOWN)
        return often.order_by("-searches", "query")


class SearchLog(models.Model):
    """One search: what was typed, in lower case, and what became of it."""

    # Made at random by the page, which sends it again when a result is opened. A number that counts up would tell
    # in which order people searched.
    key = models.UUIDField(primary_key=True)
    query = models.CharField(max_length=LONGEST_QUERY)
    day = models.DateField(db_index=True)
    results = models.PositiveIntegerField()
    opened = models.BooleanField(default=False)

    objects = SearchLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("what people look for")
        constraints = [models.CheckConstraint(name="search_log_says_what_for", condition=~Q(query=""))]

    def __str__(self):
        return self.query
