"""What bench/corpus.py makes its corpora of: the sentences of the starter library with gaps, and words for these.

A few thousand sentences repeated a million times would have no rare words at all: every word of theirs would
stand in one document in a hundred or more. So a fifth of their words, never the commonest, are gaps. A gap
is filled with a word of the document's subject, or with a word out of a vocabulary without end.
"""

import csv
import random
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import ceil
from pathlib import Path
from typing import NamedTuple

PRACTICES = Path(__file__).resolve().parent.parent / "practices"
LIBRARY = PRACTICES / "data" / "starter_library"
TOPICS = PRACTICES / "data" / "topics.csv"

WORD = re.compile(r"[^\W\d_][\w’'-]*")
SENTENCE_ENDS = re.compile(r"(?<=[.?!;])\s+|\n+(?:- )?")
MAY_BE_A_GAP = re.compile(r"(?<![\w’'/.-])[a-z]{4,}(?![\w’'/-])")
FEWEST_WORDS, MOST_WORDS = 5, 40
TITLE_WORDS = range(5, 13)
TOO_COMMON_FOR_A_GAP = 60  # times in the library
GAPS = 0.6  # of the words that may be one
VERSIONS = 3  # of each sentence, with different gaps
OF_A_TOPIC_NOBODY_WROTE_ON = 3  # write-ups that stand in
NOT_WRITING = {"sources", "places", "topics", "organisation"}

# What PostgreSQL's "english" leaves out of the index.
STOP = """
a about above after again against all am an and any are as at be because been before being below between both but by
can did do does doing don down during each few for from further had has have having he her here hers herself him
himself his how i if in into is it its itself just me more most my myself no nor not now of off on once only or other
our ours ourselves out over own s same she should so some such t than that the their theirs them themselves then there
these they this those through to too under until up very was we were what when where which while who whom why will
with you your yours yourself yourselves
"""
STOP_WORDS = frozenset(STOP.split())

# A vocabulary without end: place names, surnames and compounds, each spelled from a number.
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "oo")
ONSETS = ("b", "br", "c", "ch", "cl", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "sh", "st")
ONSETS += ("t", "tr", "v", "w")
SYLLABLES = [onset + vowel for onset in ONSETS for vowel in VOWELS]
NAMES = """
ton ham ford ley worth bury mere wick stead thorpe field bridge combe dale croft gate port minster
son man kins shaw well wright stone
"""
COMPOUNDS = "work care link point line scheme path card board pack plan call map group room"
ENDINGS_OF_NAMES = NAMES.split()
ENDINGS = ENDINGS_OF_NAMES + COMPOUNDS.split()
OF_TWO_SYLLABLES = len(ENDINGS) * len(SYLLABLES) * (len(SYLLABLES) - 1)
SPELLED_BEFOREHAND = 90_000
STRIDE = 7919  # a prime that does not divide OF_TWO_SYLLABLES: neighbours in rank look nothing alike


def spell(rank: int) -> str:
    """The word of this rank: no two ranks share one, and the rarer are longer."""
    number = rank * STRIDE % OF_TWO_SYLLABLES if rank < OF_TWO_SYLLABLES else rank
    number, ending = divmod(number, len(ENDINGS))
    number += len(SYLLABLES)  # so that the shortest have two syllables
    word = ""
    while number:
        number, syllable = divmod(number, len(SYLLABLES))
        word += SYLLABLES[syllable]
    word += ENDINGS[ending]
    return word.capitalize() if ending < len(ENDINGS_OF_NAMES) else word


class Sentence(NamedTuple):
    text: str  # with %s for each gap
    words: int
    gaps: int


@dataclass(frozen=True)
class Subject:
    """What the library says on one topic."""

    write_ups: list[dict]
    sentences: list[Sentence]
    titles: list[Sentence]
    words: list[str]  # each as many times as it is to be drawn: choosing evenly is quicker than by weights


class Material(NamedTuple):
    subjects: list[Subject]  # one for each topic, in the order of topics.csv
    sentences: list[Sentence]
    mean_words: float  # of a sentence
    rare_words: list[str]  # the first ranks of the endless vocabulary: nine tenths of what is drawn from it


@cache
def material() -> Material:
    rng = random.Random(0)  # the same material whatever the seed of a corpus
    write_ups = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.glob("*.toml"))]
    texts = [[sentence for text in _texts(write_up) for sentence in _sentences(text)] for write_up in write_ups]
    words = [Counter(word.lower() for text in said for word in WORD.findall(text)) for said in texts]
    in_all = sum(words, Counter())
    gapped = [[_with_gaps(text, in_all, rng) for text in said for _ in range(VERSIONS)] for said in texts]
    subjects = []
    for number, topic in enumerate(_topics()):
        on_it = [at for at, write_up in enumerate(write_ups) if topic in write_up["topics"]]
        on_it = on_it or [(number + at) % len(write_ups) for at in range(OF_A_TOPIC_NOBODY_WROTE_ON)]
        sentences = [sentence for at in on_it for sentence in gapped[at]]
        theirs = sum((words[at] for at in on_it), Counter())
        # The sort of words that were left out: as often as the write-ups say them, and the more the fewer others do.
        theirs_by_weight = [
            [word] * ceil(count**1.5 / in_all[word] ** 0.5)
            for word, count in sorted(theirs.items())
            if MAY_BE_A_GAP.fullmatch(word) and _is_rare_enough(word, in_all)
        ]
        subjects.append(
            Subject(
                write_ups=[write_ups[at] for at in on_it],
                sentences=sentences,
                titles=[sentence for sentence in sentences if sentence.words in TITLE_WORDS and sentence.gaps],
                words=list(chain.from_iterable(theirs_by_weight)),
            )
        )
    everything = [sentence for said in gapped for sentence in said]
    mean_words = sum(sentence.words for sentence in everything) / len(everything)
    return Material(subjects, everything, mean_words, [spell(rank) for rank in range(SPELLED_BEFOREHAND)])


def _topics() -> list[str]:
    with TOPICS.open(encoding="utf-8", newline="") as file:
        return [row["slug"] for row in csv.DictReader(file)]


def _texts(said):
    """Every text of a file, however deep; choices and references are not writing."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for part in said:
            yield from _texts(part)
    elif isinstance(said, dict):
        for key, part in said.items():
            if key not in NOT_WRITING:
                yield from _texts(part)


def _sentences(text: str) -> list[str]:
    found = (sentence.strip("- ") for sentence in SENTENCE_ENDS.split(text))
    return [
        sentence if sentence[-1] in ".?!;" else f"{sentence}."
        for sentence in found
        if FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS
    ]


def _with_gaps(text: str, in_all: Counter, rng: random.Random) -> Sentence:
    def leave_out(found):
        is_left_out = _is_rare_enough(found[0], in_all) and rng.random() < GAPS
        return "%s" if is_left_out else found[0]

    gapped = MAY_BE_A_GAP.sub(leave_out, text.replace("%", " per cent"))
    return Sentence(gapped, len(gapped.split()), gapped.count("%s"))


def _is_rare_enough(word: str, in_all: Counter) -> bool:
    return word not in STOP_WORDS and in_all[word] < TOO_COMMON_FOR_A_GAP
