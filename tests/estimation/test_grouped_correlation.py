"""Correlations by group against scipy group by group; within groups; by rank."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from estimation import (
    correlation_p,
    grouped_correlation,
    midranks,
    rank_correlation,
    within_correlation,
)
from interview import Estimate, InputError, Withheld


@given(st.integers(0, 10_000))
def test_every_group_against_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 4, 60)
    x, y = np.round(rng.normal(size=60), 1), np.round(rng.normal(size=60), 1)
    pearson = grouped_correlation(x, y, codes, 4)
    ranked = grouped_correlation(x, y, codes, 4, kind="spearman")
    for group in range(4):
        mine = codes == group
        if mine.sum() < 5:
            continue
        naive = stats.pearsonr(x[mine], y[mine])
        limits = naive.confidence_interval(0.95)
        found = pearson.finding(group)
        assert isinstance(found, Estimate)
        assert (found.value, found.low, found.high) == pytest.approx(
            (naive.statistic, limits.low, limits.high), abs=1e-9
        )
        assert pearson.p_values()[group] == pytest.approx(naive.pvalue, abs=1e-9)
        rank = stats.spearmanr(x[mine], y[mine])
        found = ranked.finding(group)
        assert isinstance(found, Estimate)
        assert found.value == pytest.approx(rank.statistic, abs=1e-9)
        error = np.sqrt((1 + rank.statistic**2 / 2) / (mine.sum() - 3))
        low = np.tanh(np.arctanh(rank.statistic) - 1.959963985 * error)
        assert found.low == pytest.approx(low, abs=1e-8)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), min_size=1, max_size=40))
def test_midranks_are_scipys_within_groups(rows: list[tuple[int, int]]) -> None:
    codes = np.array([g for g, _ in rows])
    values = np.array([v for _, v in rows], dtype=float)
    found = midranks(values, codes)
    for group in set(codes.tolist()):
        mine = codes == group
        assert found[mine].tolist() == stats.rankdata(values[mine]).tolist()


def test_groups_that_have_none_say_why() -> None:
    x = np.array([1.0, 2, 3, 5, 5, 5, 5, 1, 2, 3, 4, 1])
    y = np.array([1.0, 2, 3, 1, 2, 3, 4, 2, 4, 6, 8, 1])
    codes = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3])
    found = grouped_correlation(x, y, codes, 5)
    assert [found.finding(i) for i in range(5)] == [
        Withheld(code="correlation.too_few", n=3),
        Withheld(code="correlation.constant", n=4),
        Withheld(code="correlation.perfect", n=4),
        Withheld(code="correlation.too_few", n=1),
        Withheld(code="correlation.too_few", n=0),
    ]
    assert found.p_values() == [None] * 5
    # a constant that is no binary fraction leaves dust after its mean is taken out
    dusty = grouped_correlation([0.1] * 7, np.arange(7.0), np.zeros(7, dtype=int), 1)
    assert dusty.finding(0) == Withheld(code="correlation.constant", n=7)


# within and between correlations of 1, 0 and -1 by design (psych, withinBetween)
GROUP = np.repeat([0, 1, 2, 3], 4)
V1 = np.array([1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, 4, 5, 6, 7.0])
V2 = np.array([3, 1, 4, 2, 4, 2, 5, 3, 5, 3, 6, 4, 6, 4, 7, 5.0])
V3 = np.array([4, 3, 2, 1, 5, 4, 3, 2, 6, 5, 4, 3, 7, 6, 5, 4.0])
V4 = np.array([8, 9, 10, 11, 6, 7, 8, 9, 9, 10, 11, 12, 7, 8, 9, 10.0])


def test_within_is_what_was_designed() -> None:
    none = within_correlation(V1, V2, GROUP)
    assert isinstance(none, Estimate)
    assert none.value == pytest.approx(0, abs=1e-12)
    assert within_correlation(V1, V3, GROUP) == Withheld(code="correlation.perfect", n=16)
    assert within_correlation(V1, V4, GROUP) == Withheld(code="correlation.perfect", n=16)
    # a hundredth of noise lets the sign be seen
    bent = V1 + np.tile([0.01, -0.01], 8)
    down, up = within_correlation(bent, V3, GROUP), within_correlation(bent, V4, GROUP)
    assert isinstance(down, Estimate)
    assert isinstance(up, Estimate)
    assert (round(down.value, 3), round(up.value, 3)) == (-1.0, 1.0)


def test_one_group_within_is_the_plain_one_less_a_degree_of_freedom() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 30))
    found = within_correlation(x, y, np.zeros(30, dtype=int))
    naive = stats.pearsonr(x, y)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(naive.statistic)
    limits = naive.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high), abs=1e-9)


def test_within_refuses_by_name() -> None:
    assert within_correlation([1, 2, 3.0], [1, 2, 2.0], np.array([0, 1, 2])) == Withheld(
        code="correlation.too_few", n=3
    )
    alike = within_correlation([1.0] * 9, range(9), np.repeat([0, 1], [4, 5]))
    assert alike == Withheld(code="correlation.constant", n=9)


def test_published_test_of_fifty() -> None:
    # psych r.test(50, .3): t = 2.18, p < .034 (.0343)
    p = correlation_p(0.3, 50)
    assert p is not None
    assert round(p, 3) == 0.034
    assert round(float(stats.t.isf(p / 2, 48)), 2) == 2.18


# psych, sat.act: r and n of all fifteen pairs, and Holm's p of two of them
SAT_ACT = [
    (0.087269, 700), (-0.020854, 700), (-0.036503, 700), (-0.018843, 700), (-0.165303, 687),
    (0.54827, 700), (0.154829, 700), (0.046477, 700), (0.034626, 687), (0.110546, 700),
    (-0.042354, 700), (-0.033944, 687), (0.561056, 700), (0.587112, 687), (0.6443, 687),
]  # fmt: skip


def test_published_p_values_of_fifteen_pairs() -> None:
    from estimation import holm

    raw = [correlation_p(r, n) for r, n in SAT_ACT]
    adjusted = holm(raw)
    assert raw[0] == pytest.approx(0.0209, abs=5e-5)  # gender and education
    assert raw[9] == pytest.approx(0.0034, abs=5e-5)  # age and ACT
    assert adjusted[0] == pytest.approx(0.167, abs=5e-4)
    assert adjusted[9] == pytest.approx(0.031, abs=5e-4)
    assert [round(SAT_ACT[i][0], 2) for i in (12, 14, 4)] == [0.56, 0.64, -0.17]


def test_ranks_ignore_what_keeps_their_order() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 25))
    plain, bent = rank_correlation(x, y), rank_correlation(np.exp(x), y**3)
    assert plain == bent


def test_bad_pairs() -> None:
    with pytest.raises(InputError) as err:
        grouped_correlation([1, 2], [1, 2], np.array([0]), 1)
    assert err.value.code == "estimation.unequal_lengths"
    with pytest.raises(InputError) as err:
        grouped_correlation([1, float("inf")], [1, 2], np.array([0, 0]), 1)
    assert err.value.code == "estimation.not_finite"
    with pytest.raises(InputError) as err:
        rank_correlation([1, 2, float("nan"), 4], [1, 2, 3, 4])
    assert err.value.code == "estimation.not_finite"
