"""understand(): reads what was typed, with what the hub knows of words, terms and spelling.

A word is known where this person may read it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from practices.models import SearchEntry
from practices.search import language, spelling
from practices.search.asked import readable_by, with_word
from practices.search.bitmaps import Sets, all_of, by_index
from practices.search.matching import matches
from practices.search.query import Concept, Correction, Equivalent, Query, Required, Word
from practices.search.statistics import Statistics, statistics_of
from practices.search.words import AS_WRITTEN, PIECE, STEMMED, any_of, lexemes_of, phrases_of, quoted

LONGEST = 10_000  # characters that are read; more is not a question
MOST_TYPED = 500  # words, phrases and words without that are read
MOST_CONCEPTS = 32  # of more, those that tell most are looked for
MOST_REQUIRED = 8  # phrases, and as many words without
MOST_CHECKED = 8  # words that no public write-up has, looked for in others
SHORTEST_BEGINNING = 3  # letters that a word begins with, to be looked up by its beginning
# A quotation mark that nothing closes is no more than a slip.
TOKEN = re.compile(r'(?P<without>(?<!\S)-)?(?:["“”](?P<phrase>[^"“”]+)["“”]|(?P<word>[^\s"“”]+))')


def understand(typed: str, user: Any, *, as_typed: bool = False) -> tuple[Query, Statistics]:
    """The query, and the statistics of its lexemes. `as_typed` looks for these words alone, and corrects none."""
    text = " ".join(typed.replace("\0", " ")[:LONGEST].split())
    tokens = list(TOKEN.finditer(text))[:MOST_TYPED]
    wanted = [token for token in tokens if not token["without"]]
    words = _words([word for token in wanted for word in (token["phrase"] or token["word"] or "").split()])
    others = {} if as_typed else language.equivalents_of([word.typed for word in words])
    known = _statistics(words, others)
    corrections: list[Correction] = []
    if not as_typed:
        meant, corrections = _look_into_unknown(words, others, known, user, tokens)
        if meant != words:
            words, known = meant, _statistics(meant, others)
    query = Query(
        text=text,
        concepts=_most_telling(_concepts(words, others), known),
        phrases=_phrases([token["phrase"] for token in wanted if token["phrase"]]),
        without=_without([token for token in tokens if token["without"]]),
        corrections=tuple(corrections),
    )
    return query, known


def _words(typed: list[str]) -> list[Word]:
    """Each word with its stems and those of its pieces: “follow-up” is also “follow”. Stop words have none."""
    # The pieces alone as well: PostgreSQL's parser keeps “24/7” and “health.and” together.
    with_pieces = [f"{word} {' '.join(PIECE.findall(word))}" for word in typed]
    return [Word(word, tuple(lexemes)) for word, lexemes in zip(typed, lexemes_of(with_pieces), strict=True)]


def _statistics(words: list[Word], others: dict[language.Span, tuple[Equivalent, ...]]) -> Statistics:
    lexemes = [lexeme for word in words for lexeme in word.lexemes]
    lexemes += [lexeme for names in others.values() for name in names for lexeme in name.lexemes]
    return statistics_of(lexemes)


def _look_into_unknown(
    words: list[Word],
    others: dict[language.Span, tuple[Equivalent, ...]],
    known: Statistics,
    user: Any,
    tokens: list[re.Match[str]],
) -> tuple[list[Word], list[Correction]]:
    """The words, with those that this person could not find as the beginnings or the slips that they may be."""
    in_terms = {place for start, stop in others for place in range(start, stop)}
    unknown = [
        place
        for place, word in enumerate(words)
        if word.lexemes
        and place not in in_terms
        and not any(known.of(lexeme).public_documents for lexeme in word.lexemes)
    ][:MOST_CHECKED]
    sets = Sets()
    readable = readable_by(user, sets)
    has_word = {place: all_of(readable, [with_word(sets, words[place], known)]) for place in unknown}
    unknown = [place for place in unknown if not has_word[place]()]
    words, corrections = list(words), []
    is_unfinished = unknown and unknown[-1] == len(words) - 1 and tokens[-1]["word"] and not tokens[-1]["without"]
    if is_unfinished and (beginning := _beginning(words[-1], user)):
        words[-1] = beginning
        unknown.pop()
    meant = spelling.corrections([_letters(words[place].typed) for place in unknown])
    for place in unknown:
        if written := meant.get(_letters(words[place].typed)):
            corrections.append(Correction(words[place].typed, written))
            [words[place]] = _words([written])
    return words, corrections


def _beginning(word: Word, user: Any) -> Word | None:
    """The word as the beginning of longer ones, where something that this person may read has such a word."""
    pieces = PIECE.findall(word.typed.lower())
    if not pieces or len(pieces[-1]) < SHORTEST_BEGINNING:
        return None
    beginning = f"{quoted(pieces[-1])}:*"
    with by_index():
        if not SearchEntry.objects.visible_to(user).filter(matches("forms", beginning)).exists():
            return None
    longer = lexemes_of([" ".join(spelling.beginning_with(pieces[-1]))])[0]
    return replace(word, lexemes=tuple(longer), beginning=beginning)


def _letters(typed: str) -> str:
    """The word without what stands around it: “reablemnt?”"""
    pieces = PIECE.findall(typed.lower())
    return pieces[0] if len(pieces) == 1 else ""


def _concepts(words: list[Word], others: dict[language.Span, tuple[Equivalent, ...]]) -> list[Concept]:
    """Terms of several words as one concept, all else word by word; what is said twice counts twice."""
    spans = {start: (start, stop) for start, stop in others}
    together = _together(words, [(start, stop) for start, stop in others if stop - start > 1])
    concepts: dict[tuple[tuple[str, ...], ...], Concept] = {}
    place = 0
    while place < len(words):
        span = spans.get(place, (place, place + 1))
        own = tuple(word for word in words[place : span[1]] if word.lexemes or word.beginning)
        if own:
            key = tuple(word.lexemes for word in own)
            if key in concepts:
                own = tuple(replace(word, times=word.times + 1) for word in concepts[key].words)
            concepts[key] = Concept(own, others.get(span, ()), together.get(span, ""))
        place = span[1]
    return list(concepts.values())


def _together(words: list[Word], spans: list[language.Span]) -> dict[language.Span, str]:
    texts = [" ".join(word.typed for word in words[start:stop]) for start, stop in spans]
    return dict(zip(spans, phrases_of(texts, STEMMED), strict=True))


def _most_telling(concepts: list[Concept], known: Statistics) -> tuple[Concept, ...]:
    def tells(concept: Concept) -> float:
        return max(word.times * known.idf(lexeme) for word in concept.words for lexeme in (word.lexemes or ("",)))

    kept = set(sorted(concepts, key=tells, reverse=True)[:MOST_CONCEPTS])
    return tuple(concept for concept in concepts if concept in kept)


def _phrases(typed: list[str]) -> tuple[Required, ...]:
    queries = phrases_of(typed[:MOST_REQUIRED], AS_WRITTEN)
    return tuple(Required("forms", tsquery) for tsquery in queries if tsquery)


def _without(tokens: list[re.Match[str]]) -> tuple[Required, ...]:
    tokens = tokens[:MOST_REQUIRED]
    words = _words([token["word"] for token in tokens if token["word"]])
    phrases = _phrases([token["phrase"] for token in tokens if token["phrase"]])
    return tuple(Required("search", any_of(map(quoted, word.lexemes))) for word in words if word.lexemes) + phrases
