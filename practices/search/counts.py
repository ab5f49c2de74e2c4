"""How many entries match, and how many of them each choice of each filter would leave: exact, in one statement.

A filter does not narrow its own counts, so that a second choice within it can be weighed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from practices.search.asked import Asked
from practices.search.bitmaps import by_index

STATEMENT = """
WITH blocks AS MATERIALIZED ({blocks}),
counted AS MATERIALIZED (SELECT block, {sets} FROM blocks)
SELECT '', 'total', coalesce(sum(bit_count(total)::integer), 0) FROM counted
UNION ALL
SELECT '', 'in_full', coalesce(sum(bit_count(in_full)::integer), 0) FROM counted
UNION ALL
SELECT name, value, sum(bit_count(bits & CASE name {own} ELSE total END)::integer)
FROM counted JOIN practices_searchbitmap USING (block)
WHERE name = ANY(%s)
GROUP BY name, value
"""


@dataclass(frozen=True)
class Counts:
    """`total` entries, `in_full` of them with everything that was asked for.

    `by_value` is, for each column, how many entries have each of its values, which are written as PostgreSQL does.
    """

    total: int
    in_full: int
    by_value: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def count(asked: Asked, columns: Collection[str]) -> Counts:
    """Count what is asked, and by the values of these columns."""
    own = {column: f"without_{column}" for column in asked.filtered}
    sets = {"total": asked.total, "in_full": asked.in_full}
    sets |= {name: asked.without_filter(column) for column, name in own.items()}
    blocks = asked.sets.blocks
    statement = STATEMENT.format(
        blocks=blocks.text,
        sets=", ".join(f"{expression} AS {name}" for name, expression in sets.items()),
        own=" ".join(f"WHEN '{column}' THEN {name}" for column, name in own.items()) or "WHEN '' THEN total",
    )
    with by_index() as cursor:
        cursor.execute(statement, [*blocks.params, list(columns)])
        rows = cursor.fetchall()
    by_value: dict[str, dict[str, int]] = defaultdict(dict)
    for column, value, number in rows:
        if number:
            by_value[column][value] = number
    whole = by_value.pop("", {})
    return Counts(whole.get("total", 0), whole.get("in_full", 0), by_value)
