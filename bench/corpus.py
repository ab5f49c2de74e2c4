"""Natural corpora of any size for measuring search, made anew from a seed each time: no text is stored.

`make bench-corpus` (ARGS="10000 100000") counts what a corpus is like. Seed 1, all words of title, summary and body:

| documents | words | distinct | distinct / √words | top 100 words | in 1 document | in 1 to 5 | body, mean words |
|---|---|---|---|---|---|---|---|
| 10,000 | 4,499,911 | 68,758 | 32.4 | 52.1 % of words | 54.9 % of distinct | 82.3 % of distinct | 417.8 |
| 100,000 | 44,861,897 | 231,510 | 34.6 | 52.2 % | 51.3 % | 77.4 % | 416.6 |

The library's own sentences have 3,549 distinct words in 44,398, and the top 100 make 51.7 % of them. On two shared
processors one process made 5,600 to 9,500 documents a second of its time (nine in ten batches of 500 lay between), in
48 MB that did not grow over 50,000 documents. A million have not been counted.

What is not natural: sentences come back whole but for their gaps, what stands in a gap fits no grammar, and
a document's places and organisation are not named in its text.
"""

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, chain
from math import sqrt
from operator import itemgetter
from pathlib import Path
from typing import Any

from bench.material import STOP_WORDS, WORD, Sentence, Subject, material, spell
from practices.choices import Evidence, Framework, Kind, Sector, Setting, Stage, Visibility, WhoFor

PLACES = Path(__file__).resolve().parent.parent / "accounts" / "data" / "places.csv"

BODY_WORDS = (250, 600)
AIMED_AT = (270, 580, 400)  # least, most, likeliest: sentences are counted out for it, and fall a little beside it
TITLE_CHARACTERS, SUMMARY_CHARACTERS = 120, 300
SHARE_OF_MAIN_SUBJECT, SHARE_OF_SECOND_SUBJECT = 0.55, 0.25  # the rest is about anything

# Rank r of the endless vocabulary is drawn with probability about q/(q + r)²: Zipf's law with exponent 2, for which
# n draws give about √(πqn) different words (Heaps' law, exponent ½), half of them drawn once.
Q = 10_000
OF_EACH_KIND = 24  # how many words of the subject, and how many rare ones, a document has for its gaps
# Within a document too a few words come back often: what the page is about, whom it names. By Zipf's law, as a
# selection with repeats: choosing evenly among these is three times quicker than choosing by weights.
COME_BACK = itemgetter(*(at for at in range(2 * OF_EACH_KIND) for _ in range(round(60 / (at + 6)))))

NEWEST = datetime(2026, 10, 31, tzinfo=UTC)  # fixed: the same documents on any day
MINUTES = 5 * 365 * 24 * 60
SHOWN_AS_REGION, ADOPTED, RETIRED, CONFIRMED = 0.04, 0.15, 0.03, 0.5
ONE_MORE_VALUE, TWO_PLACES, ANOTHER_SECTOR = 0.3, 0.25, 0.1
NUMBERS_OF_TOPICS = (1, 2, 3, 4), list(accumulate((30, 40, 20, 10)))
# How much likelier one area of a kind is than one of another: a guess at their sizes, no more.
SIZES = {"county": 5, "northern_ireland_trust": 3, "metropolitan_district": 3}
SHARES = {
    "visibility": {Visibility.PUBLIC: 85, Visibility.STAFF: 10, Visibility.ORGANISATION: 5},
    "kind": {Kind.EXAMPLE: 85, Kind.PROCESS: 15},
    "stage": {Stage.RUNNING: 62, Stage.TRYING: 20, Stage.STOPPED: 10, Stage.IDEA: 8},
    "evidence": {
        Evidence.EXPERIENCE: 42,
        Evidence.LOCAL_FIGURES: 23,
        Evidence.FEEDBACK: 20,
        Evidence.OUTSIDE_EVALUATION: 10,
        Evidence.PUBLISHED_RESEARCH: 5,
    },
}
DRAWN = {  # each value as many times as its share says
    column: [choice.value for choice, share in shares.items() for _ in range(share)]
    for column, shares in SHARES.items()
}
SEVERAL = {"who_for": WhoFor.values, "setting": Setting.values, "frameworks": Framework.values}

SAMPLE = 2_000  # documents that queries are drawn from
LONGEST_QUERY = 8
# Bands of words, by how many documents have them; stop words are in none.
COMMONEST, COMMON = 30, 300
RARE_IS_UP_TO = 3  # documents of the sample


@dataclass(frozen=True, slots=True)
class Document:
    """A write-up as search sees it; `facets` has values for the columns of SearchEntry, by their names."""

    title: str
    summary: str
    body: str
    facets: dict[str, Any]


