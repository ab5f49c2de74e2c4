"""The draw: as docs/audit.md says it, the same on every machine, and fair."""

import hashlib
import re
from collections import Counter
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.auditing import sampling
from tests.sources import ROOT

DOCS = (ROOT / "docs/audit.md").read_text()
ROWS = re.findall(r"^\| `(\w[\w-]*)` \| (\d+) \| ([\d, ]+) \|$", DOCS, re.MULTILINE)


def as_the_docs_say(seed, cases, wanted):
    """The six steps in docs/audit.md, one after the other, written a second time."""
    too_large = 2**256 - (2**256) % cases
    found, counter = [], 0
    while len(found) < wanted:
        digest = hashlib.new("sha256", bytes(f"{seed}:{counter}", "ascii")).hexdigest()
        counter += 1
        number = 0
        for place in range(0, 64, 2):
            number = number * 256 + int(digest[place : place + 2], 16)
        if number >= too_large:
            continue
        ordinal = 1 + number % cases
        if ordinal not in found:
            found += [ordinal]
    return found


def test_the_docs_have_examples():
    assert len(ROWS) == 5


@pytest.mark.parametrize(("seed", "cases", "drawn"), ROWS)
def test_the_draw_is_the_one_in_the_docs(seed, cases, drawn):
    wanted = [int(ordinal) for ordinal in drawn.split(", ")]
    assert sampling.draw(seed, int(cases), len(wanted)) == wanted
    assert as_the_docs_say(seed, int(cases), len(wanted)) == wanted


seeds = st.text("0123456789abcdef", min_size=1, max_size=32)


@settings(deadline=None)
@given(seeds, st.integers(1, 60), st.data())
def test_two_who_follow_the_docs_draw_the_same(seed, cases, data):
    number = data.draw(st.integers(1, cases))
    drawn = sampling.draw(seed, cases, number)
    assert drawn == as_the_docs_say(seed, cases, number)
    assert len(set(drawn)) == number
    assert set(drawn) <= set(range(1, cases + 1))


@settings(deadline=None)
@given(seeds, st.integers(1, 60), st.integers(0, 60))
def test_replacements_go_on_where_the_sample_ended(seed, cases, size):
    everything = sampling.draw(seed, cases, cases)
    assert sampling.draw(seed, cases, 1, after=size) == everything[size : size + 1]
    assert sorted(everything) == list(range(1, cases + 1))


def test_a_number_that_would_favour_the_first_ordinals_is_passed_over(monkeypatch):
    """So rare that no seed shows it: the digests here are given."""
    given_bytes = iter([b"\xff" * 32, (4).to_bytes(32, "big")])

    class Digest:
        def __init__(self, _data):
            pass

        def digest(self):
            return next(given_bytes)

    monkeypatch.setattr(sampling, "sha256", Digest)
    assert sampling.draw("seed", 10, 1) == [5]  # 2**256 leaves 6, so that 2**256 - 1 is among the last six


def test_every_case_is_drawn_about_as_often():
    drawn = Counter(ordinal for seed in range(2000) for ordinal in sampling.draw(str(seed), 20, 5))
    assert set(drawn) == set(range(1, 21))
    assert max(drawn.values()) - min(drawn.values()) < 5 * (2000 * 5 / 20) ** 0.5  # five standard deviations


def test_seeds_are_not_the_same_twice():
    seeds = {sampling.new_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert all(re.fullmatch("[0-9a-f]{32}", seed) for seed in seeds)


# How many


def test_the_half_width_is_the_textbooks():
    """1.96 × √(0.25/n): the 384 of every survey, of a population without end; none where all are looked at."""
    assert isclose(sampling.half_width(384, 10**9), 0.05, abs_tol=1e-4)
    assert isclose(sampling.half_width(96, 10**9), 0.10, abs_tol=1e-4)
    assert isclose(sampling.half_width(20, 40), 1.959964 * (0.25 / 20) ** 0.5 * (20 / 39) ** 0.5, abs_tol=1e-6)
    for size, cases in [(1, 1), (7, 7), (30, 7)]:
        assert sampling.half_width(size, cases) == 0


@pytest.mark.parametrize(
    ("cases", "size"), [(1, 1), (5, 5), (10, 10), (11, 10), (20, 12), (40, 16), (100, 20), (1000, 24), (10**6, 25)]
)
def test_the_suggested_size(cases, size):
    assert sampling.suggested_size(cases) == size


@settings(deadline=None)
@given(st.integers(1, 10**6))
def test_the_suggested_size_is_the_smallest_that_is_precise_enough(cases):
    size = sampling.suggested_size(cases)
    assert size <= cases
    assert sampling.half_width(size, cases) <= sampling.WANTED
    if size > sampling.FEWEST_SUGGESTED:
        assert sampling.half_width(size - 1, cases) > sampling.WANTED


@settings(deadline=None)
@given(st.integers(1, 10**6))
def test_more_cases_are_never_less_precise(cases):
    sizes = sampling.sizes_to_choose(cases)
    assert sampling.suggested_size(cases) in [each.size for each in sizes]
    assert [each.points for each in sizes] == sorted((each.points for each in sizes), reverse=True)
    assert all(each.size <= min(cases, sampling.MOST_IN_SAMPLE) for each in sizes)
