"""Why a result matched: the words that did, marked, and the field they stand in.

Made for the rows of one page only, in one statement, from what the revision says to readers.
PostgreSQL finds the words; what it gives back is escaped here, so that text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from practices.models import Practice
from practices.search.query import Query
from practices.search.texts import PROSE, SUMMARY, TITLE, Text, texts_of
from practices.search.words import AS_WRITTEN, STEMMED, any_of

# Characters that nobody types stand for <mark> until the text around them has been escaped.
START, STOP = "\ue000", "\ue001"
WHOLE = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"
PART = f"StartSel={START}, StopSel={STOP}, MaxWords=32, MinWords=16, ShortWord=0"
SHOWN_WHOLE = (TITLE, SUMMARY)
# What a card says anyway, or what stands at the edge: a reason to show only where the write-up itself has none.
SAYS_LITTLE = {"topics", "frameworks", "who_for", "setting", "sector", "places", "law", "links", "sources"}
# No part runs on over lines or brackets: a page of nothing else is read once, not once for each character.
FORMATTING = re.compile(
    r"\*+|(?<!\w)_+|_+(?!\w)|^[^\S\n]*(?:[-+>]|#+|\d+[.)])\s+|\[([^\[\]]*)\]\([^()]*\)", re.MULTILINE
)
CONFIGS = {"search": STEMMED, "forms": AS_WRITTEN}

# Of each part of each practice the text that matches best. Reading a text costs most, so it is read once to find
# out, and marked only if it is shown; OFFSET 0 keeps PostgreSQL from reading it again.
MARKED = """
SELECT number, ts_headline(config, words, asked, options)
FROM (
    SELECT DISTINCT ON (practice, part) number, config, words, asked, options
    FROM (
        SELECT texts.*, config, asked, to_tsvector(config, words) AS read
        FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::boolean[], %s::text[], %s::text[])
                 AS texts (number, practice, part, says_much, words, options),
             (VALUES {asked}) AS query (config, asked)
        OFFSET 0
    ) AS texts
    WHERE read @@ asked
    ORDER BY practice, part, says_much DESC, ts_rank(read, asked, 1) DESC, number
) AS best
"""


@dataclass
class Fragments:
    """The marked title and summary where they matched, and the best other text under its field's label."""

    title: SafeString | None = None
    summary: SafeString | None = None
    label: Any = ""
    text: SafeString | None = None


def fragments_of(practices: Iterable[Practice], query: Query) -> dict[int, Fragments]:
    """Fragments by the practice's pk, for practices whose revision, places and topics are loaded."""
    texts = [(practice.pk, text) for practice in practices for text in texts_of(practice, practice.shown)]
    found: dict[int, Fragments] = {practice.pk: Fragments() for practice in practices}
    for number, marked in _marked(texts, query):
        pk, text = texts[number]
        if text.field in SHOWN_WHOLE:
            setattr(found[pk], text.field, _as_html(marked))
        else:
            found[pk].label, found[pk].text = capfirst(text.label), _as_html(marked)
    return found


def _marked(texts: list[tuple[int, Text]], query: Query) -> list[tuple[int, str]]:
    """(number of the text, the text with its matches marked) for title, summary and the best other one of each."""
    asked = _asked_by_column(query)
    if not (asked and texts):
        return []
    rows = [
        (
            number,
            pk,
            text.field if text.field in SHOWN_WHOLE else "",
            text.field not in SAYS_LITTLE,
            _plain(text.words, is_markdown=text.field in PROSE),
            WHOLE if text.field in SHOWN_WHOLE else PART,
        )
        for number, (pk, text) in enumerate(texts)
    ]
    statement = MARKED.format(asked=", ".join("(%s::regconfig, %s::tsquery)" for _ in asked))
    configs = [value for column, tsquery in asked.items() for value in (CONFIGS[column], tsquery)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*map(list, zip(*rows, strict=True)), *configs])
        return cursor.fetchall()


def _asked_by_column(query: Query) -> dict[str, str]:
    phrases = [phrase.tsquery for phrase in query.phrases if phrase.column == "forms"]
    asked = {"search": query.anything, "forms": any_of([*phrases, *query.beginnings])}
    return {column: tsquery for column, tsquery in asked.items() if tsquery}


def _plain(words: str, *, is_markdown: bool) -> str:
    """The text without its formatting, and without the characters that stand for marks."""
    words = words.replace(START, "").replace(STOP, "")
    return FORMATTING.sub(r"\1", words) if is_markdown else words


def _as_html(marked: str) -> SafeString:
    """One line of it: rows and paragraphs, which the page cuts apart, are told apart by a dot."""
    lines = (" ".join(line.split()) for line in marked.splitlines())
    escaped = conditional_escape(" · ".join(line for line in lines if line))
    return mark_safe(escaped.replace(START, "<mark>").replace(STOP, "</mark>"))