def documents(
    number: int,
    seed: int = 1,
    *,
    topic_ids: Sequence[int] = range(1, 50),
    place_ids: Sequence[int] = range(1, 213),
    organisation_ids: Sequence[int] = range(1, 401),
) -> Iterator[Document]:
    """The first `number` documents of the corpus of this seed: a larger corpus begins with the smaller.

    Topics stand in the order of topics.csv and places in that of places.csv, each with one id.
    """
    rng = random.Random(seed)
    subjects, everything, mean_words, rare_words = material()
    drawing_facets = _Facets(rng, topic_ids, place_ids, organisation_ids)
    by_topic = list(accumulate(_zipf(len(subjects))))
    numbers_of_topics, by_number = NUMBERS_OF_TOPICS
    for _ in range(number):
        [count] = rng.choices(numbers_of_topics, cum_weights=by_number)
        topics = list(dict.fromkeys(rng.choices(range(len(subjects)), cum_weights=by_topic, k=count)))
        main, second = subjects[topics[0]], subjects[topics[-1]]
        title = rng.choice(main.titles)
        summary = rng.choices(main.sentences, k=2)
        body = _body(rng, main, second, everything, mean_words)
        text = "\n".join(
            [title.text, " ".join([said.text for said in summary]), " ".join([said.text for said in body])]
        )
        gaps = sum([said.gaps for said in chain([title], summary, body)])
        words = rng.choices(COME_BACK(_words_for_gaps(rng, main, second, rare_words)), k=gaps)
        title, summary, body = (text % tuple(words)).split("\n")
        yield Document(
            title=_cut(title.rstrip(".?!;"), TITLE_CHARACTERS),
            summary=_cut(summary, SUMMARY_CHARACTERS),
            body=body,
            facets=drawing_facets.draw(topics, rng.choice(main.write_ups)),
        )


def _body(
    rng: random.Random, main: Subject, second: Subject, everything: list[Sentence], mean_words: float
) -> list[Sentence]:
    least, most = BODY_WORDS
    while True:
        count = rng.triangular(*AIMED_AT) / mean_words
        of_main, of_second = int(count * SHARE_OF_MAIN_SUBJECT), int(count * SHARE_OF_SECOND_SUBJECT)
        body = rng.choices(main.sentences, k=of_main)
        body += rng.choices(second.sentences, k=of_second)
        body += rng.choices(everything, k=round(count) - of_main - of_second)
        if least <= sum([said.words for said in body]) <= most:
            return body


def _words_for_gaps(rng: random.Random, main: Subject, second: Subject, rare_words: list[str]) -> list[str]:
    """Words of the subjects and rare ones by turns: the first of them come back most often."""
    of_second = OF_EACH_KIND // 4
    uniform, spelled = rng.random, len(rare_words)
    ranks = [int(Q / (1 - uniform()) - Q) for _ in range(OF_EACH_KIND)]
    words = [""] * (2 * OF_EACH_KIND)
    words[::2] = rng.choices(main.words, k=OF_EACH_KIND - of_second) + rng.choices(second.words, k=of_second)
    words[1::2] = [rare_words[rank] if rank < spelled else spell(rank) for rank in ranks]
    return words


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[:characters].rpartition(" ")[0]


def _zipf(number: int) -> list[float]:
    return [1 / rank for rank in range(1, number + 1)]


