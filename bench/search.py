"""`make bench-search` (ARGS="10000 100000"): how quick search is on big natural corpora, in a throwaway database.

With ARGS="--keep=DIR 100000" the database is kept in that folder, since filling it takes long, and is not filled
again the next time. Left out are then a member who may read very little, as for them everything else is hidden, and
modelsearch, which fills a table of its own and takes seconds for each question.

With `--repeated=10` each write-up stands there ten times, in PostgreSQL's own copies, and only our searches are timed:
a million from 100,000, in a tenth of the time that a million of their own would take to fill. A word is then in as
large a share of write-ups as before, but there are no new words, and what is best ten write-ups are equally.

For each size: loads the corpus by the product's own index, then asks 300 queries of 1 to 8 words and prints p50,
p95 and p99 in milliseconds: of the ranked page, the first time and after that, of page and all filter counts together,
with filters, for 8 clients at once, for a member, and for one who may read very little; and a third of the queries for
`ts_rank` of any word, for Wagtail's modelsearch and for tantivy. `in database` is the p95 of what PostgreSQL's answers
took, of the same searches.
Writes bench/out/search.json.
"""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from statistics import fmean

import psutil

from bench.corpus import documents, queries
from bench.database import bench_database, entries_without_practices
from bench.hub import ROOT
from bench.measures import percentiles

OUT = ROOT / "bench" / "out" / "search.json"
SIZES = [10_000]
QUERIES, SEED = 300, 7
QUERIES_FOR_OVERLAP = 60
OTHERS_ARE_ASKED = slice(None, None, 3)  # of the queries: some take seconds for one
UPDATES = 50
PAGE, CLIENTS, BATCH = 15, 8, 500
FILTERED = "sector=adults&stage=running"
COLUMNS = ("p50", "p95", "p99", "in database")


def main(arguments):
    kept_in = next((word.partition("=")[2] for word in arguments if word.startswith("--keep=")), None)
    times = next((int(word.partition("=")[2]) for word in arguments if word.startswith("--repeated=")), 1)
    sizes = [int(word) for word in arguments if word.isdigit()]
    tables = []
    for size in sizes or SIZES:
        home = kept_in and Path(kept_in) / str(size * times)
        with bench_database("bench.settings_with_modelsearch", kept_in=home):
            table = measure(size, times, is_kept=bool(kept_in))
        show(table)
        tables.append(table)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps(tables, indent=1) + "\n")
    print(f"Written to {OUT.relative_to(ROOT)}.")


def measure(size, times, *, is_kept):
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Membership, User
    from bench.engines import ModelSearch, Tantivy, TsRankOfAny
    from practices.models import SearchEntry

    asked = queries(QUERIES, SEED)
    took = {} if SearchEntry.objects.exists() else build(size)
    if times > 1 and SearchEntry.objects.count() == size:
        took |= repeat(size, times)
    table = {"documents": size * times, "build": took | megabytes(), "searches": {}, "engines": {}}
    visitor = AnonymousUser()
    member, _is_new = User.objects.get_or_create(email="member@bench.example")
    Membership.objects.get_or_create(
        user=member, organisation=smallest_organisation(), defaults={"status": Membership.Status.ACTIVE}
    )
    before = psutil.Process().memory_info().rss
    for name, find in {
        # PostgreSQL was just started, and reads what it needs from the disk.
        "visitor, page, the first time": searching(visitor),
        "visitor, page": searching(visitor),
        "visitor, page and counts": searching(visitor, counts=True),
        "visitor, filtered, page and counts": searching(visitor, FILTERED, counts=True),
        "member, page and counts": searching(member, counts=True),
    }.items():
        table["searches"][name] = timed(find, asked)
    table["searches"]["visitor, page and counts, 8 clients"] = timed(searching(visitor, counts=True), asked, CLIENTS)
    table["memory grew by MB"] = (psutil.Process().memory_info().rss - before) / 2**20
    if times > 1:
        return table
    table["top 10 as when all are scored"] = overlap(visitor, asked[:QUERIES_FOR_OVERLAP])
    table["one update"] = updating()
    if not is_kept:
        hide_all_but_ones_own()
        table["searches"]["narrow member, page and counts"] = timed(searching(member, counts=True), asked)
    for engine in (TsRankOfAny, Tantivy) if is_kept else (TsRankOfAny, ModelSearch, Tantivy):
        made = engine(plain_documents(size))
        table["engines"][engine.name] = timed(made.find, asked[OTHERS_ARE_ASKED])
    return table


