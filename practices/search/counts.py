"""How many entries match, and how many of them each choice of each filter would leave: exact, in one statement.

A filter does not narrow its own counts, so that a second choice within it can be weighed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from practices.models import SearchEntry
from practices.search.results import by_index


@dataclass(frozen=True)
class Counts:
    """`total` entries; `by_value` is, for each filter, how many entries have each value of its column."""

    total: int
    by_value: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def count(matching: QuerySet, columns: Mapping[str, str], chosen: Mapping[str, Q]) -> Counts:
    """Count what the words found. `columns` has each filter's column, `chosen` the conditions of those in use."""
    conditions = {f"in_{name}": ExpressionWrapper(wish, output_field=BooleanField()) for name, wish in chosen.items()}
    entries = matching.order_by().annotate(**conditions).values(*set(columns.values()), *conditions)
    inner, params = entries.query.sql_with_params()
    parts = [f"SELECT '', '', count(*) FROM matched {_where(chosen)}"]  # noqa: S608
    parts += [_one_filter(name, column, chosen) for name, column in columns.items()]
    with by_index() as cursor:
        cursor.execute(f"WITH matched AS MATERIALIZED ({inner}) {' UNION ALL '.join(parts)}", params)
        rows = cursor.fetchall()
    by_value: dict[str, dict[str, int]] = defaultdict(dict)
    for name, value, number in rows:
        by_value[name][value] = number
    return Counts(by_value.pop("")[""], by_value)


def _one_filter(name: str, column: str, chosen: Mapping[str, Q]) -> str:
    where = _where([other for other in chosen if other != name])
    if isinstance(SearchEntry._meta.get_field(column), ArrayField):
        matched = f"(SELECT unnest({column}) AS value FROM matched {where})"  # noqa: S608 - names of ours
    else:
        matched = f"(SELECT {column} AS value FROM matched {where})"  # noqa: S608
    return f"SELECT '{name}', value::text, count(*) FROM {matched} AS of_each GROUP BY value"  # noqa: S608


def _where(names: Any) -> str:
    conditions = " AND ".join(f"in_{name}" for name in names)
    return f"WHERE {conditions}" if conditions else ""