class _Facets:
    """Draws the columns that permission, filters and order go by."""

    def __init__(
        self, rng: random.Random, topic_ids: Sequence[int], place_ids: Sequence[int], organisation_ids: Sequence[int]
    ):
        self.rng = rng
        self.topic_ids = _as_many(material().subjects, topic_ids, "topic")
        regions, sizes = _places()
        self.places = list(zip(_as_many(regions, place_ids, "place"), regions, strict=True))
        self.by_size = list(accumulate(sizes))
        self.organisation_ids = organisation_ids
        self.by_organisation = list(accumulate(_zipf(len(organisation_ids))))

    def draw(self, topics: list[int], like: dict[str, Any]) -> dict[str, Any]:
        """For a document on these topics which resembles this write-up of the library."""
        rng = self.rng
        uniform = rng.random
        facets = {column: rng.choice(values) for column, values in DRAWN.items()}
        for column, values in SEVERAL.items():
            chosen = like[column]
            if uniform() < ONE_MORE_VALUE and (one_more := rng.choice(values)) not in chosen:
                chosen = [*chosen, one_more]
            facets[column] = chosen
        [organisation] = rng.choices(self.organisation_ids, cum_weights=self.by_organisation)
        places = rng.choices(self.places, cum_weights=self.by_size, k=2 if uniform() < TWO_PLACES else 1)
        is_hidden = uniform() < SHOWN_AS_REGION
        published = int(MINUTES * uniform())  # minutes ago
        changed = int(published * uniform())
        return facets | {
            "sector": rng.choice(Sector.values) if uniform() < ANOTHER_SECTOR else like["sector"],
            "topic_ids": sorted([self.topic_ids[topic] for topic in topics]),
            "place_ids": [] if is_hidden else sorted({pk for pk, _ in places}),
            "regions": sorted({region for _, region in places}),
            "organisation_id": organisation,
            "shown_organisation_id": None if is_hidden else organisation,
            "adopted": ["elsewhere", f"region:{places[0][1]}"] if uniform() < ADOPTED else [],  # search/adopted.py
            "is_retired": uniform() < RETIRED,
            "published_at": NEWEST - timedelta(minutes=published),
            "changed_at": NEWEST - timedelta(minutes=changed),
            "confirmed_at": NEWEST - timedelta(minutes=changed // 2) if uniform() < CONFIRMED else None,
        }


def _as_many(things: Sequence[Any], ids: Sequence[int], name: str) -> Sequence[int]:
    if len(ids) != len(things):
        raise ValueError(f"{len(things)} {name} ids are needed, one for each {name} that ships; not {len(ids)}")
    return ids


@cache
def _places() -> tuple[list[str], list[int]]:
    """The region of each place, and how often it is drawn."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["region"] for row in rows], [SIZES.get(row["kind"], 1) for row in rows]


def queries(number: int, seed: int = 1, *, corpus_seed: int = 1) -> list[str]:
    """As many queries of each length from 1 to 8 words, in four manners by turns.

    The very commonest words together; common words; middling words; one rare word and others from a document
    that has it. Words that are not rare are drawn from one document too, as far as it has enough.
    """
    rng = random.Random(seed)
    sample = [list(dict.fromkeys(words_of(document))) for document in documents(SAMPLE, corpus_seed)]
    in_documents = Counter(chain.from_iterable(sample))
    ranked = [word for word, _ in in_documents.most_common() if word not in STOP_WORDS]
    bands = [
        ranked[:COMMONEST],
        ranked[COMMONEST:COMMON],
        [word for word in ranked[COMMON:] if in_documents[word] > RARE_IS_UP_TO],
        [word for word in ranked[COMMON:] if in_documents[word] <= RARE_IS_UP_TO],
    ]
    known = [frozenset(band) for band in bands]
    made = []
    for at in range(number):
        length, manner = at % LONGEST_QUERY + 1, at // LONGEST_QUERY % len(bands)
        document = rng.choice(sample)
        words = [word for word in document if word in known[manner]]
        if manner == len(bands) - 1:
            others = [word for word in document if word in known[1] or word in known[2]]
            words = rng.sample(words, 1) + rng.sample(others, length - 1)
        elif len(words) < length:
            words = rng.sample(bands[manner], length)
        else:
            words = rng.sample(words, length)
        rng.shuffle(words)
        made.append(" ".join(words))
    return made


def words_of(document: Document) -> list[str]:
    return WORD.findall(f"{document.title} {document.summary} {document.body}".lower())


def measure(number: int) -> dict[str, Any]:
    """What a corpus of this size looks like, counted over all its words."""
    material()  # read before the clock starts
    started = time.process_time()
    for _ in documents(number):
        pass
    seconds = time.process_time() - started
    times, in_documents, body_words = Counter(), Counter(), 0
    for document in documents(number):
        words = words_of(document)
        times.update(words)
        in_documents.update(set(words))
        body_words += len(document.body.split())
    tokens = times.total()
    few = Counter(min(count, 6) for count in in_documents.values())
    return {
        "documents": number,
        "words": tokens,
        "distinct words": len(times),
        "distinct / √words": round(len(times) / sqrt(tokens), 1),
        "share of the top 100": round(sum(count for _, count in times.most_common(100)) / tokens, 3),
        "distinct words in 1 document": round(few[1] / len(times), 3),
        "distinct words in 1 to 5": round(sum(few[count] for count in range(1, 6)) / len(times), 3),
        "mean words of a body": round(body_words / number, 1),
        "documents a second of processor time": round(number / seconds),
    }


def main(sizes: list[str]) -> None:
    for size in sizes or ["10000", "100000"]:
        for name, value in measure(int(size)).items():
            print(f"{name:<40}{value:>14,}")
        print()
    print("The first document:\n", next(documents(1)))
    print("Queries:", *queries(32), sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
