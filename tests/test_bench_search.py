"""What `make bench-search` says of its figures."""

from bench.search import COLUMNS, show


def test_the_p95_of_every_engine_is_put_beside_that_of_our_ranked_page(capsys):
    show(
        {
            "documents": 10,
            "build": {},
            "memory grew by MB": 1.0,
            "top 10 as when all are scored": 1.0,
            "one update": {"p50": 1.0, "p95": 2.0},
            "searches": {"visitor, page": figures(p95=4.0), "visitor, page and counts": figures(p95=8.0)},
            "engines": {"slower": figures(p95=10.0), "quicker": figures(p95=0.02)},
        }
    )
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "  slower takes 2.5 times as long as ours, at p95",
        "  quicker takes 0.005 times as long as ours, at p95",
    ]


def test_a_repeated_corpus_has_the_figures_of_its_searches_alone(capsys):
    show(
        {
            "documents": 100,
            "build": {},
            "memory grew by MB": 1.0,
            "searches": {"visitor, page": figures(p95=4.0)},
            "engines": {},
        }
    )
    printed = capsys.readouterr().out
    assert "visitor, page" in printed
    assert "one update" not in printed


def figures(*, p95):
    return dict.fromkeys(COLUMNS, 99.0) | {"p95": p95}
