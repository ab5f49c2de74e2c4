"""The measures of search against small examples that were reckoned by hand."""

import pytest

from bench.measures import ndcg, recall

GRADES = {"a": 3, "b": 2, "c": 1, "judged": 0}


def test_the_best_order_is_worth_one():
    assert ndcg(["a", "b", "c", "x"], GRADES) == 1


def test_the_grade_is_the_gain_and_the_rank_discounts_it():
    # 1/log2(2) + 3/log2(4) against 3/log2(2) + 2/log2(3) + 1/log2(4)
    assert ndcg(["c", "x", "a"], GRADES) == pytest.approx((1 + 3 / 2) / (3 + 2 / 1.5849625 + 1 / 2))


def test_only_the_first_places_count():
    ranking = [f"x{place}" for place in range(9)] + ["a", "b"]
    assert ndcg(ranking, {"a": 1, "b": 1}, at=10) == pytest.approx((1 / 3.4594316) / (1 + 1 / 1.5849625))
    assert ndcg(ranking, {"b": 1}, at=10) == 0


def test_more_that_is_relevant_than_places_can_still_be_perfect():
    assert ndcg(["a", "b"], dict.fromkeys("abcd", 1), at=2) == 1


def test_a_grade_below_nothing_is_no_loss():
    assert ndcg(["spam", "a"], {"spam": -2, "a": 1}) == pytest.approx(1 / 1.5849625)
    assert ndcg(["a", "spam"], {"spam": -2, "a": 1}) == 1


@pytest.mark.parametrize(
    ("ranking", "at", "share"),
    [(["c", "x", "judged", "a"], 20, 2 / 3), (["c", "x", "judged", "a"], 3, 1 / 3), (["x"], 20, 0), ([], 20, 0)],
)
def test_recall_is_the_share_of_what_is_relevant(ranking, at, share):
    assert recall(ranking, GRADES, at=at) == pytest.approx(share)


@pytest.mark.parametrize("measure", [ndcg, recall])
@pytest.mark.parametrize("grades", [{}, {"a": 0}])
def test_where_nothing_is_relevant_nothing_is_found(measure, grades):
    assert measure(["a"], grades) == 0
