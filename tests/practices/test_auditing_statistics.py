"""The figures under an audit: as the published examples print them, and as scipy reckons them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats.contingency import expected_freq

from practices.auditing.statistics import Interval, agreement, difference, wilson


def printed(interval):
    return f"{interval.low:.4f}", f"{interval.high:.4f}"


# R. G. Newcombe, Statist. Med. 1998; 17: 857–872, table I, method 3
@pytest.mark.parametrize(
    ("yes", "number", "limits"),
    [
        (81, 263, ("0.2553", "0.3662")),
        (15, 148, ("0.0624", "0.1605")),
        (0, 20, ("0.0000", "0.1611")),
        (1, 29, ("0.0061", "0.1718")),
    ],
)
def test_the_interval_of_a_percentage_is_the_published_one(yes, number, limits):
    assert printed(wilson(yes, number)) == limits


# R. G. Newcombe, Statist. Med. 1998; 17: 873–890, table II, contrasts (a) to (h), method 10
@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        ((56, 70, 48, 80), ("0.0524", "0.3339")),
        ((9, 10, 3, 10), ("0.1705", "0.8090")),
        ((6, 7, 2, 7), ("0.0582", "0.8062")),
        ((5, 56, 0, 29), ("-0.0381", "0.1926")),
        ((0, 10, 0, 20), ("-0.1611", "0.2775")),
        ((0, 10, 0, 10), ("-0.2775", "0.2775")),
        ((10, 10, 0, 20), ("0.6791", "1.0000")),
        ((10, 10, 0, 10), ("0.6075", "1.0000")),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(counts, limits):
    assert printed(difference(*counts)) == limits


def test_a_difference_is_more_than_chance_if_its_interval_leaves_out_zero():
    assert difference(56, 70, 48, 80).leaves_out_zero
    assert difference(48, 80, 56, 70).leaves_out_zero  # for the worse
    assert not difference(5, 56, 0, 29).leaves_out_zero
    assert not Interval(0.0, 0.2).leaves_out_zero


def pairs_of(table):
    return [(row, column) for row, counts in enumerate(table) for column, n in enumerate(counts) for _ in range(n)]


LECTURES = [[15, 5], [10, 70]]
RARE = [[1, 6], [9, 84]]
XEROMAMMOGRAMS = [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]]
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]


@pytest.mark.parametrize(
    ("table", "share", "kappa"),
    [
        (LECTURES, "0.85", "0.57"),  # A. J. Viera and J. M. Garrett, Fam. Med. 2005; 37(5): 360–363
        (RARE, "0.85", "0.04"),  # the same: agreement on what is rare
        (XEROMAMMOGRAMS, "0.6353", "0.4728"),  # D. G. Altman 1991, pp. 403–405; Stata manual, kappa, example 1
        (SKIN, "0.5114", "0.3449"),  # SAS/STAT manual, FREQ procedure, agreement study
    ],
)
def test_kappa_is_the_published_one(table, share, kappa):
    found = agreement(pairs_of(table))
    assert found.number == sum(map(sum, table))
    assert (f"{found.share:.{len(share) - 2}f}", f"{found.kappa:.{len(kappa) - 2}f}") == (share, kappa)


@pytest.mark.parametrize("pairs", [[], [("yes", "yes")] * 12])
def test_where_nothing_is_left_beyond_chance_kappa_is_not_defined(pairs):
    assert agreement(pairs).kappa is None


def test_those_who_never_agree_have_a_kappa_below_zero():
    assert agreement([("yes", "no"), ("no", "yes")]).kappa == -1
    assert agreement([("yes", "no")] * 5).kappa == 0  # each was of one mind, and not of the other's


# Against scipy


@settings(deadline=None)
@given(st.integers(1, 400).flatmap(lambda number: st.tuples(st.integers(0, number), st.just(number))))
def test_wilson_is_what_scipy_reckons(counts):
    ours, theirs = wilson(*counts), binomtest(*counts).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= ours.low <= counts[0] / counts[1] <= ours.high <= 1


two_samples = st.tuples(*[st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))] * 2)


@settings(deadline=None)
@given(two_samples)
def test_the_difference_is_made_of_what_scipy_reckons_for_each(samples):
    (now, number_now), (before, number_before) = samples
    a, b = (binomtest(*sample).proportion_ci(method="wilson") for sample in samples)
    p, q = now / number_now, before / number_before
    ours = difference(now, number_now, before, number_before)
    assert ours.low == pytest.approx(p - q - np.hypot(p - a.low, b.high - q), abs=1e-12)
    assert ours.high == pytest.approx(p - q + np.hypot(a.high - p, q - b.low), abs=1e-12)
    assert -1 <= ours.low <= ours.high <= 1


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(["yes", "partly", "no", "not_applicable"])] * 2), min_size=1))
def test_kappa_is_what_scipys_expected_counts_give(pairs):
    answers = ["yes", "partly", "no", "not_applicable"]
    table = np.array([[pairs.count((first, second)) for second in answers] for first in answers])
    by_chance = np.trace(expected_freq(table)) / len(pairs)
    found = agreement(pairs)
    if found.kappa is None:
        assert by_chance == pytest.approx(1)
    else:
        assert found.kappa == pytest.approx((np.trace(table) / len(pairs) - by_chance) / (1 - by_chance))
