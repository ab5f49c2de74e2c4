"""What PostgreSQL's text search makes of words: the lexemes and queries that everything else is built of.

A query is kept as its text, in which PostgreSQL has quoted every lexeme; it goes back as a parameter and is cast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection

from practices.models.term import SPACED

STEMMED = "english"  # “assessing” finds “assess”
AS_WRITTEN = "simple"  # for the beginning of a word, and for what stands in quotation marks
# A word without what stands around it: letters and digits.
PIECE = re.compile(r"[^\W_]+")


def quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def any_of(queries: Iterable[str]) -> str:
    return " | ".join(f"({query})" for query in queries if query)


def all_of(queries: Iterable[str]) -> str:
    return " & ".join(f"({query})" for query in queries if query)


def lexemes_of(texts: list[str], config: str = STEMMED) -> list[list[str]]:
    """The lexemes of each text, each once; as they are stemmed usually, which leaves out stop words."""
    return _of_each(texts, "tsvector_to_array(to_tsvector(%s::regconfig, words))", config)


def phrases_of(texts: list[str], config: str) -> list[str]:
    """The query that finds each text's words where they stand together; empty where it has none to look for."""
    return _of_each(texts, f"phraseto_tsquery(%s::regconfig, {SPACED.format(text='words')})::text", config)


def _of_each(texts: list[str], made: str, config: str) -> list[Any]:
    """What PostgreSQL makes of each text, in their order, in one statement."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {made} FROM unnest(%s::text[]) WITH ORDINALITY AS texts (words, number) ORDER BY number",  # noqa: S608
            [config, texts],
        )
        return [row[0] for row in cursor.fetchall()]