def build(size):
    """Loads the corpus; seconds for its entries, and for what is made of them."""
    from bench.ours import count_all
    from bench.write_ups import without_text_indexes
    from practices.models import SearchEntry
    from practices.search import statistics

    took = {}
    started = time.monotonic()
    with entries_without_practices(), without_text_indexes():
        rows = (entry(number, document) for number, document in enumerate(corpus(size), 1))
        while batch := list(islice(rows, BATCH)):
            SearchEntry.objects.bulk_create(batch)
    took["entries, s"] = time.monotonic() - started
    started = time.monotonic()
    count_all(range(1, size + 1))
    took["salient lexemes, bitmaps and statistics, s"] = time.monotonic() - started
    started = time.monotonic()
    statistics.refresh()
    took["statistics again, s"] = time.monotonic() - started
    return took


def repeat(size, times):
    """Copies entries and bitmaps, as far apart as whole blocks are; seconds it takes."""
    from django.db import connection

    from bench.ours import tidy
    from bench.write_ups import without_text_indexes
    from practices.models import SearchEntry
    from practices.models.search_bitmap import BLOCK
    from practices.search import statistics

    started = time.monotonic()
    blocks = size // BLOCK + 1
    made = ("practice_id", "scope")
    columns = ", ".join(field.column for field in SearchEntry._meta.fields if field.column not in made)
    with entries_without_practices(), without_text_indexes(), connection.cursor() as cursor:
        for copy in range(1, times):
            cursor.execute(
                f"INSERT INTO practices_searchentry (practice_id, {columns}) "  # noqa: S608 - columns of the model
                f"SELECT practice_id + %s, {columns} FROM practices_searchentry WHERE practice_id <= %s",
                [copy * blocks * BLOCK, size],
            )
            cursor.execute(
                "INSERT INTO practices_searchbitmap (name, value, block, bits) "
                "SELECT name, value, block + %s, bits FROM practices_searchbitmap WHERE block >= 0 AND block < %s",
                [copy * blocks, blocks],
            )
        cursor.execute(
            "INSERT INTO practices_searchblock (block, version) "
            "SELECT block, gen_random_uuid() FROM practices_searchbitmap WHERE block >= %s GROUP BY block",
            [blocks],
        )
    copied = time.monotonic()
    statistics.refresh()
    tidy()
    return {"copied, s": copied - started, "statistics of all, s": time.monotonic() - copied}


def megabytes():
    """What the tables and indexes of search take on disk."""
    from django.db import connection

    took = {}
    with connection.cursor() as cursor:
        for name in ("practices_searchentry", "search_entry_search", "search_entry_forms", "practices_searchbitmap"):
            cursor.execute("SELECT pg_table_size(%s::regclass)", [name])
            took[f"{name}, MB"] = cursor.fetchone()[0] / 2**20
    return took


def corpus(size):
    from accounts import place_list
    from accounts.management.commands.load_places import SHIPPED
    from accounts.models import Organisation, Place
    from practices.models import Topic

    # As they ship, and not by key: the corpus knows the region of each.
    places = dict(Place.objects.values_list("gss_code", "pk"))
    missing = 400 - Organisation.objects.count()
    Organisation.objects.bulk_create(
        Organisation(name=f"Organisation {number}", slug=f"organisation-{number}", kind="care_provider")
        for number in range(missing)
    )
    return documents(
        size,
        topic_ids=list(Topic.objects.curated().order_by("pk").values_list("pk", flat=True)),
        place_ids=[places[row["gss_code"]] for row in place_list.read(SHIPPED)],
        organisation_ids=list(Organisation.objects.order_by("pk").values_list("pk", flat=True)),
    )


def entry(number, document):
    from practices.models import SearchEntry
    from practices.search.entries import vectors
    from practices.search.texts import Text

    texts = [Text("title", "", "A", document.title), Text("summary", "", "B", document.summary)]
    texts.append(Text("what_we_do", "", "C", document.body))
    return SearchEntry(practice_id=number, title=document.title, hot="", **document.facets, **vectors(texts))


def plain_documents(size):
    from bench.collection import Document

    for number, document in enumerate(corpus(size)):
        yield Document(str(number), document.title, f"{document.summary}\n{document.body}")


