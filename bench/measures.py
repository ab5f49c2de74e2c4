"""How good a ranking is by grades given beforehand, as trec_eval reckons it; and how long things take.

A ranking is the ids of documents, best first; `grades` has the grade of each judged document, and what it lacks is 0.
"""

from math import log2
from statistics import quantiles


def ndcg(ranking, grades, *, at=10):
    """Normalised discounted cumulative gain: the gain is the grade, discounted by log2(rank + 1).

    0 where nothing is relevant, as trec_eval has it. (Järvelin and Kekäläinen 2002.)
    """
    best = _discounted(sorted(grades.values(), reverse=True)[:at])
    return _discounted([grades.get(document, 0) for document in ranking[:at]]) / best if best else 0.0


def recall(ranking, grades, *, at=20):
    """The share of the relevant documents, those graded 1 or more, that stand so high; 0 where there are none."""
    relevant = {document for document, grade in grades.items() if grade >= 1}
    return len(relevant.intersection(ranking[:at])) / len(relevant) if relevant else 0.0


def _discounted(grades):
    # A grade below 0 says that somebody looked, and is no loss.
    return sum(max(grade, 0) / log2(rank + 1) for rank, grade in enumerate(grades, 1))


def percentiles(milliseconds, *percents):
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return [cuts[percent - 1] for percent in percents]
