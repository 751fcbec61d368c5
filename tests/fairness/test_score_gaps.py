"""Score gaps with and without the human rating: statsmodels, planted gaps, nobody lost."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import NOT_STATED, score_gaps
from interview import Estimate, Withheld


def drawn(seed: int, n: int, *, gap: float, rating_gap: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    group = rng.choice(["a", "b"], n, p=[0.4, 0.6])
    ability = rng.normal(0, 1, n) - rating_gap * (group == "a")
    rating = 6 + 1.2 * ability + rng.normal(0, 0.3, n)
    score = 6 + 1.0 * ability - gap * (group == "a") + rng.normal(0, 0.4, n)
    return pd.DataFrame({"g": group, "score": score, "human": rating})


def estimate(found: object) -> Estimate:
    assert isinstance(found, Estimate)
    return found


def test_the_adjusted_gap_is_statsmodels_regression_with_hc3() -> None:
    frame = drawn(1, 160, gap=0.5, rating_gap=0.4)
    table = score_gaps(frame, attribute="g", score="score", human="human")
    a = next(g for g in table.groups if g.group == "a")
    x = sm.add_constant(np.column_stack([(frame["g"] == "a").astype(float), frame["human"]]))
    fit = sm.OLS(frame["score"].to_numpy(), x).fit(cov_type="HC3")
    sizes = frame.groupby("g")["score"].agg(["size", "std"])
    pooled = math.sqrt(((sizes["size"] - 1) * sizes["std"] ** 2).sum() / (sizes["size"].sum() - 2))
    found = estimate(a.finding)
    assert found.value == pytest.approx(fit.params[1] / pooled)
    assert (found.low, found.high) == pytest.approx(tuple(fit.conf_int()[1] / pooled), rel=1e-6)
    assert a.p_value == pytest.approx(fit.pvalues[1])
    assert a.details["slope"] == pytest.approx(fit.params[2])
    assert {n.code for n in table.notes} == {"score_gap.ratings_differ"}


def test_a_planted_gap_is_found_and_none_where_none_is() -> None:
    planted = score_gaps(drawn(2, 900, gap=0.8), attribute="g", score="score", human="human")
    clean = score_gaps(drawn(3, 900, gap=0.0), attribute="g", score="score", human="human")
    assert planted.verdict == "exceeds"
    assert clean.verdict == "within"


def test_a_difference_that_people_saw_too_is_gone_at_equal_rating() -> None:
    frame = drawn(4, 4000, gap=0.0, rating_gap=0.8)
    overall = score_gaps(frame, attribute="g", score="score")
    equal = score_gaps(frame, attribute="g", score="score", human="human")
    assert overall.verdict == "exceeds"
    assert equal.verdict == "within"
    a = next(g for g in equal.groups if g.group == "a")
    assert abs(float(str(a.details["matched_gap"]))) < 0.2
    assert float(str(a.details["overall_gap"])) == pytest.approx(
        estimate(next(g for g in overall.groups if g.group == "a").finding).value
    )


def test_the_matched_gap_is_the_definition() -> None:
    frame = drawn(5, 300, gap=0.5).round({"human": 0})
    table = score_gaps(frame, attribute="g", score="score", human="human")
    a = next(g for g in table.groups if g.group == "a")
    up = down = 0.0
    for _, level in frame.groupby("human"):
        one, two = (level.loc[level["g"] == k, "score"] for k in "ab")
        if len(one) and len(two):
            weight = len(one) * len(two) / (len(one) + len(two))
            up, down = up + weight * (one.mean() - two.mean()), down + weight
    sizes = frame.groupby("g")["score"].agg(["size", "std"])
    pooled = math.sqrt(((sizes["size"] - 1) * sizes["std"] ** 2).sum() / (sizes["size"].sum() - 2))
    assert a.details["matched_gap"] == pytest.approx(up / down / pooled)


def test_the_distribution_of_each_group_stands_beside() -> None:
    frame = pd.DataFrame({"g": ["a"] * 101 + ["b"] * 101, "score": list(range(101)) * 2})
    a = score_gaps(frame, attribute="g", score="score").groups[0]
    assert [a.details[q] for q in ("q05", "q25", "median", "q75", "q95")] == [5, 25, 50, 75, 95]
    assert a.details["mean"] == 50


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", None]),
            st.one_of(st.none(), st.integers(0, 10)),
            st.one_of(st.none(), st.integers(0, 10)),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_nobody_is_lost_whatever_is_missing(
    rows: list[tuple[str | None, int | None, int | None]],
) -> None:
    frame = pd.DataFrame(rows, columns=["g", "score", "human"])
    for human in ("", "human"):
        table = score_gaps(frame, attribute="g", score="score", human=human, floor=1)
        assert table.n + sum(table.excluded.values()) == len(rows)
        kept = [
            g or NOT_STATED for g, s, h in rows if s is not None and (not human or h is not None)
        ]
        assert {g.group: g.n for g in table.groups if g.n} == {k: kept.count(k) for k in set(kept)}


def test_edges_are_notes() -> None:
    flat = pd.DataFrame({"g": ["a", "b"] * 10, "score": [5.0] * 20, "human": [1.0, 2.0] * 10})
    table = score_gaps(flat, attribute="g", score="score")
    assert [n.code for n in table.notes] == ["score.constant"]
    assert isinstance(table.groups[1].finding, (Estimate, Withheld))
    rated = flat.assign(score=np.arange(20.0), human=3.0)
    same = score_gaps(rated, attribute="g", score="score", human="human")
    other = next(g for g in same.groups if not g.reference)
    assert other.finding == Withheld(code="rating.constant", n=20)
    # groups that share no level of the rating: the line still compares, the levels cannot
    apart = flat.assign(score=np.arange(20.0), human=[1.0, 9.0] * 10)
    found = score_gaps(apart, attribute="g", score="score", human="human")
    assert "matched_gap" not in next(g for g in found.groups if not g.reference).details


def test_the_highest_rate_means_the_largest_group_for_scores() -> None:
    frame = drawn(6, 100, gap=1.0)
    assert (
        score_gaps(frame, attribute="g", score="score", reference="highest_rate").reference
        == score_gaps(frame, attribute="g", score="score").reference
        == "b"
    )
