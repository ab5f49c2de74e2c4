"""Tables as rows of a repeating part, such as outcomes: where their first row says so."""

from __future__ import annotations

from collections.abc import Sequence

from practices.imports.headings import normal
from practices.imports.synonyms import COLUMNS, STANDS_IN

FEWEST_COLUMNS = 2


def part_of(header: Sequence[str]) -> str | None:
    """The repeating part whose rows a table with these column heads holds; None where it is another table."""
    fitting = {part: len(set(columns) - {None}) for part in COLUMNS if (columns := columns_of(part, header))}
    return max(fitting, key=fitting.__getitem__) if fitting else None


def columns_of(part: str, header: Sequence[str]) -> list[str | None]:
    """The cell of a row that each column fills, None for a column that none knows; nothing where it does not fit."""
    known = {synonym: cell for cell, synonyms in COLUMNS.get(part, {}).items() for synonym in synonyms}
    columns: list[str | None] = []
    for head in header:
        cell = known.get(normal(head))
        columns.append(None if cell in columns else cell)
    main = next(iter(COLUMNS.get(part, {})), None)
    stands_in = STANDS_IN.get(part)
    if main not in columns and stands_in and stands_in in columns:
        columns[columns.index(stands_in)] = main
    is_fitting = main in columns and len(set(columns) - {None}) >= FEWEST_COLUMNS
    return columns if is_fitting else []