def smallest_organisation():
    from accounts.models import Organisation
    from practices.models import SearchEntry

    filled = SearchEntry.objects.count_by("organisation_id")
    return Organisation.objects.get(pk=min(filled, key=lambda key: (filled[key], key)))


def hide_all_but_ones_own():
    from bench.ours import tidy
    from practices.models import SearchEntry
    from practices.search import bitmaps, statistics

    with entries_without_practices():
        SearchEntry.objects.update(visibility="organisation")
    bitmaps.rebuild()
    tidy()
    statistics.refresh()


def searching(user, query_string="", *, counts=False) -> Callable[[str], list[int]]:
    """What a page asks for: the first 15, and with `counts` all filters with theirs."""
    from django.http import QueryDict

    from practices.filters import PracticeFilterSet
    from practices.search import search
    from practices.search.results import Ranked

    def find(text):
        filterset = PracticeFilterSet(QueryDict(query_string), user=user)
        results = search(text, user=user, filterset=filterset)
        if counts:
            filterset.facets(results.counts)
        found = results.practices
        return found[:PAGE] if isinstance(found, Ranked) else list(found[:PAGE])

    return find


def timed(find, asked, clients=1):
    """Percentiles in milliseconds; each client asks all of the queries, one after the other."""
    from django.db import connections

    def ask_all(number):
        whole, in_database = [], []
        turned = asked[number::] + asked[:number]
        for text in turned:
            spent = []

            def watch(execute, *arguments, spent=spent):
                began = time.perf_counter()
                try:
                    return execute(*arguments)
                finally:
                    spent.append(time.perf_counter() - began)

            with connections["default"].execute_wrapper(watch):
                began = time.perf_counter()
                find(text)
                whole.append(time.perf_counter() - began)
            in_database.append(sum(spent))
        if clients > 1:
            connections.close_all()
        return whole, in_database

    find(asked[0])  # the first search of a process reads what later ones find in memory
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(ask_all, range(clients))) if clients > 1 else [ask_all(0)]
    whole = [second * 1000 for each, _ in answers for second in each]
    in_database = [second * 1000 for _, each in answers for second in each]
    return dict(zip(COLUMNS, [*percentiles(whole, 50, 95, 99), *percentiles(in_database, 95)], strict=True))


def overlap(user, asked):
    """The mean share of the ten best that scoring everything finds, too."""
    from practices.search import candidates

    find = searching(user)
    bounded = [set(find(text)[:10]) for text in asked]
    usual, candidates.MOST_SCORED = candidates.MOST_SCORED, sys.maxsize
    try:
        exhaustive = [set(find(text)[:10]) for text in asked]
    finally:
        candidates.MOST_SCORED = usual
    return fmean(len(some & every) / len(every) for some, every in zip(bounded, exhaustive, strict=True) if every)


def updating():
    """Milliseconds to write one entry again, vectors and salient lexemes, at p50 and p95."""
    from practices.models import SearchEntry
    from practices.search import statistics

    took = []
    for number, document in enumerate(islice(corpus(UPDATES), UPDATES), 1):
        again = entry(number, document)
        began = time.perf_counter()
        SearchEntry.objects.filter(pk=number).update(search=again.search, forms=again.forms)
        statistics.write_hot([number])
        took.append((time.perf_counter() - began) * 1000)
    return dict(zip(("p50", "p95"), percentiles(took, 50, 95), strict=True))


def show(table):
    print(f"\n{table['documents']:,} documents")
    for name, figure in table["build"].items():
        print(f"  {name:<34}{figure:>10.1f}")
    print(f"  {'memory grew by MB':<34}{table['memory grew by MB']:>10.1f}")
    if "one update" in table:
        update = table["one update"]
        print(f"  {'top 10 as when all are scored':<34}{table['top 10 as when all are scored']:>10.3f}")
        print(f"  {'one update, ms (p50, p95)':<34}{update['p50']:>10.1f}{update['p95']:>10.1f}")
    print(f"  {'milliseconds':<38}" + "".join(f"{column:>13}" for column in COLUMNS))
    for name, figures in (table["searches"] | table["engines"]).items():
        print(f"  {name:<38}" + "".join(f"{figures[column]:>13.1f}" for column in COLUMNS))
    ours = table["searches"]["visitor, page"]["p95"]
    for name, figures in table["engines"].items():
        print(f"  {name} takes {figures['p95'] / ours:.3g} times as long as ours, at p95", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
