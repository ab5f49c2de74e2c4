"""Which entries match a query: conditions for a queryset of entries."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from practices.search.query import Query, Required

COLUMNS = {name: f"practices_searchentry.{name} @@ %s::tsquery" for name in ("search", "hot", "forms")}


def matches(column: str, tsquery: str) -> RawSQL:
    """Whether the entry's column matches; a condition for `filter()`."""
    return RawSQL(COLUMNS[column], (tsquery,), output_field=BooleanField())  # noqa: S611 - the column is one of ours


def has(required: Required) -> RawSQL:
    return matches(required.column, required.tsquery)


def narrow(entries: QuerySet, query: Query) -> QuerySet:
    """The entries that match: all of the phrases, or else any of the words; and nothing of what is without."""
    if query.concepts and not query.phrases:
        entries = entries.filter(reduce(or_, _anything(query)))
    for phrase in query.phrases:
        entries = entries.filter(has(phrase))
    for unwanted in query.without:
        entries = entries.exclude(has(unwanted))
    return entries


def _anything(query: Query) -> list[Q]:
    found = [Q(matches("forms", beginning)) for beginning in query.beginnings]
    return [Q(matches("search", query.anything)), *found] if query.anything else found
