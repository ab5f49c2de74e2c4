"""`make bench-relevance`: how well search ranks, beside other engines on the same texts in the same run.

Measures on the judged queries over the starter library (tests/data/judged), or on a collection in BEIR's layout:
`make bench-relevance COLLECTION=DIR` with corpus.jsonl, queries.jsonl and qrels/test.tsv. Everything goes through the
product's own index and search, in a throwaway database. Prints a table and writes bench/out/relevance.json.
"""

import json
import os
import sys
import time
from pathlib import Path
from statistics import fmean

from bench.collection import BadCollection, read_documents, read_judged
from bench.database import bench_database
from bench.hub import ROOT
from bench.measures import ndcg, recall

OUT = ROOT / "bench" / "out" / "relevance.json"
JUDGED = ROOT / "tests" / "data" / "judged"
HALVES = {"tuning": "tuning.tsv", "held out": "test.tsv"}
COLUMNS = {"nDCG@10": "{:.4f}", "recall@20": "{:.4f}", "zero results": "{:.1%}", "ms a query": "{:.2f}"}


def main():
    folder = os.environ.get("COLLECTION")
    try:
        judged = [read_judged(Path(folder))] if folder else [read_judged(JUDGED, *half) for half in _halves()]
        with bench_database():
            tables = measure_collection(Path(folder), judged) if folder else measure_library(judged)
    except BadCollection as error:
        return str(error)
    for table in tables:
        show(table)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n")
    print(f"Written to {OUT.relative_to(ROOT)}.")


def _halves():
    return [(qrels, f"judged queries over the starter library, {half} half") for half, qrels in HALVES.items()]


def measure_library(judged):
    from bench import ours

    return measure(judged, ours.ours_of_starter_library, ours.documents_of_starter_library)


def measure_collection(folder, judged):
    from bench import ours

    return measure(judged, lambda: ours.ours_of(read_documents(folder)), lambda: read_documents(folder))


def measure(judged, ours, documents):
    """A table for each set of judged queries. One engine after the other, so that each has the memory to itself."""
    from bench.engines import OTHERS

    tables = [{"collection": each.name, "documents": 0, "queries": len(each.queries), "engines": {}} for each in judged]
    makers = {"ours": ours} | {other.name: lambda other=other: other(documents()) for other in OTHERS}
    for name, make in makers.items():
        started = time.monotonic()
        engine = make()
        print(f"{name}: indexed {len(engine.ids):,} documents in {time.monotonic() - started:.1f} s", flush=True)
        for table, each in zip(tables, judged, strict=True):
            table["documents"] = len(engine.ids)
            table["engines"][name] = measure_engine(engine, each)
    return tables


def measure_engine(engine, judged):
    rows = []
    for about, text in judged.queries.items():
        grades = judged.grades[about]
        started = time.perf_counter()
        found = engine.find(text)
        milliseconds = (time.perf_counter() - started) * 1000
        # Where a document is itself the query, as BEIR's own evaluation does: finding itself is no merit.
        ranking = [document for document in found if document != about or document in grades]
        rows.append((ndcg(ranking, grades), recall(ranking, grades), not found, milliseconds))
    return dict(zip(COLUMNS, map(fmean, zip(*rows, strict=True)), strict=True))


def show(table):
    print(f"\n{table['collection']}: {table['documents']:,} documents, {table['queries']:,} judged queries")
    print(f"{'':<16}" + "".join(f"{column:>14}" for column in COLUMNS))
    for name, figures in table["engines"].items():
        print(f"{name:<16}" + "".join(f"{form.format(figures[column]):>14}" for column, form in COLUMNS.items()))
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
